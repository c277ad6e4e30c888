"""What a caller's context does at our doors: nothing."""

import ast
import base64
import json
import re
from datetime import date
from pathlib import Path

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import BaseModel
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..agency import ISSUE_DATE, make_picture
from ..fillable.filled import FilledCase
from ..imports.lists import HARBOR, ImportCase
from ..reading import read_pages
from .test_access import REPORT, AccessCase

ADDON = Path(__file__).resolve().parents[2]

# Where ``sudo()`` stands alone, and why the caller's context cannot matter there.
BARE_SUDO = {
    ("door.py", "trusted"): "the one place",
    ("ir_attachment.py", "_coi_check_not_kept"): "reads three plain columns",
    ("coi_import_reader.py", "_get_limits"): "reads parameters",
    ("coi_import_undo.py", "_find_loose"): "counts, behind the door of action_undo",
    ("coi_additional_interest.py", "_compute_holder_name"): "reads many2one fields",
    ("coi_certificate.py", "_is_listed"): "reads many2one fields",
    ("coi_certificate.py", "_is_made_for"): "reads many2one fields",
    ("coi_engine.py", "_check_previous"): "reads a number",
    ("mail_message.py", "_coi_check_log"): "reads plain columns",
    ("coi_import_run.py", "_check_open"): "reads a name",
    ("coi_import_run_buttons.py", "_warn_changed"): "reads a name",
    ("coi_import_turn.py", "_find_user"): "reads a name",
    ("ir_rule.py", "_coi_filter_allowed"): "reads many2one fields",
}


def iter_bare_sudo(addon):
    """(file name, function name) of all in the folder ``addon`` that say ``sudo()``."""
    for folder in ("models", "wizards", "controllers"):
        for file in sorted((addon / folder).rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for function in ast.walk(tree):
                if isinstance(function, ast.FunctionDef) and any(
                    map(is_bare_sudo, ast.walk(function))
                ):
                    yield file.name, function.name


def is_bare_sudo(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "sudo"
        and not node.args
    )


def iter_own_methods(registry, addon="coi_mass_generate"):
    """(model name, method name, function) of all that ``addon`` lets others call."""
    for name, model in registry.items():
        for owner in model.__mro__:
            module = getattr(owner, "__module__", "")
            if not module.startswith(f"odoo.addons.{addon}."):
                continue
            for method, function in vars(owner).items():
                if method.startswith("_") or hasattr(BaseModel, method):
                    continue
                if callable(function) and not getattr(function, "_api_private", False):
                    yield name, method, function


@tagged("post_install", "-at_install")
class TestEveryWayIsADoor(AccessCase):
    def test_every_public_method_is_a_door(self):
        found = list(iter_own_methods(self.registry))
        self.assertGreater(len(found), 40)
        bare = {
            f"{name}.{method}"
            for name, method, function in found
            if not hasattr(function, "_coi_door")
        }
        self.assertEqual(bare - INHERITED, set())

    def test_what_acts_for_others_is_trusted(self):
        """A bare sudo() would act as the caller's context says."""
        self.assertEqual(set(iter_bare_sudo(ADDON)), set(BARE_SUDO))


# Methods of Odoo's own models that we extend: their callers' contexts are theirs.
INHERITED = {"ir.sequence.next_by_code", "ir.sequence.next_by_id"}


class HostileCase(AccessCase, FilledCase, ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agency.with_env(cls.admin_env).coi_signature = make_picture()
        cls.form = cls.upload(is_used=False)
        cls.hostile = cls.make_hostile_context()

    @classmethod
    def make_hostile_context(cls):
        """A default for every field of ours, and what else changes Odoo's ways."""
        context = {
            "active_test": False,
            "bin_size": True,
            "bin_size_data": True,
            "prefetch_fields": False,
            "tracking_disable": True,
            "mail_create_nosubscribe": True,
            "mail_notrack": True,
            "lang": "xx_XX",
            "tz": "Nowhere/Bad",
            "force_company": cls.other_agency.id,
            "ir_sequence_date": "1999-01-01",
            "coi_unknown": True,
            "import_file": True,
        }
        for name, model in cls.registry.items():
            if name.startswith("coi."):
                for field in model._fields.values():
                    context[f"default_{field.name}"] = cls.get_evil_default(field)
        return context

    @classmethod
    def get_evil_default(cls, field):
        if field.type in ("one2many", "many2many"):
            return [[5]]
        if field.type == "selection":
            values = field.get_values(cls.env)
            return values[-1] if values else False
        return {
            "boolean": True,
            "integer": 7,
            "many2one": cls.other_agency.id,
            "date": "1999-01-01",
            "datetime": "1999-01-01 00:00:00",
            "float": 7.0,
            "monetary": 7.0,
            "json": [7],
            "binary": False,
        }.get(field.type, "HOSTILE")

    def get_state_of(self, tables):
        """What the tables hold, without what differs from run to run."""
        self.env.flush_all()
        state = {}
        for table in tables:
            self.env.cr.execute(
                "SELECT md5(string_agg(r, '' ORDER BY r)) FROM ("
                "SELECT regexp_replace(regexp_replace((to_jsonb(t))::text,"
                " '[0-9a-f]{32,}', '#', 'g'), '[0-9]+', '#', 'g')"
                f" AS r FROM {table} t) q"
            )
            state[table] = self.env.cr.fetchone()[0]
        return state


@tagged("post_install", "-at_install")
class TestHostileContext(HostileCase):
    """Every public method, called as each of them with the worst of contexts."""

    def prepare_calls(self, env):
        """(records, method, arguments) of every public method."""
        records = {record._name: record for record in self.get_records()}
        run = self.open_import("coi.import.holder", [HARBOR])
        records |= {
            "coi.import.run": run.run_id,
            "coi.import.line": run.run_id.line_ids[:1],
            "res.partner": self.beacon,
            "coi.form": self.form,
            **self.send_certificate(),
            **self.renew(),
            **self.announce(),
        }
        question = [
            "insureds", [], self.beacon.ids, self.agency.id, "2026-03-02", [],
        ]  # fmt: skip
        arguments = {
            "generate": [self.plain_interest.ids],
            "get_verdicts": [self.plain_interest.ids],
            "find_candidates": question,
            "get_candidates": question,
            "search_candidates": [*question, "a"],
            "judge_candidates": [*question, self.plain_interest.ids],
            "search_listed": [self.beacon.id],
            "draw_sample": [{"name": "Larkspur Agency"}],
            "get_plan": [self.certificate.ids],
            "send": [self.certificate.ids],
            "get_texts": [self.form.id],
            "prepare": [self.coastal.id],
            "make": [self.coastal_gl.ids, "cancellation"],
            "change": ["owed", "Decided with counsel."],
        }
        fields = self.get_field(self.form, "Producer_FaxNumber_A")
        fields |= self.get_field(self.form, "Producer_ContactPerson_FullName_A")
        of_record = {
            "mend": ["new@holder.example"],
            "add_proof": ["seen.png", "AAAA"],
            "read_report": ["report.eml", "RnJvbTogYUB4LmV4YW1wbGUKCmhp"],
            "refuse": ["wrong list"],
            "accept": ["other"],
            "reinstate": ["2026-03-02"],
            "get_preview": [0],
            "pick": [[0], False],
            "choose": [[{"id": fields[0].id, "source": "blank"}]],
            "print_as_block": [fields.ids, "insured"],
        }
        done = set()
        for name, method, _function in iter_own_methods(self.registry):
            model = self.registry[name]
            if (name, method) in done or model._abstract:
                continue
            if f"{name}.{method}" in INHERITED:
                continue
            done.add((name, method))
            record = records.get(name)
            if record is None:
                record = self.open_window(env, name)
            is_model = method in arguments
            yield (
                (env[name] if is_model else record.with_env(env)),
                method,
                {**arguments, **of_record}.get(method, []),
            )

    def send_certificate(self):
        """One that cannot leave: its holder has no address."""
        told = self.env["coi.sending"].send(self.certificate.ids)
        sending = self.env["coi.sending"].browse(told["sending_id"])
        self.delivery = sending.delivery_ids
        return {
            "coi.sending": sending,
            "coi.delivery": self.delivery,
            "coi.enclosure": self.delivery.enclosure_ids,
        }

    def open_window(self, env, name):
        vals = {
            "coi.generate": {
                "selected_ids": self.plain_interest.ids,
                "insured_ids": self.beacon.ids,
                "issue_date": "2026-03-02",
            },
            "coi.certificate.cancel": {
                "certificate_ids": self.certificate.ids,
                "reason": "typing error",
            },
            "coi.certificate.download": {"chosen_ids": self.certificate.ids},
            "coi.agency": {"company_id": self.agency.id},
            "coi.send": {"chosen_ids": self.certificate.ids},
            "coi.refuse": {
                "sending_id": self.delivery.sending_id.id,
                "reason": "wrong list",
            },
            "coi.mend": {"delivery_id": self.delivery.id, "email": "a@x.example"},
            "coi.policy.continue": {
                "policy_id": self.gl.id,
                "expiring_id": self.gl.id,
            },
            "coi.renewal.answers": {
                "renewal_id": self.renewal.id,
                "filename": "list.xlsx",
            },
            "coi.notice.change": {
                "company_id": self.agency.id,
                "practice": "owed",
                "reason": "With counsel.",
            },
            "coi.reinstate": {"policy_id": self.coastal_gl.id, "day": "2026-03-02"},
            "coi.upload.proof": {"delivery_id": self.delivery.id, "filename": "a.png"},
            "coi.answer": {"delivery_id": self.delivery.id},
            "coi.form.try": {"form_id": self.form.id},
            "coi.form.move": {"form_id": self.form.id, "from_id": self.form.id},
        }.get(name, {"file": self.make_file([HARBOR]), "filename": "list.xlsx"})
        return env[name].sudo().create(vals).sudo(False)

    def announce(self):
        """A cancellation that its insurer has announced, and who is to be told."""
        if self.agency.sudo().coi_notice_practice != "all":
            practices = self.env_of(self.manager)["coi.notice.practice"]
            practices.change("all", "Decided with counsel.")
        self.coastal_gl.date_pending_cancel = "2026-04-02"
        told = self.env["coi.notice"].make(self.coastal_gl.ids, "cancellation")
        notice = self.env["coi.notice"].browse(told["notice_id"])
        changes = self.env["coi.notice.practice"].search([], limit=1)
        return {
            "coi.notice": notice,
            "coi.notice.line": notice.line_ids[:1],
            "coi.notice.practice": changes,
        }

    def renew(self):
        """A renewal in review, of which one holder waits and the insured has
        answered."""
        renewals = self.env["coi.renewal"]
        renewal = renewals.browse(renewals.prepare(self.beacon.id)["renewal_id"])
        for row in renewal.policy_ids:
            row.action_renew()
        renewal.policy_ids.action_confirm_limits()
        renewal.action_review()
        self.renewal = renewal
        content = base64.b64encode(self.env["coi.renewal.list"]._write(renewal))
        replies = self.env["coi.renewal.reply"]
        return {
            "coi.renewal": renewal,
            "coi.renewal.policy": renewal.policy_ids[:1],
            "coi.renewal.line": renewal.line_ids[:1],
            "coi.renewal.reply": replies._read_file(renewal, content, "list.xlsx"),
        }

    def get_told(self, method, result):
        """What ``result`` says: a page drawn again names its fonts otherwise."""
        if method != "draw_sample":
            return result
        return [page.text for page in read_pages(base64.b64decode(result))]

    def get_outcome(self, records, method, arguments):
        """What a call says and does; nothing of it stays."""
        # What was just made by superuser must not be in the cache of others.
        self.env.flush_all()
        self.env.invalidate_all()
        state = {}
        with self.env.cr.savepoint() as savepoint:
            try:
                result = getattr(records, method)(*arguments)
                told = self.get_told(method, result)
                said = json.dumps(told, default=str, sort_keys=True)
                state = self.get_state_of(self.tables)
            except UserError as error:
                said = f"{type(error).__name__}: {error}"
            savepoint.rollback()
        self.env.invalidate_all()
        return re.sub("[0-9]+", "#", said), state

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_nothing_of_it_decides_anything(self):
        self.issue(self.plain_interest, save_history=False)
        self.tables = sorted(
            model._table
            for name, model in self.registry.items()
            if name.startswith("coi.") and not model._abstract and not model._transient
        ) + ["res_partner"]
        compared = 0
        for user in (self.csr, self.manager, self.other_csr, self.colleague):
            env = self.env_of(user)
            plain = {"allowed_company_ids": env.context["allowed_company_ids"]}
            # What a door makes of a language and a zone there is not.
            plain |= {"lang": user.lang, "tz": user.tz}
            hostile = {
                **self.hostile,
                "allowed_company_ids": plain["allowed_company_ids"],
            }
            for records, method, arguments in self.prepare_calls(env):
                outcomes = [
                    self.get_outcome(
                        records.with_env(env(context=context)), method, arguments
                    )
                    for context in (plain, hostile)
                ]
                self.assertEqual(*outcomes, (user.name, records, method))
                compared += 1
        self.assertGreater(compared, 150)


@tagged("post_install", "-at_install")
class TestOwnDefaults(HostileCase):
    """Defaults that a user keeps for fields, as Odoo lets everybody do."""

    def keep_defaults(self):
        """The worst ones, for all that a user cannot make."""
        defaults, count = self.env["ir.default"], 0
        for name, model in self.registry.items():
            if not name.startswith("coi.") or model._abstract or model._transient:
                continue
            if self.env[name].has_access("create"):
                continue
            for field in model._fields.values():
                if field.store and field.type not in ("one2many", "many2many"):
                    evil = self.get_evil_default(field)
                    defaults.set(name, field.name, evil, user_id=True)
                    count += 1
        self.assertGreater(count, 100)

    def test_what_is_sent_is_not_filled_from_them(self):
        self.keep_defaults()
        certificate = self.issue(self.plain_interest)
        self.assertEqual(certificate.state, "issued")
        self.assertFalse(certificate.state_reason)
        self.assertFalse(certificate.state_user_id)
        self.assertFalse(certificate.batch_id.date_expired)
        self.assertFalse(certificate.line_id.message)

    def test_an_import_is_not_filled_from_them(self):
        self.keep_defaults()
        run = self.import_holders([HARBOR]).run_id
        self.assertEqual(run.user_id, self.csr)
        self.assertEqual(run.state, "done")
        self.assertFalse(run.date_undone)

    def test_contact_rights_alone_do_not_fill_in_what_certificates_say(self):
        clerk = self.make_user("clerk", "base.group_user", self.agency)
        clerk.group_ids += self.env.ref("base.group_partner_manager")
        env = self.env_of(clerk)
        for name in ("coi_naic", "coi_description"):
            env["ir.default"].set("res.partner", name, "66666", user_id=True)
        made = env["res.partner"].create({"name": "Made by a Clerk"})
        made += self.granite.with_env(env).copy()
        self.assertFalse(any(made.sudo().mapped("coi_naic")))
        self.assertFalse(any(made.sudo().mapped("coi_description")))


@tagged("post_install", "-at_install")
class TestArchivedIsArchived(HostileCase):
    """``active_test`` in a context, as our own import's actions carry it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wrong = cls.make_policy(
            "auto", "ENTERED-IN-ERROR", date_effective="2026-01-01"
        )
        cls.wrong.action_archive()

    def get_every(self):
        return self.env(context={**self.env.context, "active_test": False})

    def check(self, certificate):
        self.assertNotIn(self.wrong, certificate.with_env(self.get_every()).policy_ids)
        self.assertTrue(certificate.policy_ids)

    def test_generated_by_another_program(self):
        self.check(self.generate(self.plain_interest, self.get_every()).certificate_ids)

    def test_generated_in_the_window(self):
        wizard = self.get_every()["coi.generate"].create(
            {
                "selected_ids": self.plain_interest.ids,
                "insured_ids": self.beacon.ids,
                "issue_date": "2026-03-02",
            }
        )
        self.assertNotIn(self.wrong, wizard.possible_policy_ids)
        wizard.action_preview()
        result = wizard.action_generate()["params"]
        self.check(self.env["coi.batch"].browse(result["batch_id"]).certificate_ids)

    def test_verdicts_are_the_same_by_every_way(self):
        every = self.get_every()
        interests = self.plain_interest | self.ai_interest | self.bank_interest
        for ask in (
            lambda env: env["coi.batch"].get_verdicts(
                interests.ids, issue_date="2026-03-02"
            ),
            lambda env: env["coi.generate"].get_candidates(
                "insureds", [], self.beacon.ids, self.agency.id, "2026-03-02", []
            ),
            lambda env: interests.with_env(env).read(
                ["verdict", "verdict_text", "description_preview", "holder_fit"]
            ),
            lambda env: (
                interests.with_env(env)
                .search([("verdict", "=", "ready"), ("active", "=", True)])
                .ids
            ),
        ):
            expected = ask(self.env)
            self.env.invalidate_all()
            self.assertEqual(ask(every), expected)

    def test_archived_rules_and_forms_do_not_count(self):
        manager = self.env_of(self.manager)
        rule = manager["coi.wording.rule"].create(
            {"phrase": "roof", "reason": "x", "source": "x", "level": "blocked"}
        )
        rule.action_archive()
        self.plain_interest.description = "The roof."
        form = self.admin_env["coi.form"].search([], limit=1)
        old = form.copy({"number": "OLD", "sequence": 0, "active": False})
        batch = self.generate(self.plain_interest, self.get_every())
        self.assertEqual(batch.count_done, 1)
        self.assertNotIn(old.id, batch.form_ids.ids)

    def test_a_chosen_policy_that_is_archived_is_not_replaced_by_all(self):
        wizard = self.env["coi.generate"].create(
            {
                "selected_ids": self.plain_interest.ids,
                "insured_ids": self.beacon.ids,
                "issue_date": "2026-03-02",
                "policy_ids": [Command.set(self.wrong.ids)],
            }
        )
        with self.assertRaisesRegex(UserError, "1 holder is blocked"):
            wizard.action_generate()


@tagged("post_install", "-at_install")
class TestSizesAreNoFiles(HostileCase):
    """``bin_size`` turns files into sizes, wherever somebody forgets it."""

    def get_sized(self):
        return self.env(context={**self.env.context, "bin_size": True})

    def test_a_page_drawn_with_it_has_its_pictures(self):
        batch = self.generate(self.plain_interest, self.get_sized())
        [certificate] = batch.certificate_ids
        producer = certificate.master_id.snapshot["producer"]
        self.assertTrue(producer["signature"].startswith("data:image/"))

    def test_files_are_given_back_with_it(self):
        certificate = self.issue(self.plain_interest)
        expected = self.get_pdf(certificate)
        output = self.get_output(certificate.batch_id)
        sized = certificate.with_env(self.get_sized())
        self.env.invalidate_all()
        self.assertEqual(self.get_pdf(sized), expected)
        self.env.invalidate_all()
        self.assertEqual(self.get_output(sized.batch_id), output)
        reports = self.get_sized()["ir.actions.report"]
        self.env.invalidate_all()
        content, _kind = reports._render_qweb_pdf(REPORT, certificate.ids)
        self.assertEqual(content, expected)

    def test_a_file_drawn_whole_is_given_back_with_it(self):
        self.adams.name = "בנק הצפון"
        certificate = self.issue(self.plain_interest)
        self.assertTrue(certificate.document)
        expected = self.get_pdf(certificate)
        self.env.invalidate_all()
        sized = certificate.with_env(self.get_sized())
        self.assertEqual(self.get_pdf(sized), expected)

    def test_evidence_and_drafts(self):
        evidence = self.env["coi.evidence"]._write(self.batch)
        sized = self.get_sized()
        self.env.invalidate_all()
        again = sized["coi.evidence"]._write(self.batch.with_env(sized))
        self.assertEqual(again, evidence)
        wizard = sized["coi.generate"].create(
            {"selected_ids": self.plain_interest.ids, "issue_date": ISSUE_DATE}
        )
        wizard.action_preview()
        draft = wizard.with_context(bin_size=False).draft
        self.assertGreater(len(draft), 1000)


@tagged("post_install", "-at_install")
class TestDefaultsCreateNothing(HostileCase):
    """``default_*`` fills records on the way, with all rights where sudo() is."""

    def test_no_policy_of_others_and_no_administrator(self):
        foreign = self.make_foreign_policy()
        for commands in (
            [[1, foreign.id, {"name": "HACKED", "date_cancelled": "2020-01-01"}]],
            [[2, foreign.id]],
            [[0, 0, {"name": "EVIL", "endorsement_ids": []}]],
        ):
            policies = self.env["coi.policy"].with_context(default_policy_ids=commands)
            policies.create(
                {
                    "name": f"EVIL {commands[0][0]}",
                    "insured_id": self.beacon.id,
                    "insurer_id": self.gl.insurer_id.id,
                    "coverage_id": self.gl.coverage_id.id,
                    "date_effective": date(2026, 1, 1),
                    "date_expiration": date(2027, 1, 1),
                }
            )
            self.assertEqual(foreign.exists().name, "FOREIGN-1")
            self.assertFalse(foreign.date_cancelled)

    def make_foreign_policy(self):
        insured = self.admin_env["res.partner"].create({"name": "Foreign"})
        env = self.env_of(self.other_csr)
        return env["coi.policy"].create(
            {
                "name": "FOREIGN-1",
                "insured_id": insured.id,
                "insurer_id": self.gl.insurer_id.id,
                "coverage_id": self.gl.coverage_id.id,
                "date_effective": date(2026, 1, 1),
                "date_expiration": date(2027, 1, 1),
            }
        )
