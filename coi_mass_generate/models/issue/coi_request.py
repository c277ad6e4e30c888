from functools import partial
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.http import request
from odoo.tools import SQL

from ..common.argument import (
    join_ids,
    read_date,
    read_flag,
    read_record,
    read_records,
    read_text,
)
from ..common.consent import read_consent, read_kinds
from ..common.door import trusted
from ..common.json_text import encode

# States of batches that are not made to the end.
UNFINISHED = ("pending", "running", "paused")
# Letters of a request's own key.
MAX_KEY = 200
# Letters and digits of a reason to override; "x" tells nobody anything.
LEAST_REASON = 10
VERDICTS = ("ready", "warning", "blocked")


class CoiRequest(models.AbstractModel):
    """What is asked for, read and checked, until a batch records it.

    A program's request may come twice, because the first answer was late or lost. One
    that carries a key of its program's makes one batch, however often and whenever it
    comes. One without is recognised only while its batch is being made: afterwards
    nobody can tell a repetition from a wish to send everything again.
    """

    _name = "coi.request"
    _description = "Request for Certificates"

    # -------------------------------------------------------------- by programs

    @api.model
    def _generate(self, interest_ids, insured_ids, output, request_key, **asked):
        """The answer to a program: see ``coi.batch.generate``, also for parameters.

        :param asked: ``issue_date``, ``policy_ids``, ``save_history``,
            ``confirm_warnings``, ``confirm_kinds``, ``overrides`` and ``form_id``
        """
        self._check_user()
        key = read_text(self.env, request_key, "request_key", MAX_KEY)
        interests = self._collect_interests(interest_ids, insured_ids)
        options = {"output": output, **self._read_options(**asked)}
        self._check_overridden(options["consent"], interests)
        asked_hash = self._get_hash(
            list(interest_ids or []), list(insured_ids or []), self._say(options)
        )
        return self._generate_once(key, asked_hash, interests, options)

    @api.model
    def _read_options(
        self,
        issue_date,
        policy_ids,
        save_history,
        confirm_warnings,
        overrides,
        form_id,
        confirm_kinds,
    ):
        """The same as ``_prepare_run`` takes it."""
        confirmed = read_flag(self.env, confirm_warnings, "confirm_warnings")
        kinds = self._read_kinds(confirmed, confirm_kinds)
        return {
            "issue_date": read_date(self.env, issue_date, "issue_date"),
            "policies": self._read_policies(policy_ids),
            "save_history": read_flag(self.env, save_history, "save_history"),
            "consent": read_consent(self.env, bool(kinds), overrides, kinds),
            "form": self._read_form(form_id),
        }

    @api.model
    def _read_kinds(self, confirmed, named, shown=None):
        """Keys of the rules whose warnings are confirmed: always a closed list.

        :param confirmed: whether those are that do no harm, all together
        :param named: keys of those that are confirmed by themselves
        :param shown: keys of all that were on the screen when they were confirmed;
            None: there is no screen
        """
        known = self.env["coi.check"]._get_kinds()
        kinds = read_kinds(self.env, named, known, "confirm_kinds")
        if confirmed:
            kinds |= {key for key, is_serious in known.items() if not is_serious}
        return kinds if shown is None else kinds & set(shown)

    @api.model
    def _check_overridden(self, consent, interests):
        """Refuse reasons for holders that are not asked for: one was meant for another,
        who would be left out in silence."""
        strange = sorted(set(consent.overrides) - set(interests.ids))
        if strange:
            raise UserError(
                self.env._(
                    "overrides: reasons are given for interests that are not selected: "
                    "%(ids)s. Select them, too, or leave their reasons out.",
                    ids=join_ids(strange),
                )
            )

    @api.model
    def _say(self, options):
        """``options`` as JSON can say them, always in the same words."""
        policies, consent = options["policies"], options["consent"]
        return {
            "issue_date": str(options["issue_date"] or ""),
            "policies": policies.ids if policies else [],
            "output": repr(options["output"]),
            "save_history": options["save_history"],
            "confirmed": consent.confirmed,
            "kinds": sorted(consent.kinds or ()),
            "overrides": consent.overrides,
            "form": options["form"].ids,
        }

    @api.model
    def _generate_once(self, key, asked, interests, options):
        """The summary of a new batch, or of the one this request has made already.

        :param key: the request's own; "" where it has none
        :param asked: hash of the request
        """
        if key and (answer := self._answer(interests.company_id[:1], key, asked)):
            return answer
        run = self._prepare_run(interests, **options)
        cases = run[0]
        if not key:
            # Only what would say the same is the same.
            said = [case.content_hash for case in cases]
            asked = self._get_hash(asked, interests.ids, said)
            if answer := self._answer(cases[0].company, key, asked):
                return answer
        run[-1].update(request_key=key or False, request_hash=asked)
        return self.env["coi.batch"]._carry_out(*run)._get_summary()

    @api.model
    def _get_verdicts(self, interest_ids, insured_ids, issue_date, policy_ids, form_id):
        """The answer to a program: see ``coi.batch.get_verdicts``."""
        self._check_user()
        interests = self._collect_interests(interest_ids, insured_ids)
        day = read_date(self.env, issue_date, "issue_date")
        day = day or fields.Date.context_today(self)
        cases = self.env["coi.plan"]._get_cases(
            interests,
            day,
            self._read_policies(policy_ids),
            self._choose_form(self._read_form(form_id), interests.company_id, day),
        )
        verdicts = [self._prepare_verdict(case) for case in cases]
        levels = [verdict["verdict"] for verdict in verdicts]
        counts = {level: levels.count(level) for level in VERDICTS}
        return {**counts, "verdicts": verdicts}

    @api.model
    def _prepare_verdict(self, case):
        return {
            "interest_id": case.id,
            "insured": case.insured_name,
            "holder": case.interest.holder_name,
            "verdict": case.verdict,
            "reasons": case.dump_findings() or [],
        }

    @api.model
    def _collect_interests(self, interest_ids, insured_ids):
        interests = read_records(
            self.env, "coi.additional.interest", interest_ids, "interest_ids"
        )
        insureds = read_records(self.env, "res.partner", insured_ids, "insured_ids")
        if insureds:
            interests |= interests.search([("insured_id", "in", insureds.ids)])
        return interests

    @api.model
    def _read_policies(self, policy_ids):
        """The policies a caller chose; None: it left that to us."""
        chosen = read_records(self.env, "coi.policy", policy_ids, "policy_ids")
        return chosen or None

    @api.model
    def _read_form(self, form_id):
        """The form a caller chose; none: it left that to us."""
        return read_record(self.env, "coi.form", form_id, "form_id")

    # --------------------------------------------------------------- by anybody

    @api.model
    def _prepare_run(
        self,
        interests,
        consent,
        issue_date=None,
        policies=None,
        output="zip",
        save_history=True,
        revised=None,
        form=None,
    ):
        """Check what is asked, and judge the first list of holders.

        :param consent: ``Consent`` to what will be found, not signed yet
        :param revised: ``{interest id: coi.certificate}``, to be superseded
        :param form: ``coi.form`` record for all of them; None or empty: nobody chose
        :returns: cases, iterator of the lists of cases after them, and the values of
            the batch
        """
        self._check(interests, output)
        consent = self._sign(consent)
        issue_date = read_date(self.env, issue_date, "issue_date")
        issue_date = issue_date or fields.Date.context_today(self)
        company = interests.company_id
        forms = self._choose_form(form, company, issue_date)
        if not forms:
            self.env["coi.form"]._check_usual(company, issue_date)
        slices = self.env["coi.plan"]._iter_cases(
            interests, issue_date, policies, forms, revised, consent
        )
        vals = {
            "form_id": form.id if form else False,
            "issue_date": issue_date,
            "policy_ids": [Command.set(policies.ids if policies else [])],
            "output": output,
            "save_history": save_history or bool(revised),
            "warnings_confirmed": consent.confirmed,
            "confirmed_kinds": None if consent.kinds is None else sorted(consent.kinds),
        }
        cases = next(slices)
        self._check_can_draw(cases)
        more = slices if len(cases) < len(interests) else None
        return cases, more, vals

    @api.model
    def _check(self, interests, output):
        """Refuse in words what could not be made."""
        self._check_user()
        if not interests:
            raise UserError(
                self.env._("No holder is selected. Select at least one, or Select All.")
            )
        outputs = dict(self.env["coi.batch"]._fields["output"].selection)
        # A list: programs give what cannot be looked up in a dict.
        if output not in list(outputs):
            raise UserError(
                self.env._("Choose individual PDFs (zip) or one combined PDF (pdf).")
            )
        interests.check_access("read")
        if len(interests.company_id) > 1:
            raise UserError(
                self.env._(
                    "The selected holders belong to several companies. Generate the "
                    "certificates of one company at a time."
                )
            )
        self.env["coi.engine"]._check_ready(interests.company_id)

    @api.model
    def _check_user(self):
        if not self.env.user.has_group("coi_mass_generate.group_user"):
            raise AccessError(
                self.env._(
                    "You may not issue certificates. Ask your administrator for "
                    "Certificates / User rights."
                )
            )

    @api.model
    def _sign(self, consent):
        """``consent`` with who gave the reasons in it, which only managers may."""
        if not consent.overrides:
            return consent
        if not self.env.user.has_group("coi_mass_generate.group_manager"):
            raise AccessError(
                self.env._(
                    "Only a manager may issue a blocked certificate. Ask one, or fix "
                    "what blocks it."
                )
            )
        if not all(map(self._is_reason, consent.overrides.values())):
            raise UserError(
                self.env._(
                    "Give a reason of %(count)s letters or more: it is kept on the "
                    "certificate, and someone may have to understand it years from "
                    "now.",
                    count=LEAST_REASON,
                )
            )
        return consent.sign(
            user_id=self.env.uid,
            user=self.env.user.name,
            date=fields.Datetime.to_string(fields.Datetime.now()),
        )

    @api.model
    def _is_reason(self, given):
        """Whether what a manager says tells anything: letters, not marks."""
        return sum(map(str.isalnum, given["reason"])) >= LEAST_REASON

    @api.model
    def _choose_form(self, form, companies, issue_date):
        """What somebody chose, as ``coi.plan`` takes it; refused where it cannot be.

        :param form: ``coi.form`` record; None or empty: nobody chose
        :param issue_date: None: see ``coi.form._check_choice``
        """
        if not form:
            return {}
        for company in companies:
            form._check_choice(company, issue_date)
        return {None: form}

    @api.model
    def _check_can_draw(self, cases):
        for form in {case.form for case in cases}:
            form._check_can_draw()

    # ---------------------------------------------------------------- once more

    @api.model
    def _get_hash(self, *parts):
        """SHA-256 over anything that JSON can say; dates are texts."""
        return sha256(encode(parts).encode()).hexdigest()

    @api.model
    def _answer(self, company, key, request_hash):
        """What was answered, or will be, to the same request of the same user.

        The first of equal requests goes on; the others wait here until it is stored.

        :param key: of the program's choice; "": it gave none
        :param request_hash: hash of what is asked for
        :returns: see ``coi.batch.generate``; None for a request that is new
        :raises UserError: where the key is that of another request
        """
        asked = Domain("company_id", "=", company.id)
        asked &= Domain("user_id", "=", self.env.uid)
        asked &= Domain("request_key", "=", key or False)
        if not key:
            asked &= Domain("request_hash", "=", request_hash)
        self._lock(company.id, self.env.uid, key or request_hash)
        # sudo(): only requests of this user's own.
        known = trusted(self.env["coi.batch"]).search(asked)
        same = known if key else known.filtered(lambda each: each.state in UNFINISHED)
        same = same or self._filter_made_since(known, request_hash)
        if same:
            return self._repeat(same[:1], request_hash)
        return self._answer_newer(
            asked & Domain("id", "not in", known.ids), request_hash
        )

    @api.model
    def _filter_made_since(self, known, request_hash):
        """Those of ``known`` that were stored since this very request was first tried:
        where two are in each other's way, Odoo runs one again, and what the other has
        made meanwhile is there, and finished."""
        if not request:
            return known.browse()
        tried = request.coi_tried = getattr(request, "coi_tried", {})
        before = tried.get(request_hash, known.ids)
        self.env.cr.postrollback.add(partial(tried.setdefault, request_hash, before))
        return known - known.browse(before)

    @api.model
    def _answer_newer(self, asked, request_hash):
        """The same of a batch that was stored since this transaction began: it cannot
        be seen in it, whatever its state, and was being made when this one came."""
        with self.env.registry.cursor() as cr:
            batches = self.with_env(self.env(cr=cr)).env["coi.batch"]
            # sudo(): see _answer().
            newer = trusted(batches).search(asked, limit=1)
            return self._repeat(newer, request_hash) if newer else None

    @api.model
    def _repeat(self, batch, request_hash):
        if batch.request_hash != request_hash:
            raise UserError(
                self.env._(
                    "request_key: you have another request with this key, which "
                    "became %(batch)s. Give every request its own key.",
                    batch=batch.name,
                )
            )
        return batch.sudo(False)._get_summary()

    @api.model
    def _lock(self, *parts):
        """Until this transaction ends, whoever asks for the same waits."""
        digest = sha256(encode(parts).encode()).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s)", number))
