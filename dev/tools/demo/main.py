"""dev/demo: the whole walk through the very wizards of the screen, on a new database.

A holder list is written, imported in two passes, and made into a zip and one combined
PDF in ``build/demo``. With ``--form`` a fillable form is made and uploaded first, and
all certificates are issued on it. With ``--send`` all of them are issued and sent to a
mail server of our own, which takes what it likes: nothing leaves this machine, and what
arrived is in ``build/demo/mails.html``. With ``--renewal`` nearly a year has passed
since (the policies began eleven months ago, and no clock is changed): the policies are
renewed, liability by an insurer who gives less, and with ``--send`` it is the new
certificates that are sent. Ends with an error when a count does not add up.
"""

import argparse
import io
import sys
import tempfile
import time
import zipfile

from pypdf import PdfReader

from .. import paths, say
from ..machine import postgres
from ..odoo import database, script, serve
from . import agency, fillable, holder_list, renewal, sending, walk

FOLDER = paths.BUILD / "demo"


def main():
    options = _parse()
    start = time.monotonic()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("certificates.*"):
        old.unlink()
    with postgres.running():
        say.line(f"Database {serve.DATABASE}: Odoo 19 with the addon, and an agency")
        database.fresh(serve.DATABASE)
        report = _run_walk(options)
    errors = _check(report, options)
    _print(report, time.monotonic() - start)
    for error in errors:
        print(f"Error: {error}", file=sys.stderr)
    return 1 if errors else 0


def _parse():
    parser = argparse.ArgumentParser(prog="dev/demo", description=__doc__)
    parser.add_argument("--holders", type=int, default=250)
    parser.add_argument("--format", choices=holder_list.FORMATS, default="xlsx")
    parser.add_argument("--form", action="store_true", help="on a fillable form")
    parser.add_argument(
        "--send",
        action="store_true",
        help="by mail, to a mail server that is started for it and ended afterwards; "
        "some addresses are bad",
    )
    parser.add_argument(
        "--renewal",
        action="store_true",
        help="a year later: the policies end and others follow",
    )
    options = parser.parse_args()
    if options.holders < 1:
        parser.error("--holders must be at least 1")
    return options


def _run_walk(options):
    path = FOLDER / f"holders.{options.format}"
    rows = holder_list.rows(options.holders, agency.INSURED, agency.numbers())
    holder_list.write(path, rows)
    ends_in = renewal.ENDS_IN if options.renewal else None
    issue_date = renewal.get_issue_date() if options.renewal else None
    with script.environment(serve.DATABASE) as env:
        agency.create(env, ends_in)
    with script.environment(serve.DATABASE, user=agency.LOGIN) as env:
        form = _upload(env) if options.form else None
        figures = {"form": fillable.describe(form)} if form else {}
        left = 0 if options.send or options.renewal else walk.LEFT
        figures.update(walk.run(env, path, FOLDER, form, left, issue_date))
        if options.renewal:
            say.line("A year later")
            send = _send_renewed if options.send else None
            figures["renewal"] = renewal.run(env, FOLDER, send)
        if options.send:
            told = figures.get("renewal", {})
            figures["sent"] = told.get("sent") or _send(env, sending.get_all(env))
        return {"rows": len(rows), **figures}


def _send(env, certificates, click=None):
    say.line("Sending    to a mail server of its own")
    with tempfile.TemporaryDirectory() as folder, sending.make_sink(folder) as sink:
        return sending.run(env, sink, FOLDER, certificates, click)


def _send_renewed(renewed):
    """By the renewal's own button."""
    return _send(renewed.env, renewed._get_made(), renewed.action_send)


def _upload(env):
    """The form in use; its file is kept to look at."""
    content = fillable.make()
    (FOLDER / "form.pdf").write_bytes(content)
    form = fillable.upload(env, content)
    # A renewal asks for no form: it is the agency's.
    env.company.sudo().coi_form_id = form
    return form


def _check(report, options):
    """What does not add up, as sentences; also the two files are counted."""
    errors = []

    def equal(what, found, expected):
        if found != expected:
            errors.append(f"{what}: {found} instead of {expected}")

    rows = report["rows"]
    for name in ("holders", "interests"):
        counts = report[name]
        done = sum(counts[key] for key in walk.OUTCOMES)
        equal(f"rows accounted for in the import of {name}", done, rows)
    linked = report["interests"]["created"] + report["interests"]["unchanged"]
    for output in walk.OUTPUTS:
        made = report[output]
        everybody = options.form or options.send or options.renewal
        selected = linked if everybody else linked - linked // walk.LEFT
        equal(f"holders listed for the {output} batch", made["candidates"], linked)
        equal(f"holders in the {output} batch", made["selected"], selected)
        total = sum(made[key] for key in ("done", "blocked", "aside", "failed"))
        equal(f"holders accounted for in the {output} batch", total, selected)
        equal(f"failed in the {output} batch", made["failed"], 0)
    with zipfile.ZipFile(FOLDER / "certificates.zip") as archive:
        files = [name for name in archive.namelist() if name.endswith(".pdf")]
    equal("certificates in the zip", len(files), report["zip"]["done"])
    combined = PdfReader(io.BytesIO((FOLDER / "certificates.pdf").read_bytes()))
    equal("bookmarks in the PDF", len(combined.outline), report["pdf"]["done"])
    equal("pages in the PDF", len(combined.pages), report["pdf"]["pages"])
    if options.form:
        text = combined.pages[0].extract_text()
        equal("certificates on the form", fillable.NAME.upper() in text, True)
    if options.renewal:
        errors += renewal.check(report["renewal"])
    return errors + (sending.check(report["sent"]) if options.send else [])


def _print(report, seconds):
    holders, interests, made = (report[key] for key in ("holders", "interests", "zip"))
    if "form" in report:
        say.line(
            "Form       {fields} fields: {known} known by name, {said} said, {open} "
            "open, {printed} filled in".format(**report["form"])
        )
    say.line(f"Imported   {_counts(holders)}   in {holders['seconds']:.1f} s")
    say.line(f"Linked     {_counts(interests)}   in {interests['seconds']:.1f} s")
    say.line(
        f"Generated  {made['done']} certificates   zip in {made['seconds']:.1f} s, "
        f"combined in {report['pdf']['seconds']:.1f} s"
    )
    say.line(f"Blocked    {made['blocked']} of {made['selected']}")
    for message, count in sorted(made["reasons"].items())[:5]:
        say.line(f"           {count} × {message}")
    left = made["candidates"] - made["selected"]
    if left:
        whose = f"holders of {agency.INSURED} without a certificate yet"
        say.line(f"Left       {left} {whose}")
    if "renewal" in report:
        for line in renewal.tell(report["renewal"], FOLDER):
            say.line(line)
    if "sent" in report:
        for line in sending.tell(report["sent"], FOLDER):
            say.line(line)
    names = ["certificates.zip", "certificates.pdf"]
    for name in [*names, "form.pdf"] if "form" in report else names:
        path = FOLDER / name
        shown = path.relative_to(paths.ROOT)
        say.line(f"File       {shown}   {path.stat().st_size / 1e6:.1f} MB")
    say.line(f"Done in {seconds:.0f} s. Look around with dev/serve.")


def _counts(counts):
    return ", ".join(f"{counts[key]} {key}" for key in walk.OUTCOMES if counts[key])


if __name__ == "__main__":
    say.main(main)
