"""What ``dev/demo --send`` sends: to a mail server of our own that keeps every mail.

Nothing leaves this machine. Some addresses are refused, one mailbox is full, one mail
comes back and of one nobody will ever know whether it was taken: the board of what is
to be fixed has something of each. What arrived is a page and a folder of ``.eml``.
"""

import html
import shutil
import sys
import time
from collections import Counter
from email import message_from_bytes, policy
from hashlib import sha256
from types import SimpleNamespace

from .. import paths
from . import agency

# By a holder's place in the list: who does not get it, by what its address begins
# with (``tests/delivery/sink.py``).
BAD = {4: "reject", 9: "full", 15: "spam", 22: "gone", 28: "bounce", 35: "reject"}
# One of so many has no address, and one wants paper.
SILENT, PAPER = 40, 25
# So many of one owner have one mailbox together.
SHARED, SHARE = range(50, 62), "certificates@sixhouses.example"

_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8">
<title>What arrived</title>
<style>body{{font:15px sans-serif;margin:2em;max-width:75em}}table{{border-collapse:
collapse}}td,th{{padding:.3em 1em .3em 0;text-align:left;vertical-align:top;
border-bottom:1px solid #ddd}}</style>
<h1>What arrived</h1><p>{numbers}</p><table>
<tr><th>To</th><th>Subject</th><th>Carries</th><th>Mail</th></tr>{rows}</table></html>
"""


def make_sink(folder):
    """A mail server in a process of its own; a context manager."""
    sys.path.insert(0, str(paths.ROOT / "tests" / "delivery"))
    from running_sink import RunningSink

    return RunningSink(folder)


def run(env, sink, folder, certificates, click=None):
    """Send ``certificates``, and look what came; numbers by name.

    :param click: opens the window in which they are sent; None: a program sends them
    """
    mails = folder / "mails"
    shutil.rmtree(mails, ignore_errors=True)
    mails.mkdir()
    sink.tell(keep=str(mails))
    start = time.monotonic()
    _prepare(env, certificates, sink.port)
    sending = _send(env, certificates, click)
    env.cr.commit()
    # So many are left to a scheduled action, and here is none but this process.
    env["coi.postman"].sudo()._cron_run()
    _bring_back(env, mails)
    report = _report(sending, mails, certificates)
    _write_page(folder / "mails.html", mails, report)
    return {**report, "seconds": time.monotonic() - start}


def get_all(env):
    """All valid certificates of the agency's insured."""
    insured = env["res.partner"].search([("name", "=", agency.INSURED)])
    issued = [("insured_id", "=", insured.id), ("state", "=", "issued")]
    return env["coi.certificate"].search(issued, order="id")


def _send(env, certificates, click):
    """The ``coi.sending``."""
    if click:
        window = env["coi.send"].browse(click()["res_id"])
        window.action_send_now()
        return window.sending_id
    told = env["coi.sending"].send(certificates.ids, at_once=True, name="Demo")
    return env["coi.sending"].browse(told["sending_id"])


def _prepare(env, certificates, port):
    """Addresses, and the way to them; by the superuser, as an administrator would."""
    for place, holder in enumerate(certificates.holder_id.sudo()):
        holder.email = _get_email(place)
        if place % PAPER == 1:
            holder.coi_channel = "print"
    values = {"name": "Demo", "smtp_host": "127.0.0.1", "smtp_port": port}
    server = env["ir.mail_server"].sudo().create({**values, "sequence": 0})
    env["coi.pace"].sudo()._get(server).per_minute = 0
    env.user.sudo().email = "csr@agency.example"
    env.cr.commit()


def _get_email(place):
    if place in BAD:
        return f"{BAD[place]}@holder{place}.example"
    if place in SHARED:
        return SHARE
    return "" if place % SILENT == 39 else f"office@holder{place}.example"


def _bring_back(env, mails):
    """What the other side's server could not deliver comes back, as a report."""
    from reports import make_report

    for path in mails.glob("*bounce@*.eml"):
        to = path.stem.partition("-")[2]
        envelope = SimpleNamespace(
            content=path.read_bytes(), mail_from="csr@agency.example", rcpt_tos=[to]
        )
        gateway = env["mail.thread"].sudo()
        gateway.message_process(None, make_report(envelope))
    env.cr.commit()


def _report(sending, mails, certificates):
    sending.invalidate_recordset()
    deliveries = sending.delivery_ids
    labels = dict(deliveries._fields["state"]._description_selection(sending.env))
    states = Counter(deliveries.mapped("state"))
    hashes = [
        sha256(part.get_content()).hexdigest()
        for mail in _read(mails).values()
        for part in mail.iter_attachments()
    ]
    issued = set(certificates.mapped("sha256"))
    return {
        "certificates": len(certificates),
        "deliveries": len(deliveries),
        "states": dict(states),
        "labels": {state: str(labels[state]) for state in states},
        "arrived": len(_read(mails)),
        "exact": sum(each in issued for each in hashes),
        "files": len(hashes),
        "combined": len(deliveries.filtered(lambda each: each.attach == "combined")),
        "words": _get_words(deliveries),
    }


def _get_words(deliveries):
    """What was said of those somebody has to look at."""
    bad = deliveries.filtered(lambda each: each.state in ("failed", "bounced", "later"))
    return [(each.email, each.words or "") for each in bad if each.email]


def check(report):
    """What does not add up, as sentences."""
    states, errors = report["states"], []
    known = sum(states.get(each, 0) for each in ("handed", "bounced", "unsure"))
    if report["arrived"] != known:
        errors.append(f"mails that arrived: {report['arrived']} instead of {known}")
    exact = report["files"] - report["combined"]
    if report["exact"] < exact:
        errors.append(f"exact copies: {report['exact']} instead of {exact}")
    if states.get("queued") or states.get("handing"):
        errors.append("some mails are still waiting")
    return errors


def tell(report, folder):
    """Lines to print."""
    yield (
        f"Sent       {report['certificates']} certificates   "
        f"{report['deliveries']} deliveries in {report['seconds']:.1f} s"
    )
    for state, count in sorted(report["states"].items(), key=lambda each: -each[1]):
        yield f"           {count} × {report['labels'][state]}"
    for email, words in report["words"]:
        yield f"           {email}: {words}"
    page = (folder / "mails.html").relative_to(paths.ROOT)
    yield f"Arrived    {report['arrived']} mails   {page}"


def _read(mails):
    return {
        path: message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(mails.glob("*.eml"))
    }


def _write_page(path, mails, report):
    numbers = " · ".join(
        f"{count} {report['labels'][state].lower()}"
        for state, count in report["states"].items()
    )
    rows = [
        [
            mail["To"],
            mail["Subject"],
            ", ".join(part.get_filename() for part in mail.iter_attachments()),
            f'<a href="mails/{html.escape(file.name)}">{html.escape(file.name)}</a>',
        ]
        for file, mail in _read(mails).items()
    ]
    shown = "".join(
        "<tr>"
        + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row[:3])
        + f"<td>{row[3]}</td></tr>\n"
        for row in rows
    )
    page = _PAGE.format(numbers=html.escape(numbers), rows=shown)
    path.write_text(page, encoding="utf-8")
