import base64
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..agency import EFFECTIVE, EXPIRATION, AgencyCase
from ..imports.lists import HARBOR, HEADERS, ImportCase
from ..sample_forms import make as make_form

MODULE = "coi_mass_generate"
REPORT = f"{MODULE}.report_coi_certificate"

# What each kind of user may do with each of our models: read, write, create, unlink.
# Others may nothing; administrators are managers.
RIGHTS = {
    # {model: (user, manager)}; what users keep
    "coi.additional.interest": ("rwcu", "rwcu"),
    "coi.mailbox": ("rwc", "rwcu"),
    "coi.recipient": ("rwcu", "rwcu"),
    "coi.policy": ("rwc", "rwcu"),
    "coi.renewal": ("rw", "rw"),
    "coi.renewal.policy": ("rw", "rw"),
    "coi.policy.endorsement": ("rwcu", "rwcu"),
    "coi.policy.limit": ("rwcu", "rwcu"),
    # What managers configure
    "coi.agency": ("", "rwcu"),
    "coi.coverage.line": ("r", "rwcu"),
    "coi.endorsement.form": ("r", "rwcu"),
    "coi.form": ("r", "rwcu"),
    "coi.form.edition": ("", "rwcu"),
    "coi.form.field": ("", "rw"),
    "coi.form.move": ("", "rwcu"),
    "coi.form.name": ("", "rwcu"),
    "coi.form.try": ("", "rwcu"),
    "coi.interest.type": ("r", "rwcu"),
    "coi.pace": ("r", "rw"),
    "coi.state.approval": ("r", "rwcu"),
    "coi.state.rule": ("r", "rwcu"),
    "coi.wording.rule": ("r", "rwcu"),
    # What only the engine makes
    "coi.basis": ("r", "r"),
    "coi.batch": ("r", "r"),
    "coi.batch.line": ("r", "r"),
    "coi.certificate": ("r", "r"),
    "coi.delivery": ("r", "r"),
    "coi.enclosure": ("r", "r"),
    "coi.master": ("r", "r"),
    "coi.notice": ("r", "r"),
    "coi.notice.letter": ("r", "r"),
    "coi.notice.line": ("r", "r"),
    "coi.notice.practice": ("r", "r"),
    "coi.policy.series": ("r", "r"),
    "coi.renewal.consent": ("r", "r"),
    "coi.renewal.line": ("r", "r"),
    "coi.renewal.reply": ("r", "r"),
    "coi.sending": ("r", "r"),
    # Windows, of which everybody sees those of their own
    "coi.certificate.cancel": ("rwcu", "rwcu"),
    "coi.certificate.download": ("rwcu", "rwcu"),
    "coi.generate": ("rwcu", "rwcu"),
    "coi.answer": ("rwcu", "rwcu"),
    "coi.mend": ("rwcu", "rwcu"),
    "coi.renewal.answers": ("rwcu", "rwcu"),
    "coi.upload.proof": ("rwcu", "rwcu"),
    "coi.policy.continue": ("rwcu", "rwcu"),
    "coi.refuse": ("", "rwcu"),
    "coi.notice.change": ("", "rwcu"),
    "coi.reinstate": ("rwcu", "rwcu"),
    "coi.send": ("rwcu", "rwcu"),
    "coi.import.holder": ("rwcu", "rwcu"),
    "coi.import.interest": ("rwcu", "rwcu"),
    "coi.import.policy": ("rwcu", "rwcu"),
    # An import: answers are given in it, everything else is read from the file
    "coi.import.column": ("rw", "rw"),
    "coi.import.line": ("rw", "rw"),
    "coi.import.mapping": ("r", "r"),
    "coi.import.progress": ("r", "r"),
    "coi.import.run": ("rwu", "rwu"),
    "coi.import.sheet": ("r", "r"),
    "coi.import.trace": ("", ""),
    "coi.link": ("", ""),
    "coi.import.turn": ("", ""),
}

# Everything another program can call of ours, besides what all models have.
PUBLIC_METHODS = {
    "coi.additional.interest": {
        "action_generate",
        "action_issue",
        "action_open",
        "search_listed",
    },
    "coi.agency": {"draw_sample"},
    "coi.batch": {
        "action_cancel",
        "action_download",
        "action_download_evidence",
        "action_open_certificates",
        "action_open_left",
        "action_pause",
        "action_print_evidence",
        "action_resume",
        "action_retry",
        "action_send",
        "action_take_up",
        "generate",
        "get_progress",
        "get_verdicts",
    },
    "coi.batch.line": {"action_mend", "action_open", "action_open_interest"},
    "coi.certificate": {
        "action_cancel",
        "action_download",
        "action_download_pdf",
        "action_generate_again",
        "action_open_marked_pdf",
        "action_open_pdf",
        "action_revise",
        "action_send",
        "action_send_again",
    },
    "coi.certificate.cancel": {"action_cancel"},
    "coi.certificate.download": {"action_download"},
    "coi.delivery": {
        "action_add_proof",
        "action_answer_done",
        "action_arrived",
        "action_download_file",
        "action_download_pages",
        "action_leave",
        "action_mend",
        "action_open",
        "action_open_portal",
        "action_print",
        "action_printed",
        "action_repeat",
        "action_revoke_links",
        "action_uploaded",
        "add_proof",
        "mend",
    },
    "coi.form": {
        "action_retire",
        "action_set_up",
        "action_use",
        "choose",
        "get_screen",
        "print_as_block",
    },
    "coi.form.move": {"action_move"},
    "coi.form.screen": {"choose", "get_screen", "print_as_block"},
    "coi.form.try": {
        "action_export",
        "action_import",
        "action_insured",
        "action_names",
        "get_texts",
    },
    "coi.generate": {
        "action_generate",
        "action_preview",
        "find_candidates",
        "get_candidates",
        "judge_candidates",
        "search_candidates",
    },
    "coi.import": {"action_import", "action_preview", "get_result"},
    "coi.import.holder": {"action_import", "action_preview", "get_result"},
    "coi.import.interest": {"action_import", "action_preview", "get_result"},
    "coi.import.policy": {"action_import", "action_preview", "get_result"},
    "coi.import.line": {
        "action_clear_cells",
        "action_create_party",
        "action_different",
        "action_leave_out",
        "action_same",
        "action_take_in",
        "action_take_party",
    },
    "coi.import.run": {
        "action_all_different",
        "action_all_same",
        "action_clear_problems",
        "action_columns",
        "action_continue",
        "action_correct_alike",
        "action_create_parties",
        "action_download_problems",
        "action_import",
        "action_leave_out_problems",
        "action_open_holders",
        "action_open_insureds",
        "action_open_interests",
        "action_open_policies",
        "action_preview",
        "action_undo",
        "get_result",
    },
    "coi.notice": {
        "action_download_owed",
        "action_drop",
        "action_open_deliveries",
        "action_refresh",
        "action_send",
        "action_show_letter",
        "action_take_back",
        "make",
        "send",
    },
    "coi.notice.change": {"action_change"},
    "coi.notice.practice": {"action_change", "change"},
    "coi.policy": {
        "action_confirm_endorsements",
        "action_confirm_limits",
        "action_continue",
        "action_end_continuing",
        "action_notice_cancellation",
        "action_notice_non_renewal",
        "action_open_notices",
        "action_open_papers",
        "action_reinstate",
        "action_renew",
        "action_revise_certificates",
        "action_revise_outdated",
        "get_papers",
        "reinstate",
    },
    "coi.policy.continue": {"action_continue"},
    "coi.policy.endorsement": {"action_confirm"},
    "coi.renewal": {
        "accept",
        "action_ask",
        "action_close",
        "action_drop",
        "action_open_batches",
        "action_open_lines",
        "action_prepare_all",
        "action_read_answers",
        "action_refresh",
        "action_release",
        "action_reopen",
        "action_restore_texts",
        "action_review",
        "action_send",
        "action_write_texts",
        "get_review",
        "prepare",
    },
    "coi.renewal.answers": {"action_read"},
    "coi.renewal.reply": {"action_take", "action_undo"},
    "coi.renewal.line": {
        "action_keep",
        "action_leave_out",
        "action_open_certificates",
        "action_open_interest",
        "action_stop",
        "action_take_in",
        "action_unanswered",
        "leave_out",
    },
    "coi.renewal.policy": {
        "action_accept",
        "action_confirm_endorsements",
        "action_confirm_limits",
        "action_open",
        "action_renew",
    },
    "coi.answer": {"action_accept", "action_decline"},
    "coi.enclosure": {"action_open"},
    "coi.mend": {"action_arrived", "action_leave", "action_mend", "action_repeat"},
    "coi.upload.proof": {"action_keep"},
    "coi.refuse": {"action_refuse"},
    "coi.reinstate": {"action_reinstate"},
    "coi.send": {
        "action_send",
        "action_send_now",
        "get_preview",
        "get_screen",
        "pick",
        "send_proofs",
    },
    "coi.sending": {
        "action_approve",
        "action_go_on",
        "action_pause",
        "action_refuse",
        "action_take_back",
        "get_plan",
        "get_progress",
        "read_report",
        "refuse",
        "send",
    },
    "coi.setup": {"action_dismiss", "action_open", "action_show", "get_steps"},
    "res.partner": {
        "action_coi_generate",
        "action_coi_open_certificates",
        "action_coi_open_deliveries",
        "action_coi_open_sent",
        "action_coi_new_policies",
        "action_coi_open_policies",
        "action_coi_renew",
        "action_coi_send",
    },
}


class AccessCase(AgencyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Else what an administrator tries is refused for the company alone.
        cls.env.ref("base.user_admin").sudo().company_ids += cls.agency
        summary = cls.env["coi.batch"].generate(
            interest_ids=cls.ai_interest.ids, issue_date="2026-03-02"
        )
        cls.batch = cls.env["coi.batch"].browse(summary["batch_id"])
        cls.certificate = cls.batch.certificate_ids
        cls.master = cls.certificate.master_id
        cls.env.flush_all()

    def get_records(self):
        """One record of the agency of each kind."""
        return [
            self.gl,
            self.gl.series_id,
            self.gl.limit_ids[0],
            self.gl.endorsement_ids[0],
            self.ai_interest,
            self.batch,
            self.batch.line_ids,
            self.certificate,
            self.master,
        ]


@tagged("post_install", "-at_install")
class TestRights(AccessCase):
    """Who may do what, by group."""

    def get_rights(self, user, model):
        records = self.env_of(user)[model]
        return "".join(
            operation[0]
            for operation in ("read", "write", "create", "unlink")
            if records.has_access(operation)
        )

    def check_rights(self, users, get_right):
        """``get_right`` gives the letters of a row of ``RIGHTS``."""
        for model, row in RIGHTS.items():
            for user in users:
                with self.subTest(model, user=user.name):
                    self.assertEqual(self.get_rights(user, model), get_right(*row))

    def test_no_model_is_left_out(self):
        found = {
            name
            for name, model in self.registry.items()
            if model._original_module == MODULE and not model._abstract
        }
        self.assertEqual(set(RIGHTS), found)

    def test_who_has_not_the_right_sees_nothing(self):
        portal = self.make_user("customer", "base.group_portal", self.agency)
        public = self.env.ref("base.public_user").sudo()
        self.check_rights((self.colleague, portal, public), lambda *_row: "")

    def test_a_user_keeps_data_and_reads_the_rest(self):
        self.check_rights((self.csr, self.other_csr), lambda user, _manager: user)

    def test_a_manager_configures_and_may_delete_policies(self):
        managers = (self.manager, self.env.ref("base.user_admin"))
        self.check_rights(managers, lambda _user, manager: manager)

    def test_a_manager_is_a_user_too(self):
        self.assertTrue(self.manager.has_group("coi_mass_generate.group_user"))
        self.assertFalse(self.csr.has_group("coi_mass_generate.group_manager"))


@tagged("post_install", "-at_install")
class TestHistoryIsSafe(AccessCase):
    """Nobody forges, edits or deletes what was sent: tried, as each of them."""

    def get_envs(self):
        users = self.csr | self.manager | self.env.ref("base.user_admin")
        context = {"allowed_company_ids": self.agency.ids}
        return [self.env(user=user, context=context) for user in users]

    def get_attempts(self):
        """{record: values a forger might write}"""
        return {
            self.certificate: {"number": "FORGED"},
            self.master: {"lang": "xx"},
            self.batch: {"state": "pending"},
            self.batch.line_ids: {"state": "pending"},
        }

    def test_editing_is_refused(self):
        for env in self.get_envs():
            for record, vals in self.get_attempts().items():
                with self.assertRaises(UserError):
                    record.with_env(env).write(vals)

    def test_cancelling_by_hand_is_refused(self):
        for env in self.get_envs():
            with self.assertRaises(UserError):
                self.certificate.with_env(env).write({"state": "cancelled"})

    def test_deleting_is_refused(self):
        for env in self.get_envs():
            for record in self.get_attempts():
                with self.assertRaises(UserError):
                    record.with_env(env).unlink()

    def test_creating_is_refused(self):
        for env in self.get_envs():
            for record in self.get_attempts():
                vals = record.sudo().copy_data()[0]
                with self.assertRaises(UserError):
                    record.with_env(env).create(vals)

    def test_copying_is_refused(self):
        for env in self.get_envs():
            for record in self.get_attempts():
                with self.assertRaises(UserError):
                    record.with_env(env).copy()

    def test_an_edit_through_another_record_is_refused(self):
        """Fields of the contact, the interest or the batch lead here as well."""
        for env in self.get_envs():
            with self.assertRaises(UserError):
                self.ai_interest.with_env(env).write(
                    {
                        "certificate_ids": [
                            Command.update(self.certificate.id, {"number": "FORGED"})
                        ]
                    }
                )
            with self.assertRaises(UserError):
                self.ai_interest.with_env(env).write(
                    {"certificate_ids": [Command.delete(self.certificate.id)]}
                )

    def test_its_file_cannot_be_replaced(self):
        attachment = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", "coi.master"), ("res_id", "=", self.master.id),
             ("res_field", "=", "data")]
        )  # fmt: skip
        self.assertTrue(attachment)
        for env in self.get_envs():
            with self.assertRaises(UserError):
                attachment.with_env(env).write({"raw": b"forged"})
            with self.assertRaises(UserError):
                attachment.with_env(env).unlink()

    def test_a_policy_on_a_certificate_cannot_be_deleted(self):
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.gl.with_env(self.env_of(self.manager)).unlink()

    def test_a_policy_never_shown_may_be_deleted_by_a_manager(self):
        policy = self.make_policy("cyber", "CY-1")
        with self.assertRaises(UserError):
            policy.unlink()
        policy.with_env(self.env_of(self.manager)).unlink()
        self.assertFalse(policy.exists())


@tagged("post_install", "-at_install")
class TestCompanies(AccessCase, ImportCase):
    """Each company sees its own."""

    # What all companies share, and what is shown to one user, or to nobody.
    OF_NO_COMPANY = {
        "coi.agency",
        "coi.certificate.cancel",
        "coi.certificate.download",
        "coi.coverage.line",
        "coi.form.edition",
        "coi.form.move",
        "coi.form.try",
        "coi.generate",
        "coi.import.holder",
        "coi.import.interest",
        "coi.import.policy",
        "coi.import.progress",
        "coi.import.trace",
        "coi.import.turn",
        "coi.interest.type",
        "coi.link",
        "coi.answer",
        "coi.mend",
        "coi.renewal.answers",
        "coi.upload.proof",
        "coi.pace",
        "coi.notice.change",
        "coi.policy.continue",
        "coi.refuse",
        "coi.reinstate",
        "coi.send",
        "coi.state.rule",
    }

    def get_records(self):
        run = self.import_holders(self.make_book()).run_id
        kept = ("coi.basis", "coi.import.mapping")
        return [
            *super().get_records(),
            *self.make_configuration(),
            *(run, run.line_ids, run.column_ids, run.sheet_ids),
            *self.send_mail(),
            *self.renew(),
            *self.send_notice(),
            *(self.env[model].sudo().search([]).sudo(False) for model in kept),
        ]

    def make_book(self):
        """A list of two sheets: only of several are they kept."""
        book = openpyxl.Workbook()
        for sheet in (book.active, book.create_sheet("Old")):
            sheet.append(HEADERS)
            sheet.append([HARBOR.get(header, "") for header in HEADERS])
        out = io.BytesIO()
        book.save(out)
        return base64.b64encode(out.getvalue())

    def send_mail(self):
        """A certificate on its way to a recipient."""
        box = self.env["coi.mailbox"].create({"email": "desk@holder.example"})
        recipient = self.env["coi.recipient"].create(
            {"mailbox_id": box.id, "interest_id": self.ai_interest.id}
        )
        told = self.env["coi.sending"].send(self.certificate.ids)
        sending = self.env["coi.sending"].browse(told["sending_id"])
        deliveries = sending.delivery_ids
        return box, recipient, sending, deliveries, deliveries.enclosure_ids

    def renew(self):
        """A renewal in whose review somebody has accepted something."""
        env = self.env["coi.renewal"]
        renewal = env.browse(env.prepare(self.beacon.id)["renewal_id"])
        renewal.policy_ids.write({"decision": "waiting"})
        renewal.policy_ids[0].action_renew()
        renewal.incomplete = "again"
        renewal.policy_ids.action_confirm_limits()
        renewal.policy_ids.action_confirm_endorsements()
        renewal.action_review()
        renewal.accept(renewal.alarms[0]["kind"])
        content = self.env["coi.renewal.list"]._write(renewal)
        reply = self.env["coi.renewal.reply"]._read_file(
            renewal, base64.b64encode(content), "list.xlsx"
        )
        return (
            renewal,
            reply,
            renewal.policy_ids,
            renewal.line_ids,
            renewal.consent_ids,
        )

    def send_notice(self):
        """A letter on its way, and the choice that lets it leave."""
        managers = self.env_of(self.manager)
        managers["coi.notice.practice"].change("all", "Decided with counsel.")
        self.gl.date_pending_cancel = EXPIRATION
        notice_id = self.env["coi.notice"].make(self.gl.ids, "cancellation")
        notice = self.env["coi.notice"].browse(notice_id["notice_id"])
        notice.send()
        practice = self.env["coi.notice.practice"].search([], limit=1)
        return notice, notice.line_ids, notice.line_ids.letter_ids, practice

    def make_configuration(self):
        env = self.env_of(self.manager)
        own = {"company_id": self.agency.id}
        form = env["coi.form"]._get_usable(EFFECTIVE)
        look = {"name": "Ours", "number": "1", "edition": "1"}
        approval = {
            "form_id": form.id,
            "state_id": self.get_state("TX").id,
            "reference": "Filing 12",
            "date_from": EFFECTIVE,
        }
        wording = {"phrase": "pinky promise", "reason": "No.", "source": "Counsel"}
        yield env["coi.form"].create({**own, **look, "report_id": form.report_id.id})
        yield env["coi.state.approval"].create({**own, **approval})
        yield env["coi.wording.rule"].create({**own, **wording})
        endorsement = {"number": "HP 1", "title": "Our own"}
        yield env["coi.endorsement.form"].create({**own, **endorsement})
        yield from self.upload_form(env, own)

    def upload_form(self, env, own):
        """What a fillable PDF has, and what is learned of it."""
        look = {"name": "Licensed", "number": "25", "edition": "1", "kind": "pdf"}
        file = {"file": base64.b64encode(make_form()), "licence_confirmed": True}
        form = env["coi.form"].create({**own, **look, **file})
        yield form
        yield form.field_ids[0]
        yield env["coi.form.name"].create({**own, "name": "f1_01", "source": "keep"})

    def test_records_of_every_model_are_tried(self):
        records = self.get_records()
        self.assertNotIn(False, map(bool, records))
        tried = {record._name for record in records}
        self.assertEqual(tried | self.OF_NO_COMPANY, set(RIGHTS))

    def get_strangers(self):
        """A CSR of the other company, and a manager, who sees models of more kinds."""
        manager = self.make_user(
            "other_manager", f"{MODULE}.group_manager", self.other_agency
        )
        return self.env_of(self.other_csr), self.env_of(manager)

    def test_lists_show_nothing_of_another_company(self):
        records = self.get_records()
        for env in self.get_strangers():
            for record in records:
                if not env[record._name].has_access("read"):
                    continue
                found = env[record._name].search([("id", "in", record.ids)])
                self.assertFalse(found, record._name)

    def test_records_of_another_company_cannot_be_read(self):
        records = self.get_records()
        for env in self.get_strangers():
            env.invalidate_all()
            for record in records:
                with self.assertRaises(AccessError, msg=record._name):
                    record.with_env(env).read(["id", "display_name"])

    def get_refusal_of_developer_mode(self, env):
        """The words in which Odoo refuses a policy's number there."""
        env.invalidate_all()
        with (
            patch.object(type(env.user), "has_group", lambda *_asked: True),
            self.assertRaises(AccessError) as refused,
        ):
            self.gl.with_env(env).read(["name"])
        return str(refused.exception)

    def test_developer_mode_names_nothing_that_is_refused(self):
        refusal = self.get_refusal_of_developer_mode(self.env_of(self.other_csr))
        self.assertIn("rules", refusal)
        self.assertNotIn(self.gl.name, refusal)

    def test_a_refusal_leaves_nothing_to_be_read(self):
        """Odoo reads many at once, and after a refusal one by one, from memory too."""
        companies = (self.other_csr.company_id, self.env.company)
        rules = (
            self.env["coi.wording.rule"]
            .sudo()
            .create(
                [
                    {
                        "phrase": f"additional promise of {company.name}",
                        "reason": "Not ours to promise.",
                        "source": "Our counsel",
                        "company_id": company.id,
                    }
                    for company in companies
                ]
            )
        )
        env = self.env_of(self.other_csr)
        env.invalidate_all()
        with self.assertRaises(AccessError):
            rules.with_env(env).copy_data()

    def test_who_may_switch_to_a_company_is_told_of_its_record(self):
        self.other_csr.company_ids += self.env.company
        env = self.env_of(self.other_csr)
        env = env(
            context={
                **env.context,
                "allowed_company_ids": [self.other_csr.company_id.id],
            }
        )
        self.assertIn(self.gl.name, self.get_refusal_of_developer_mode(env))

    def test_records_of_another_company_cannot_be_changed(self):
        env = self.env_of(self.other_csr)
        for record, vals in (
            (self.gl, {"name": "X"}),
            (self.gl.limit_ids[0], {"amount": 1}),
            (self.gl.endorsement_ids[0], {"number": "X"}),
            (self.ai_interest, {"project": "X"}),
        ):
            with self.assertRaises(AccessError):
                record.with_env(env).write(vals)
        for record in (self.gl.limit_ids[0], self.ai_interest):
            with self.assertRaises(AccessError):
                record.with_env(env).unlink()

    def test_nothing_can_be_created_for_another_company(self):
        env = self.env_of(self.other_csr)
        with self.assertRaises(AccessError):
            env["coi.additional.interest"].create(
                {
                    "insured_id": self.beacon.id,
                    "holder_id": self.granite.id,
                    "company_id": self.agency.id,
                }
            )
        with self.assertRaises(AccessError):
            env["coi.policy"].create(
                {
                    "name": "X",
                    "insured_id": self.beacon.id,
                    "insurer_id": self.granite.id,
                    "coverage_id": self.get_line("cyber").id,
                    "date_effective": EFFECTIVE,
                    "date_expiration": EXPIRATION,
                    "company_id": self.agency.id,
                }
            )

    def test_certificates_of_another_company_cannot_be_generated(self):
        env = self.env_of(self.other_csr)
        with self.assertRaises(AccessError):
            self.generate(self.ai_interest, env=env)
        with self.assertRaisesRegex(UserError, "No holder is selected"):
            env["coi.batch"].generate(insured_ids=self.beacon.ids)

    def test_policies_of_another_company_are_not_shown(self):
        env = self.env_of(self.other_csr)
        interest = env["coi.additional.interest"].create(
            {"insured_id": self.beacon.id, "holder_id": self.adams.id}
        )
        for policies in (None, self.gl.ids):
            with self.assertRaisesRegex(UserError, "1 holder is blocked"):
                env["coi.batch"].generate(
                    interest_ids=interest.ids,
                    policy_ids=policies,
                    issue_date="2026-03-02",
                )

    def test_a_holder_given_to_another_company_stops_nobody_else(self):
        """Somebody sets a company on a contact: Odoo's own rule then hides it."""
        interests = self.ai_interest | self.plain_interest
        self.adams.sudo().company_id = self.other_agency
        self.env.flush_all()
        self.env.invalidate_all()
        batch = self.generate(interests)
        self.assertEqual((batch.count_done, batch.count_selected), (1, 2))

    def test_the_wizards_list_shows_only_ones_own(self):
        rows = self.env_of(self.other_csr)["coi.generate"].get_candidates(
            "insureds", [], self.beacon.ids, self.agency.id, "2026-03-02", []
        )
        self.assertEqual(rows, [])

    def test_counts_on_the_contact_are_ones_own(self):
        beacon = self.beacon.with_env(self.env_of(self.other_csr))
        self.assertEqual(beacon.coi_policy_count, 0)
        self.assertEqual(beacon.coi_certificate_count, 0)
        self.assertFalse(beacon.coi_additional_interest_ids)

    def test_printing_another_companys_certificate_is_refused(self):
        reports = self.env_of(self.other_csr)["ir.actions.report"]
        with self.assertRaises(AccessError):
            reports._render_qweb_pdf(REPORT, self.certificate.ids)
        with self.assertRaises(AccessError):
            reports._render_qweb_html(REPORT, self.certificate.ids)

    def test_numbers_of_a_batch_come_from_its_company(self):
        self.assertTrue(self.certificate.number.startswith("COI-"))
        sequence = self.env["ir.sequence"].sudo().search(
            [("code", "=", "coi.certificate"),
             ("company_id", "=", self.other_agency.id)]
        )  # fmt: skip
        before = sequence.number_next_actual
        self.generate(self.plain_interest)
        self.assertEqual(sequence.number_next_actual, before)


@tagged("post_install", "-at_install")
class TestColleague(AccessCase):
    """Somebody of the office who has nothing to do with certificates."""

    def test_contacts_still_open(self):
        """The tab must not lock everybody else out of the contact form."""
        env = self.env_of(self.colleague)
        with Form(self.beacon.with_env(env)) as form:
            self.assertEqual(form.name, "Beacon Roofing & Sons, LLC")

    def test_a_list_of_contacts_still_opens(self):
        env = self.env_of(self.colleague)
        found = env["res.partner"].web_search_read(
            [("coi_is_insured", "=", True), ("id", "=", self.beacon.id)],
            {"display_name": {}, "coi_is_insured": {}},
        )
        self.assertEqual(found["length"], 1)

    def test_contacts_of_the_office_can_still_be_created_and_copied(self):
        user = self.make_user("typist", "base.group_partner_manager", self.agency)
        user.sudo().group_ids += self.env.ref("base.group_user")
        env = self.env_of(user)
        contact = env["res.partner"].create({"name": "Just a contact"})
        self.assertTrue(contact.copy())
        contact.unlink()
        self.assertTrue(self.beacon.with_env(env).copy())

    def test_generating_is_refused_in_words(self):
        with self.assertRaisesRegex(AccessError, "You may not issue certificates"):
            self.env_of(self.colleague)["coi.batch"].generate(
                interest_ids=self.ai_interest.ids
            )

    def test_printing_is_refused(self):
        with self.assertRaises(AccessError):
            self.env_of(self.colleague)["ir.actions.report"]._render_qweb_pdf(
                REPORT, self.certificate.ids
            )

    def test_the_menus_are_not_there(self):
        menus = self.env_of(self.colleague)["ir.ui.menu"].load_web_menus(False)
        names = {menu["xmlid"] for menu in menus.values() if menu.get("xmlid")}
        ours = {name for name in names if name.startswith("coi_mass_generate.")}
        self.assertFalse(ours)

    def test_a_user_has_the_menus(self):
        menus = self.env["ir.ui.menu"].load_web_menus(False)
        names = {menu["name"] for menu in menus.values()}
        for name in ("Certificates", "Insureds", "Holders", "Policies",
                     "Issued Certificates", "Batches", "Import"):  # fmt: skip
            self.assertIn(name, names)


@tagged("post_install", "-at_install")
class TestPublicMethods(AccessCase):
    """Methods without an underscore can be called by anybody who can log in."""

    def get_public_methods(self, model):
        """Those that our addon brings to a model; what others bring is theirs, also
        where we add to what it does."""
        ours, others = set(), set()
        for part in type(self.env[model]).mro():
            is_ours = part.__module__.startswith(f"odoo.addons.{MODULE}.")
            (ours if is_ours else others).update(vars(part))
        return {
            name
            for name in ours - others
            if not name.startswith("_") and self.is_callable(model, name)
        }

    def is_callable(self, model, name):
        method = getattr(type(self.env[model]), name)
        return callable(method) and not getattr(method, "_api_private", False)

    def test_they_are_few_and_meant_to_be(self):
        found = {model: self.get_public_methods(model) for model in self.env}
        found = {model: names for model, names in found.items() if names}
        self.maxDiff = None
        self.assertEqual(found, PUBLIC_METHODS)

    def test_each_can_be_called_from_outside(self):
        """Else the list above would say nothing: it is Odoo that lets them through."""
        for model, names in PUBLIC_METHODS.items():
            for name in names:
                self.assertTrue(get_public_method(self.env[model], name))


@tagged("post_install", "-at_install")
class TestDownloads(AccessCase, HttpCase):
    """Nobody reads another company's certificates, downloads included."""

    def get_urls(self):
        return (
            f"/coi/certificate/{self.certificate.id}/pdf",
            f"/coi/certificate/{self.certificate.id}/pdf?download=1",
            f"/coi/certificate/{self.certificate.id}/pdf?marked=1",
            f"/coi/batch/{self.batch.id}/download",
            f"/coi/batch/{self.batch.id}/evidence",
        )

    def assertRefused(self, urls):
        for url in urls:
            response = self.url_open(url)
            self.assertEqual(response.status_code, 404, url)
            self.assertNotIn(b"%PDF", response.content)
            self.assertNotIn(b"PK\x03\x04", response.content)

    def test_the_csr_and_the_manager_get_them(self):
        for user in (self.csr, self.manager):
            self.log_in(user)
            for url in self.get_urls():
                self.assertEqual(self.url_open(url).status_code, 200, url)

    def test_another_companys_csr_gets_not_found(self):
        self.log_in(self.other_csr)
        self.assertRefused(self.get_urls())

    def test_a_colleague_without_the_right_gets_not_found(self):
        self.log_in(self.colleague)
        self.assertRefused(self.get_urls())

    def test_a_portal_customer_gets_not_found(self):
        self.log_in(self.make_user("customer", "base.group_portal", self.agency))
        self.assertRefused(self.get_urls())

    def test_what_is_expired_is_refused_in_words(self):
        batch = self.generate(self.plain_interest, save_history=False)
        url = f"/coi/batch/{batch.id}/download"
        self.log_in(self.csr)
        self.assertEqual(self.url_open(url).status_code, 200)
        batch.sudo().date_expired = "2020-01-01"
        self.env.flush_all()
        response = self.url_open(url)
        self.assertEqual(response.status_code, 410)
        self.assertIn("no longer available", response.text)

    def test_a_stranger_is_asked_to_log_in(self):
        self.authenticate(None, None)
        for url in self.get_urls():
            response = self.url_open(url, allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])

    def test_what_is_not_there_looks_like_what_is_not_ones_own(self):
        self.log_in(self.csr)
        self.assertRefused(
            (
                "/coi/certificate/999999999/pdf",
                "/coi/batch/999999999/download",
                "/coi/certificate/99999999999999999999/pdf",
                "/coi/certificate/0/pdf",
            )
        )

    def test_no_other_way_round(self):
        """Stored files and reports are reached by more addresses than ours."""
        arabic = self.make_interests("שלום")
        whole = self.issue(arabic)
        self.assertTrue(whole.document)
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "in", ["coi.master", "coi.certificate"]),
                    ("res_id", "in", [self.master.id, whole.id]),
                    ("res_field", "!=", False),
                ]
            )
        )
        self.assertGreaterEqual(len(attachments), 2)
        urls = [
            f"/web/content/coi.master/{self.master.id}/data",
            f"/web/content/coi.certificate/{whole.id}/document",
            *[f"/web/content/{attachment.id}" for attachment in attachments],
            f"/report/pdf/{REPORT}/{whole.id}",
            f"/report/html/{REPORT}/{whole.id}",
        ]
        for user in (self.other_csr, self.colleague):
            self.log_in(user)
            for url in urls:
                with mute_logger("odoo.http", "odoo.addons.web.controllers.report"):
                    response = self.url_open(url)
                self.assertNotIn(b"%PDF", response.content, url)
                self.assertNotIn(b"coi-head", response.content, url)
                self.assertNotIn("שלום", response.text, url)

    def test_a_report_of_no_certificate_is_refused_in_words(self):
        """Odoo's own address of a report needs no id."""
        portal = self.make_user("customer", "base.group_portal", self.agency)
        refused = {portal: 403, self.colleague: 403, self.csr: 422, self.manager: 422}
        for user, status in refused.items():
            self.log_in(user)
            for kind in ("pdf", "html", "text"):
                for ids in ("", "/", "/abc", "/,"):
                    url = f"/report/{kind}/{REPORT}{ids}"
                    with self.subTest(url, user=user.login):
                        with mute_logger("odoo.http"):
                            response = self.url_open(url)
                        self.assertEqual(response.status_code, status)
            words = "Choose the certificates to print" if status == 422 else "access"
            self.assertIn(words, response.text)

    def test_somebody_of_both_companies_gets_both(self):
        user = "coi_mass_generate.group_user"
        both = self.make_user("both", user, self.other_agency, self.agency)
        self.log_in(both)
        for url in self.get_urls():
            self.assertEqual(self.url_open(url).status_code, 200, url)

    def test_nothing_is_kept_by_caches_on_the_way(self):
        self.log_in(self.csr)
        for url in self.get_urls():
            headers = self.url_open(url).headers
            self.assertIn("no-store", headers["Cache-Control"])
            self.assertIn("private", headers["Cache-Control"])
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
