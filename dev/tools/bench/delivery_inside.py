"""What ``delivery`` measures inside of Odoo, in one process without a server."""

import os
import smtplib
import statistics
import time
from contextlib import contextmanager
from unittest.mock import patch

from . import agency, memory

# What a mail server that takes it as fast as it comes costs by itself.
BY_HAND = 100
# Odoo makes mails of a template by so many at a time.
CORE_BATCH = 50
MB = 1_000_000


def issue(env, insured_id, port, crowd):
    """Certificates of an insured's holders, of which the last ``crowd`` share one
    mailbox; a mail server that takes all there is, and no time to take it back."""
    user = env["res.users"].search([("login", "=", agency.LOGIN)])
    user.email = "csr@agency.test"
    env.company.write({"coi_click_limit": 1_000_000, "coi_undo_minutes": 0})
    insured = env["res.partner"].browse(insured_id)
    holders = insured.coi_additional_interest_ids.holder_id.sorted("id")
    for number, holder in enumerate(holders[: len(holders) - crowd]):
        holder.email = f"h{number}@holders.test"
    holders[len(holders) - crowd :].email = "crowd@holders.test"
    env["coi.mailbox"].create(
        {"email": "crowd@holders.test", "attach": "combined", "max_mb": 100}
    )
    server = env["ir.mail_server"].create(
        {"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": port}
    )
    env["coi.pace"]._get(server).per_minute = 0
    env.cr.commit()
    kinds = list(env["coi.check"]._get_kinds())
    batches = env(user=user.id)["coi.batch"]
    batches.generate(insured_ids=insured.ids, confirm_kinds=kinds)
    env.cr.commit()


class Bench:
    """
    :param mails: by Odoo as by the postman, in ``turns``
    :param crowd: certificates of one mailbox, the last of all
    """

    def __init__(self, env, port, mails, turns, crowd):
        user = env["res.users"].search([("login", "=", agency.LOGIN)])
        self.env, self.port = env, port
        self.mine = env(user=user.id)
        self.size, self.turns, self.crowd = mails // turns, turns, crowd
        made = self.mine["coi.certificate"].search([])
        self.ids = made.sorted(lambda each: each.holder_id.id).ids
        self.pid = os.getpid()

    def measure(self):
        figures = {"delivery_plan_certificates": len(self.ids), **self.plan()}
        figures.update(self.compare())
        figures.update(self.send_all())
        return {**figures, **self.bundle()}

    def plan(self):
        """All of it planned, shown, written down and proofread; and a part of it."""
        sendings = self.mine["coi.sending"]
        sendings.get_plan(self.ids[:50])
        plan_s, _plan = timed(sendings.get_plan, self.ids)
        window_s, _screen = timed(self.open_window)
        proofread_all, rows_s, click_s = self.click(self.ids)
        proofread, _rows_s, _click_s = self.click(self.ids[: self.size * self.turns])
        return {
            "delivery_plan_10000_s": plan_s,
            "delivery_window_10000_s": window_s,
            "delivery_rows_10000_s": rows_s,
            "delivery_click_10000_s": click_s,
            "delivery_proofread_10000_s": proofread_all,
            "delivery_proofread_1000_s": proofread,
        }

    def open_window(self):
        """The window, with its first page."""
        opened = self.mine["coi.certificate"].browse(self.ids).action_send()
        return self.mine["coi.send"].browse(opened["res_id"]).get_screen()

    def click(self, ids):
        """Seconds in which mails are proofread and rows written, and of all the click;
        nothing of it stays."""
        with (
            watched(self.mine["coi.mail.draft"], "_check_all") as proofread,
            watched(self.mine["coi.delivery.plan"], "_store") as rows,
        ):
            send = self.mine["coi.sending"].send
            click_s, _told = timed(lambda: send(ids, at_once=True))
        self.env.cr.rollback()
        self.env.transaction.reset()
        return sum(proofread), sum(rows), click_s

    # ----------------------------------------------------------- beside Odoo's own

    def compare(self):
        """By turns, and each first by turns: a slow minute of the machine hits both."""
        self.by_postman(self.ids[: self.size])
        self.by_core(self.get_deliveries())
        own, core, grown = [], [], 0
        for turn in range(1, self.turns + 1):
            ids = self.ids[turn * self.size : (turn + 1) * self.size]
            if turn % 2:
                core.append(timed(self.by_core, self.get_deliveries())[0])
            before = self.get_stored()
            own.append(timed(self.by_postman, ids)[0])
            grown += self.get_stored() - before
            if not turn % 2:
                core.append(timed(self.by_core, self.get_deliveries())[0])
        own_ms, core_ms = (self.get_ms(seconds) for seconds in (own, core))
        server_ms = self.by_hand()
        return {
            "delivery_mail_ms": own_ms,
            "delivery_core_mail_ms": core_ms,
            "delivery_vs_core": round(core_ms / own_ms, 2),
            "delivery_server_ms": server_ms,
            "delivery_beside_server_ms": round(own_ms - server_ms, 1),
            "delivery_filestore_growth_mb": round(grown / MB, 2),
        }

    def get_ms(self, seconds):
        return round(statistics.median(seconds) / self.size * 1000, 1)

    def get_deliveries(self):
        """Those of the last run."""
        last = self.env["coi.sending"].search([], order="id desc", limit=1)
        return last.delivery_ids

    def get_stored(self):
        self.env.cr.execute("SELECT COALESCE(SUM(file_size), 0) FROM ir_attachment")
        return self.env.cr.fetchone()[0]

    def by_postman(self, ids):
        """From the plan to the last mail."""
        self.mine["coi.sending"].send(ids, at_once=True)
        self.env.cr.commit()
        self.env(context={})["coi.postman"]._cron_run()

    def by_core(self, deliveries):
        """The same mails by ``mail.mail``, made in batches as ``mail.template`` does;
        a mail has an attachment of its own, for there is no other way."""
        template = deliveries.sending_id.template_id
        for start in range(0, len(deliveries), CORE_BATCH):
            self.make_core(template, deliveries[start : start + CORE_BATCH])
        self.env.cr.commit()
        self.env["mail.mail"].process_email_queue(batch_size=len(deliveries))
        self.env.cr.commit()

    def make_core(self, template, deliveries):
        langs = {each.id: each.lang or "en_US" for each in deliveries}
        subjects, bodies = (
            template._render_field(name, deliveries.ids, res_ids_lang=langs)
            for name in ("subject", "body_html")
        )
        files = dict(deliveries.certificate_ids._iter_documents())
        self.env["mail.mail"].create(
            [
                {
                    "subject": subjects[each.id],
                    "body_html": bodies[each.id],
                    "email_from": each.sending_id.email_from,
                    "email_to": each.email,
                    "attachment_ids": [
                        (0, 0, self.make_attachment(each, files[certificate]))
                        for certificate in each.certificate_ids
                    ],
                }
                for each in deliveries
            ]
        )

    def make_attachment(self, delivery, document):
        return {
            "name": delivery.certificate_ids._get_filename(),
            "raw": document.data,
            "res_model": delivery._name,
            "res_id": delivery.id,
        }

    def by_hand(self):
        """The same mails as they are, said to the server by Python alone."""
        letters, deliveries = self.env["coi.letter"], self.get_deliveries()[:BY_HAND]
        contents = letters._compose(deliveries)
        mails = [
            (each.email, letters._make(each, contents[each.id])[0].as_bytes())
            for each in deliveries
        ]
        with smtplib.SMTP("127.0.0.1", self.port) as session:
            seconds, _none = timed(
                lambda: [
                    session.sendmail("csr@agency.test", [email], mail)
                    for email, mail in mails
                ]
            )
        return round(seconds / len(mails) * 1000, 1)

    # ------------------------------------------------------------------- all of it

    def send_all(self):
        """What is left, in one run: the memory it takes."""
        rest = self.ids[(self.turns + 1) * self.size : len(self.ids) - self.crowd]
        before = memory.read(self.pid, "VmRSS")
        memory.reset_peak(self.pid)
        self.by_postman(rest)
        grown = memory.read(self.pid, "VmHWM") - before
        handed = [("state", "=", "handed")]
        return {
            "delivery_memory_mb": round(grown),
            "delivery_mails": self.env["coi.delivery"].search_count(handed),
        }

    def bundle(self):
        """All of a mailbox in one file, made but not sent."""
        ids = self.ids[len(self.ids) - self.crowd :]
        told = self.mine["coi.sending"].send(ids, at_once=True)
        sending = self.env["coi.sending"].browse(told["sending_id"])
        delivery = sending.delivery_ids.filtered(lambda each: each.channel == "mail")
        before = memory.read(self.pid, "VmRSS")
        memory.reset_peak(self.pid)
        seconds, made = timed(self.env["coi.letter"]._compose, delivery)
        grown = memory.read(self.pid, "VmHWM") - before
        [[_name, content, _kind]] = made[delivery.id][2]
        self.env.cr.rollback()
        return {
            "delivery_bundle_500_s": seconds,
            "delivery_bundle_500_memory_mb": round(grown),
            "delivery_bundle_500_mb": round(len(content) / MB, 1),
        }


def timed(work, *args):
    """(seconds, what ``work`` returns)"""
    start = time.perf_counter()
    result = work(*args)
    return round(time.perf_counter() - start, 3), result


@contextmanager
def watched(records, name):
    """List of the seconds that each call of a method takes, while the block lasts."""
    model, spent = type(records), []
    method = getattr(model, name)

    def measured(*args):
        seconds, result = timed(method, *args)
        spent.append(seconds)
        return result

    with patch.object(model, name, measured):
        yield spent
