import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Image
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from ..agency import make_picture
from ..fillable.filled import FilledCase
from ..imports.lists import HARBOR, ImportCase
from .test_access import AccessCase

# Models of ours with a table and without a record rule, and why.
SHARED = {
    "coi.coverage.line": "configuration of the whole database",
    "coi.form.edition": "what is known of editions, to the whole database",
    "coi.interest.type": "configuration of the whole database",
    "coi.import.progress": "numbers only, by the id of an import",
    "coi.import.turn": "numbers only, by the id of a company",
    "coi.pace": "configuration of the whole database",
}


@tagged("post_install", "-at_install")
class TestOpenWindows(AccessCase, ImportCase):
    """A wizard somebody has open is nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_csr = cls.make_user(
            "second_csr", "coi_mass_generate.group_user", cls.agency
        )

    def open_windows(self):
        """One wizard of each kind, opened by the manager."""
        env = self.env_of(self.manager)
        return [
            env["coi.generate"].create(
                {"selected_ids": self.ai_interest.ids, "insured_ids": self.beacon.ids}
            ),
            env["coi.certificate.cancel"].create(
                {"certificate_ids": self.certificate.ids, "reason": "typing error"}
            ),
            env["coi.certificate.download"]
            .sudo()
            .create({"chosen_ids": self.certificate.ids})
            .sudo(False),
            env["coi.import.holder"].create({"file": base64.b64encode(b"a,b")}),
            env["coi.import.interest"].create({"file": base64.b64encode(b"a,b")}),
            env["coi.import.policy"].create({"file": base64.b64encode(b"a,b")}),
        ]

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_nobody_else_sees_changes_or_deletes_it(self):
        windows = self.open_windows()
        for user in (self.csr, self.second_csr, self.other_csr, self.make_manager()):
            for window in windows:
                theirs = window.with_env(self.env_of(user))
                self.assertFalse(theirs.search([("id", "=", window.id)]))
                for attempt in (
                    lambda each: each.read(["create_uid"]),
                    lambda each: each.write({"write_uid": 1}),
                    lambda each: each.unlink(),
                ):
                    theirs.invalidate_recordset()
                    with self.assertRaises(AccessError, msg=(user.name, window)):
                        attempt(theirs)

    def make_manager(self):
        return self.make_user(
            "manager_2", "coi_mass_generate.group_manager", self.agency
        )

    def test_its_owner_goes_on_with_it(self):
        for window in self.open_windows():
            self.assertTrue(window.read(["create_uid"]))
            window.unlink()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_no_override_is_planted_in_a_managers_window(self):
        window = self.open_windows()[0]
        window.invalidate_recordset()
        with self.assertRaises(AccessError):
            window.with_env(self.env_of(self.csr)).write(
                {"overrides": {str(self.ai_interest.id): {"reason": "planted"}}}
            )

    def test_what_the_window_made_is_not_forged(self):
        generate = self.env["coi.generate"].create({})
        html = base64.b64encode(b"<html><script>alert(1)</script></html>")
        run = self.open_import("coi.import.holder", [HARBOR]).run_id
        door = self.env["coi.import.holder"].create({})
        for window, vals in (
            (generate, {"draft": html}),
            (generate, {"batch_id": self.batch.id}),
            (door, {"run_id": run.id}),
        ):
            with self.assertRaisesRegex(AccessError, "nobody else can"):
                window.write(vals)
            with self.assertRaisesRegex(AccessError, "nobody else can"):
                window.create(vals)
            defaults = {f"default_{name}": value for name, value in vals.items()}
            with self.assertRaisesRegex(AccessError, "nobody else can"):
                window.with_context(**defaults).create({})


@tagged("post_install", "-at_install")
class TestEveryModelHasItsRule(AccessCase):
    def test_every_model_with_a_table_has_a_record_rule(self):
        models = {
            name
            for name, model in self.registry.items()
            if name.startswith("coi.") and not model._abstract and model._auto
        }
        ruled = set(self.env["ir.rule"].sudo().search([]).mapped("model_id.model"))
        self.assertEqual(models - ruled - set(SHARED), set())

    def test_every_window_has_a_rule_of_its_owner(self):
        for name, model in self.registry.items():
            if name.startswith("coi.") and model._transient:
                rules = (
                    self.env["ir.rule"]
                    .sudo()
                    .search([("model_id.model", "=", name), ("groups", "=", False)])
                )
                self.assertIn("create_uid", str(rules.mapped("domain_force")), name)


@tagged("post_install", "-at_install")
class TestBinaries(AccessCase, FilledCase, ImportCase, HttpCase):
    """Every file and image of ours goes to whom it concerns, and to nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = cls.agency | cls.other_agency
        companies.with_env(cls.admin_env).coi_signature = make_picture()
        cls.form = cls.upload()
        cls.portal = cls.make_user("portal", "base.group_portal", cls.agency)

    def send_certificate(self):
        told = self.env["coi.sending"].send(self.certificate.ids)
        return self.env["coi.sending"].browse(told["sending_id"]).delivery_ids

    def get_binaries(self):
        """(record with a content, field name) of each binary field of ours."""
        records = {
            "res.company": self.agency,
            "coi.master": self.master,
            "coi.certificate": self.certificate,
            "coi.form": self.form,
            "coi.delivery": self.send_certificate(),
            "coi.policy.endorsement": self.gl.endorsement_ids[:1],
            "coi.import.run": self.open_import("coi.import.holder", [HARBOR]).run_id,
        }
        wizards = self.env_of(self.manager)
        for name, model in self.registry.items():
            for field in model._fields.values():
                if field.type != "binary" or model._abstract:
                    continue
                if not (name.startswith("coi.") or field.name.startswith("coi_")):
                    continue
                if model._transient:
                    about = {
                        key: record.id
                        for key, record in (
                            ("form_id", self.form),
                            ("delivery_id", records["coi.delivery"]),
                            ("renewal_id", self.prepare_renewal()),
                        )
                        if key in model._fields
                    }
                    records[name] = wizards[name].sudo().create(about).sudo(False)
                    records[name].sudo()[field.name] = self.get_content(field)
                yield records[name], field.name

    def prepare_renewal(self):
        told = self.env["coi.renewal"].prepare(self.beacon.id)
        return self.env["coi.renewal"].browse(told["renewal_id"])

    def get_content(self, field):
        if isinstance(field, Image):
            return make_picture()
        return base64.b64encode(b"%PDF- secret")

    def get_strangers(self):
        return [self.portal, self.colleague, self.other_csr]

    def test_every_one_of_them_is_asked(self):
        asked = {(record._name, name) for record, name in self.get_binaries()}
        self.assertLessEqual(
            {
                ("res.company", "coi_signature"),
                ("coi.agency", "coi_signature"),
                ("coi.master", "data"),
                ("coi.certificate", "document"),
                ("coi.delivery", "proof"),
                ("coi.upload.proof", "file"),
                ("coi.renewal.answers", "file"),
                ("coi.form", "file"),
                ("coi.generate", "draft"),
                ("coi.import.run", "file"),
                ("coi.policy.endorsement", "document"),
            },
            asked,
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_by_rpc_no_stranger_reads_one(self):
        for record, name in self.get_binaries():
            for user in self.get_strangers():
                env = self.env_of(user)
                record.invalidate_recordset()
                with self.assertRaises(AccessError, msg=(record, name, user.name)):
                    record.with_env(env).read([name])
                with self.assertRaises(AccessError, msg=(record, name, user.name)):
                    record.with_env(env).web_read({name: {}})

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_by_url_no_stranger_reads_one(self):
        binaries = list(self.get_binaries())
        self.env.flush_all()
        for user in (None, *self.get_strangers()):
            if user:
                self.log_in(user)
            else:
                self.authenticate(None, None)
            for record, name in binaries:
                attachments = (
                    self.env["ir.attachment"]
                    .sudo()
                    .search(
                        [
                            ("res_model", "=", record._name),
                            ("res_field", "=", name),
                            ("res_id", "=", record.id),
                        ]
                    )
                )
                for path in (
                    f"/web/image/{record._name}/{record.id}/{name}",
                    f"/web/content/{record._name}/{record.id}/{name}",
                    *(f"/web/content/{each.id}" for each in attachments),
                    *(f"/web/image/{each.id}" for each in attachments),
                ):
                    answer = self.url_open(path, allow_redirects=False)
                    content = record.sudo().with_context(bin_size=False)[name] or b"!"
                    self.assertNotEqual(
                        answer.content, base64.b64decode(content), (path, user)
                    )
                    if "content" in path:
                        self.assertNotEqual(answer.status_code, 200, (path, user))

    def test_the_agencys_own_people_have_their_signature(self):
        company = self.agency.with_env(self.env)
        self.assertTrue(company.read(["coi_signature"])[0]["coi_signature"])
        certificate = self.issue(self.plain_interest)
        producer = certificate.master_id.snapshot["producer"]
        self.assertTrue(producer["signature"].startswith("data:image/"))


@tagged("post_install", "-at_install")
class TestFilesOfRecords(AccessCase):
    """No file is put beside, or in the place of, those our records keep."""

    def get_envs(self):
        administrator = self.env.ref("base.user_admin")
        for user in (self.csr, self.manager, administrator):
            context = {"allowed_company_ids": self.agency.ids}
            yield self.env(user=user, context=context)

    def test_none_is_planted(self):
        for env in self.get_envs():
            for vals in (
                {"res_model": "coi.master", "res_field": "data"},
                {
                    "res_model": "coi.master",
                    "res_field": "data",
                    "res_id": self.master.id,
                },
                {"res_model": "coi.master", "res_field": "data", "res_id": 0},
                {"res_model": "coi.certificate"},
                {"res_model": "coi.certificate", "res_id": 0},
                {"res_model": "coi.import.run", "res_field": "file"},
                {
                    "res_model": "res.company",
                    "res_field": "coi_signature",
                    "res_id": self.agency.id,
                },
            ):
                with self.assertRaises(AccessError, msg=vals):
                    env["ir.attachment"].create({"name": "x", "raw": b"x", **vals})
                defaults = {f"default_{name}": value for name, value in vals.items()}
                files = env["ir.attachment"].with_context(**defaults)
                with self.assertRaises(AccessError, msg=defaults):
                    files.create({"name": "x", "raw": b"x"})

    def test_none_is_moved_there(self):
        for env in self.get_envs():
            mine = env["ir.attachment"].create({"name": "mine", "raw": b"x"})
            for vals in (
                {"res_model": "coi.master", "res_field": "data"},
                {"res_model": "coi.certificate"},
                {
                    "res_model": "coi.master",
                    "res_field": "data",
                    "res_id": self.master.id,
                },
            ):
                with self.assertRaises(AccessError, msg=vals):
                    mine.write(vals)

    def test_none_is_taken_away_changed_or_given_out(self):
        stored = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", "coi.master"), ("res_id", "=", self.master.id),
             ("res_field", "=", "data")]
        )  # fmt: skip
        for env in self.get_envs():
            mine = stored.with_env(env)
            for attempt in (
                lambda each: each.unlink(),
                lambda each: each.copy(),
                lambda each: each.write({"public": True}),
                lambda each: each.write({"raw": b"x"}),
                lambda each: each.write({"res_id": 0}),
                lambda each: each.write({"res_model": False, "res_field": False}),
                lambda each: each.write({"type": "url", "url": "https://x.example"}),
                lambda each: each.generate_access_token(),
            ):
                with self.assertRaises(AccessError):
                    attempt(mine)

    def test_other_files_are_as_before(self):
        env = self.env_of(self.csr)
        mine = env["ir.attachment"].create(
            {"name": "m", "raw": b"x", "res_model": "res.partner",
             "res_id": self.adams.id}
        )  # fmt: skip
        mine.write({"name": "other"})
        mine.unlink()


@tagged("post_install", "-at_install")
class TestCommands(AccessCase):
    """What may not be written may not be linked or unlinked by another field."""

    def refuse(self, record, vals):
        for user in (self.csr, self.manager, self.env.ref("base.user_admin")):
            context = {"allowed_company_ids": self.agency.ids}
            env = self.env(user=user, context=context)
            with self.assertRaises(UserError, msg=(record, vals, user.name)):
                record.with_env(env).write(vals)

    def test_certificates_of_an_interest(self):
        certificate = self.certificate
        for command in (
            Command.link(certificate.id),
            Command.unlink(certificate.id),
            Command.set([certificate.id]),
            Command.clear(),
        ):
            for interest in (self.ai_interest, self.plain_interest):
                self.refuse(interest, {"certificate_ids": [command]})
        with self.assertRaises(UserError):
            self.env["coi.additional.interest"].create(
                {
                    "insured_id": self.beacon.id,
                    "holder_id": self.bay.id,
                    "project": "Other",
                    "certificate_ids": [Command.link(certificate.id)],
                }
            )

    def test_rows_of_a_batch_and_terms_of_a_series(self):
        for command in (Command.clear(), Command.set([])):
            self.refuse(self.batch, {"line_ids": [command]})
            self.refuse(self.batch, {"certificate_ids": [command]})
            self.refuse(self.gl.series_id, {"policy_ids": [command]})
        self.refuse(self.master, {"policy_ids": [Command.clear()]})
        self.refuse(self.certificate, {"policy_ids": [Command.clear()]})


@tagged("post_install", "-at_install")
class TestContactRights(AccessCase):
    """Contact rights alone decide nothing about certificates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_user("clerk", "base.group_partner_manager", cls.agency)
        for group in ("base.group_user", "base.group_allow_export"):
            cls.clerk.sudo().group_ids += cls.env.ref(group)
        cls.beacon.coi_description = "As printed"

    def test_what_certificates_say_is_neither_read_nor_changed(self):
        contact = self.beacon.with_env(self.env_of(self.clerk))
        for vals in (
            {"coi_description": "FORGED"},
            {"coi_naic": "66666"},
            {"coi_policy_ids": [Command.clear()]},
            {"coi_additional_interest_ids": [Command.clear()]},
        ):
            with self.assertRaises(AccessError):
                contact.write(vals)
            with self.assertRaises(AccessError):
                contact.read(list(vals))
            with self.assertRaises(AccessError):
                contact.create({"name": "x", **vals})
        with self.assertRaises(AccessError):
            contact.search([("coi_description", "ilike", "As")])
        with self.assertRaises(AccessError):
            contact.search([("coi_policy_ids.name", "like", "GL")])

    def test_contacts_work_as_before(self):
        env = self.env_of(self.clerk)
        contacts = env["res.partner"]
        contact = self.beacon.with_env(env)
        with Form(contact) as form:
            form.comment = "called"
        for view in ("list", "kanban", "search", "form"):
            self.assertTrue(contacts.get_view(view_type=view)["arch"])
        self.assertTrue(contact.copy())
        self.assertFalse(contact.copy().sudo().coi_description)
        self.assertTrue(contact.export_data(["name", "email"])["datas"])
        self.assertTrue(
            contacts.formatted_read_group(
                [("coi_is_insured", "=", True)], ["coi_is_insured"], ["__count"]
            )
        )

    def test_a_users_copy_keeps_what_certificates_say(self):
        self.assertEqual(self.beacon.copy().coi_description, "As printed")

    def test_the_agencys_own_contact_is_not_changed_by_a_user(self):
        for user in (self.csr, self.clerk):
            contact = self.agency.partner_id.with_env(self.env_of(user))
            for vals in (
                {"name": "FORGED AGENCY"},
                {"street": "666 Evil"},
                {"image_1920": make_picture()},
                {"email": "x@evil.example"},
                {"lang": False, "phone": "1"},
            ):
                with self.assertRaisesRegex(AccessError, "certificates of Harbor"):
                    contact.write(vals)
            contact.write({"name": contact.name, "state_id": contact.state_id.id})
            contact.write({"comment": "our own"})

    def test_a_manager_or_administrator_may(self):
        administrator = self.env.ref("base.user_admin")
        for user in (self.manager, administrator):
            context = {"allowed_company_ids": self.agency.ids}
            env = self.env(user=user, context=context)
            self.agency.partner_id.with_env(env).write({"street": "13 Long Wharf"})

    def test_a_company_without_policies_is_as_in_odoo(self):
        company = self.admin_env["res.company"].create({"name": "Bakery"})
        contact = company.partner_id.with_env(self.env_of(self.clerk))
        contact.write({"street": "1 Mill Road"})

    def test_numbers_are_not_used_up(self):
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [("code", "=", "coi.certificate"), ("company_id", "=", self.agency.id)]
            )
        )
        before = sequence.number_next_actual
        for user in (self.colleague, self.clerk, self.csr):
            env = self.env_of(user)
            for code in ("coi.certificate", "coi.batch"):
                with self.assertRaisesRegex(
                    AccessError, "when certificates are issued"
                ):
                    env["ir.sequence"].next_by_code(code)
            with self.assertRaises(AccessError):
                sequence.with_env(env).next_by_id()
        self.assertEqual(sequence.number_next_actual, before)

    def test_other_numbers_are_given_as_before(self):
        self.admin_env["ir.sequence"].create({"name": "x", "code": "test.other"})
        env = self.env_of(self.colleague)
        self.assertTrue(env["ir.sequence"].next_by_code("test.other"))

    def test_numbers_that_cannot_be_meant_are_refused(self):
        agency = self.agency.with_env(self.admin_env)
        for name in ("coi_expiring_days", "coi_keep_downloads_days", "coi_click_limit"):
            for number in (-1, 10**6 + 1, 2**31 - 1, 2**31, 10**12):
                with self.assertRaises(UserError):
                    agency[name] = number
        agency.coi_click_limit = 10**6
