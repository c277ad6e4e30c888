"""One agency, as the tests of all topics know it."""

import base64
import io
import zipfile
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from unittest.mock import patch

from PIL import Image

from odoo.fields import Command
from odoo.tests import TransactionCase

from ..models.register.coi_policy import CoiPolicy
from ..models.verdicts.coi_plan import CoiPlan
from ..pdf import programs
from .reading import read_pages

# What a policy has of which a test says nothing else: all that a reader looks for.
USUAL_LIMITS = {
    "general_liability": ("each_occurrence", "general_aggregate"),
    "auto": ("combined_single",),
    "umbrella": ("each_occurrence", "aggregate"),
    "workers_comp": ("each_accident", "disease_employee", "disease_policy"),
}
# All policies of the agency are in force on this day, whatever today is.
ISSUE_DATE = date(2026, 3, 2)
EFFECTIVE = date(2026, 1, 31)
EXPIRATION = date(2027, 1, 31)


def make_picture():
    """Base64 of a small PNG."""
    file = io.BytesIO()
    Image.new("RGB", (80, 40), "#a03020").save(file, "PNG")
    return base64.b64encode(file.getvalue())


_draw_once = lru_cache(maxsize=512)(programs.draw)


def draw_once(program, options, html, fonts):
    """``programs.draw``: real pages, but one that was drawn already is not again."""
    return _draw_once(program, tuple(options), html, fonts)


class RealDay:
    """``known_on`` of tests on the real day: that on which it is asked for; midnight
    may pass between two tests."""

    def __get__(self, test, owner):
        return date.today()


class AgencyCase(TransactionCase):
    """Harbor Point Insurance Agency of Boston, with two insureds and their holders.

    Set-up happens as administrator; then ``cls.env`` is that of the CSR, so that the
    tests of every topic also prove that the CSR has the rights the work needs.
    """

    # Whether each page is drawn anew: for tests of what happens when it cannot be.
    draws_anew = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.draws_anew:
            cls.enterClassContext(patch.object(programs, "draw", draw_once))
        # What is known of policies is what was known on the issue date, whatever the
        # day of the test; the state of a policy as such is that of the real day.
        for model in (CoiPlan, CoiPolicy):
            knowing = patch.object(model, "_get_today", lambda each: cls.known_on)
            cls.enterClassContext(knowing)
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        cls.us = cls.env.ref("base.us")
        cls.massachusetts = cls.get_state("MA")
        cls._set_up_companies()
        cls._set_up_users()
        cls.admin_env = cls.env(context=cls._get_context(cls.agency))
        cls.env = cls.admin_env
        cls._set_up_insurers()
        cls._set_up_insureds()
        cls._set_up_policies()
        cls._set_up_holders()
        cls.env = cls.env_of(cls.csr)
        # What set-up left in the caches belongs to the administrator.
        cls.env.flush_all()
        cls.env.invalidate_all()
        for name in cls.own_records:
            setattr(cls, name, getattr(cls, name).with_env(cls.env))

    known_on = ISSUE_DATE
    own_records = (
        "beacon", "coastal", "granite", "atlantic", "fund",
        "gl", "auto", "umbrella", "wc", "coastal_gl",
        "adams", "bay", "bank", "dover",
        "plain_interest", "ai_interest", "bank_interest", "dover_interest",
        "coastal_interest",
    )  # fmt: skip

    # ------------------------------------------------------------------- people

    @classmethod
    def _set_up_companies(cls):
        cls.agency, cls.other_agency = cls.env["res.company"].create(
            [
                {
                    "name": "Harbor Point Insurance Agency",
                    # It cites what a text or a state asks for, and nothing else.
                    "coi_cite_endorsements": False,
                    "coi_contact": "Mary Keane",
                    "coi_fax": "617 555 0199",
                    "coi_representative": "Josephine R. Bell",
                    "phone": "617 555 0100",
                    "email": "coi@harborpoint.example",
                    **cls.get_address("12 Long Wharf", "Boston", "02110"),
                },
                {
                    "name": "Lakeside Insurance Services",
                    "coi_representative": "Ann Teller",
                    "phone": "413 555 0150",
                    **cls.get_address("3 Lake Street", "Pittsfield", "01201"),
                },
            ]
        )

    @classmethod
    def _set_up_users(cls):
        user, manager = (
            "coi_mass_generate.group_user",
            "coi_mass_generate.group_manager",
        )
        vals_list = [
            cls.prepare_user_vals("csr", user, cls.agency),
            cls.prepare_user_vals("manager", manager, cls.agency),
            cls.prepare_user_vals("other_csr", user, cls.other_agency),
            cls.prepare_user_vals("colleague", "base.group_user", cls.agency),
        ]
        users = cls.env["res.users"].create(vals_list)
        cls.csr, cls.manager, cls.other_csr, cls.colleague = users

    @classmethod
    def prepare_user_vals(cls, login, group, *companies):
        """Values of a user without a password, which takes half a second to hash."""
        return {
            "login": f"coi_{login}",
            "name": login.replace("_", " ").title(),
            "email": f"{login}@harborpoint.example",
            "group_ids": [Command.set(cls.env.ref(group).ids)],
            "company_id": companies[0].id,
            "company_ids": [Command.set([company.id for company in companies])],
            "tz": "America/New_York",
        }

    @classmethod
    def make_user(cls, login, group, *companies):
        """A further user, whoever works at the moment."""
        vals = cls.prepare_user_vals(login, group, *companies)
        return cls.admin_env["res.users"].create(vals)

    def log_in(self, user):
        """Let an ``HttpCase`` go on as ``user``."""
        login = user.sudo().login
        user.sudo().password = login
        self.authenticate(login, login)

    @classmethod
    def _get_context(cls, company):
        return {**cls.env.context, "allowed_company_ids": [company.id]}

    @classmethod
    def env_of(cls, user):
        """The environment ``user`` works in, in the user's own company."""
        return cls.env(user=user, context=cls._get_context(user.sudo().company_id))

    # ----------------------------------------------------------------- contacts

    @classmethod
    def get_state(cls, code):
        return cls.env["res.country.state"].search(
            [("code", "=", code), ("country_id.code", "=", "US")]
        )

    @classmethod
    def get_address(cls, street, city, code, state="MA", **vals):
        return {
            "street": street,
            "city": city,
            "zip": code,
            "state_id": cls.get_state(state).id,
            "country_id": cls.us.id,
            **vals,
        }

    @classmethod
    def _set_up_insurers(cls):
        cls.granite, cls.atlantic, cls.fund = cls.env["res.partner"].create(
            [
                {"name": "Granite State Mutual", "coi_naic": "12345"},
                {"name": "Atlantic Casualty Company", "coi_naic": "23456"},
                {"name": "Commonwealth Workers Fund", "coi_naic": "AA-1234567"},
            ]
        )

    @classmethod
    def _set_up_insureds(cls):
        cls.beacon, cls.coastal = cls.env["res.partner"].create(
            [
                {
                    "name": "Beacon Roofing & Sons, LLC",
                    **cls.get_address("7 Slate Road", "Quincy", "02169"),
                },
                {
                    "name": "Coastal Electric Co.",
                    **cls.get_address("90 Ocean Avenue", "Lynn", "01902"),
                },
            ]
        )

    # ----------------------------------------------------------------- policies

    @classmethod
    def get_line(cls, key):
        return cls.env.ref(f"coi_mass_generate.line_{key}")

    @classmethod
    def get_type(cls, key):
        return cls.env.ref(f"coi_mass_generate.type_{key}")

    @classmethod
    def make_policy(cls, line, number, insured=None, insurer=None, **vals):
        """A policy; with the usual limits of its line where none are given."""
        if line == "auto" and not any(name.startswith("auto_") for name in vals):
            vals["auto_any"] = True
        vals.setdefault("limit_ids", cls.get_usual_limits(line))
        return cls.env["coi.policy"].create(
            {
                "name": number,
                "insured_id": (insured or cls.beacon).id,
                "insurer_id": (insurer or cls.granite).id,
                "coverage_id": cls.get_line(line).id,
                "date_effective": EFFECTIVE,
                "date_expiration": EXPIRATION,
                **vals,
            }
        )

    @classmethod
    def get_usual_limits(cls, line):
        keys = USUAL_LIMITS.get(line)
        if keys:
            return cls.limits(*((key, 1000000, False) for key in keys))
        own = {"key": "own", "name": "Each claim", "amount": 1000000}
        return [Command.create(own)]

    @classmethod
    def limits(cls, *triples):
        """Commands that create limits of (key, amount, text)."""
        return [
            Command.create({"key": key, "amount": amount, "text": text})
            for key, amount, text in triples
        ]

    @classmethod
    def endorsement(cls, number, *grants, scheduled=None, **vals):
        """Command that creates an endorsement; "ai" stands for ongoing operations."""
        names = {"ai": "grants_ai_ongoing"}
        basis = {"basis": "blanket"}
        if scheduled is not None:
            basis = {
                "basis": "scheduled",
                "scheduled_ids": [Command.set(scheduled.ids)],
            }
        flags = {names.get(grant, f"grants_{grant}"): True for grant in grants}
        return Command.create({"number": number, **basis, **flags, **vals})

    @classmethod
    def _set_up_policies(cls):
        cls.gl = cls.make_policy(
            "general_liability",
            "GL-100",
            aggregate_per="project",
            limit_ids=cls.limits(
                ("each_occurrence", 1000000, False),
                ("damage_to_rented", 100000, False),
                ("medical_expense", 0, "Excluded"),
                ("general_aggregate", 2000000, "See policy"),
            ),
            endorsement_ids=[
                cls.endorsement("CG 20 10", "ai", edition="12 19"),
                cls.endorsement("CG 24 04", "waiver"),
                cls.endorsement("CG 20 01", "pnc"),
            ],
        )
        cls.auto = cls.make_policy(
            "auto",
            "AU-200",
            auto_any=True,
            auto_hired=True,
            limit_ids=cls.limits(("combined_single", 1000000, False)),
        )
        cls.umbrella = cls.make_policy(
            "umbrella",
            "UM-300",
            insurer=cls.atlantic,
            retention_kind="retention",
            retention_amount=10000,
            limit_ids=cls.limits(
                ("each_occurrence", 5000000, False), ("aggregate", 5000000, False)
            ),
        )
        cls.wc = cls.make_policy(
            "workers_comp",
            "WC-400",
            insurer=cls.fund,
            limit_ids=cls.limits(
                ("each_accident", 500000, False),
                ("disease_employee", 500000, False),
                ("disease_policy", 500000, False),
            ),
        )
        cls.coastal_gl = cls.make_policy(
            "general_liability",
            "GL-900",
            insured=cls.coastal,
            limit_ids=cls.limits(
                ("each_occurrence", 300000, False), ("general_aggregate", 600000, False)
            ),
        )

    # ------------------------------------------------------------------ holders

    @classmethod
    def make_holder(cls, name, **vals):
        address = cls.get_address("5 Elm Street", "Salem", "01970", street2="Suite 4")
        return cls.env["res.partner"].create({"name": name, **address, **vals})

    @classmethod
    def make_interest(cls, holder, insured=None, ai=(), waiver=(), pnc=(), **vals):
        """An interest; ``ai``, ``waiver`` and ``pnc`` are keys of coverage lines."""
        asked = {"ai_line_ids": ai, "waiver_line_ids": waiver, "pnc_line_ids": pnc}
        for name, keys in asked.items():
            lines = [cls.get_line(key).id for key in keys]
            vals.setdefault(name, [Command.set(lines)])
        return cls.env["coi.additional.interest"].create(
            {
                "insured_id": (insured or cls.beacon).id,
                "holder_id": holder.id,
                **vals,
            }
        )

    @classmethod
    def make_interests(cls, *names, insured=None, **vals):
        """Interests of new holders with these names, in their order."""
        interests = cls.env["coi.additional.interest"]
        for name in names:
            interests += cls.make_interest(cls.make_holder(name), insured, **vals)
        return interests

    @classmethod
    def _set_up_holders(cls):
        cls.adams = cls.make_holder("Adams Property Management")
        cls.bay = cls.make_holder("Bay State Builders, Inc.", city="Worcester")
        cls.bank = cls.make_holder("Commonwealth Bank", street="1 Federal Street")
        cls.dover = cls.make_holder("Dover Supply", street=False, street2=False)
        cls.plain_interest = cls.make_interest(cls.adams)
        cls.ai_interest = cls.make_interest(
            cls.bay,
            ai=["general_liability"],
            waiver=["general_liability"],
            project="Pier 4",
            description="Roof of building B.",
            type_ids=[Command.set(cls.get_type("additional_insured").ids)],
        )
        cls.bank_interest = cls.make_interest(
            cls.bank,
            isaoa=True,
            loan_number="LN-77/2",
            attention="Loan Servicing",
            type_ids=[Command.set(cls.get_type("mortgagee").ids)],
        )
        cls.dover_interest = cls.make_interest(cls.dover)
        cls.coastal_interest = cls.make_interest(cls.adams, cls.coastal)

    # ----------------------------------------------------------------- the work

    def generate(self, interests, env=None, **options):
        """The batch that the engine makes of ``interests``."""
        batches = (env or self.env)["coi.batch"]
        options = {"issue_date": ISSUE_DATE, **options}
        if options.get("confirm_warnings", True):
            # Whoever confirms, confirms all; else see TestKinds.
            kinds = list(self.env["coi.check"]._get_kinds())
            options = {"confirm_kinds": kinds, **options}
        result = batches.generate(interest_ids=interests.ids, **options)
        return batches.browse(result["batch_id"])

    def issue(self, interest, **options):
        """The certificate made for one interest, which must be made."""
        batch = self.generate(interest, **options)
        reasons = batch.line_ids.mapped(lambda line: line.message or line.reason_text)
        self.assertEqual(batch.count_done, 1, reasons)
        return batch.certificate_ids

    def get_pdf(self, certificate):
        return certificate._get_document()

    def read_pages(self, certificate):
        """The pages of a certificate's PDF."""
        return read_pages(self.get_pdf(certificate))

    def get_output(self, source):
        """The bytes a user downloads of a batch, or of a selection in its window."""
        file = io.BytesIO()
        source._write_output(file)
        return file.getvalue()

    def open_zip(self, source):
        return zipfile.ZipFile(io.BytesIO(self.get_output(source)))

    def get_reasons(self, batch):
        """``{holder: (state, reason)}`` of the lines that made no certificate."""
        return {
            line.holder_id.name: (line.state, line.message or line.reason_text)
            for line in batch.line_ids
            if line.state != "done"
        }

    def judge(self, interests, issue_date=ISSUE_DATE, policies=None):
        """Cases of ``interests`` as the wizard judges them, on the issue date where
        that is yet to come."""
        with self.knowing(max(issue_date, self.known_on)):
            return self.env["coi.plan"]._get_cases(interests, issue_date, policies)

    @contextmanager
    def knowing(self, day):
        """Let it be ``day``."""
        known_on, type(self).known_on = self.known_on, day
        try:
            yield
        finally:
            type(self).known_on = known_on

    def get_endorsement(self, number):
        return self.gl.endorsement_ids.filtered(lambda each: each.number == number)

    def gives(self, policy, right, holder):
        """Whether ``policy`` gives ``holder`` "ai", "waiver" or "pnc"."""
        day, insurer = policy.date_effective, policy.insurer_id
        term = self.env["coi.plan"]._prepare_term(policy, day, day, insurer)
        return bool(term.get_granting(right, holder.id))

    def count_queries(self, work):
        """Number of queries ``work()`` takes from a cold cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.cr.sql_log_count - before
