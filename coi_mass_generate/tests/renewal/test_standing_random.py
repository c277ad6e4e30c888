import os
import random
from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..agency import ISSUE_DATE, AgencyCase

AGENCIES = 300 if os.environ.get("COI_LONG") else 8
DAYS = [ISSUE_DATE + timedelta(days=each) for each in (0, 100, 270, 334, 335, 400, 700)]


@tagged("post_install", "-at_install")
class TestAnyStanding(AgencyCase):
    """Whatever happened to policies, certificates and holders, in any order: record,
    search and groups say what is foretold from what was entered alone."""

    # ------------------------------------------------------------------ foretold

    def is_valid(self, certificate):
        return certificate.state == "issued" and certificate.is_kept

    def get_shown(self, certificate):
        return certificate.with_context(active_test=False).policy_ids

    def foretell(self, certificate, today):
        own = {"superseded": "superseded", "cancelled": "withdrawn"}
        if certificate.state in own:
            return own[certificate.state]
        if any(
            each.renews_id == certificate and self.is_valid(each)
            for each in self.certificates
        ):
            return "renewed"
        shown = self.get_shown(certificate)
        if any(each.date_cancelled and each.date_cancelled <= today for each in shown):
            return "policy_cancelled"
        first = min(shown.mapped("date_expiration"))
        if first <= today:
            return "ended"
        first = min([first, *filter(None, shown.mapped("date_cancelled"))])
        days = timedelta(days=self.agency.sudo().coi_renewal_days)
        return "ends_soon" if first <= today + days else "current"

    def foretell_since(self, interest, today):
        """Whether a policy its last certificate shows was renewed since."""
        if not interest.active or interest.renewal == "no":
            return False
        ends = interest.valid_until, interest.tail_until
        last_day = max(filter(None, ends)) if ends[0] else date.max
        if last_day < today:
            return False
        own = self.certificates.filtered(
            lambda each: each.interest_id == interest and self.is_valid(each)
        )
        shown = self.get_shown(own.sorted("id")[-1:])
        return any(
            term.series_id == policy.series_id
            and term.active
            and term.date_effective <= last_day
            and not (term.date_cancelled and term.date_cancelled <= today)
            and all(
                term.date_effective > each.date_effective
                for each in shown
                if each.series_id == term.series_id
            )
            for policy in shown
            for term in self.policies
        )

    # ------------------------------------------------------------ what may happen

    def read_all(self):
        for name, model in (
            ("policies", "coi.policy"),
            ("interests", "coi.additional.interest"),
            ("certificates", "coi.certificate"),
        ):
            records = self.env[model].with_context(active_test=False).search([])
            setattr(self, name, records)

    def happen(self, chance, today):
        self.read_all()
        valid = self.certificates.filtered(self.is_valid)
        policy, interest = chance.choice(self.policies), chance.choice(self.interests)
        some = timedelta(days=chance.choice([-20, 0, 30, 90, 200]))
        events = [
            *[lambda: self.generate(interest, issue_date=today)] * 5,
            *[lambda: self.renew(policy)] * 3,
            lambda: self.renew_elsewhere(policy, chance),
            lambda: policy.write({"date_cancelled": today + some}),
            lambda: self.policies.write({"date_cancelled": False}),
            lambda: policy.write({"active": not policy.active}),
            lambda: policy.write(
                {"date_expiration": policy.date_effective + timedelta(days=100)}
            ),
            lambda: policy.continues_id and policy.action_end_continuing(),
            lambda: interest.write({"renewal": chance.choice(["no", "yes", "ask"])}),
            lambda: interest.write(
                {"valid_until": today - some, "tail_until": today + some}
            ),
            lambda: interest.write({"active": not interest.active}),
            lambda: valid and chance.choice(valid)._cancel("A mistake"),
            lambda: interest.insured_id.write({"coi_description": f"Text {some}"}),
            lambda: self.agency.sudo().write(
                {"coi_renewal_days": chance.choice([0, 5, 45, 200])}
            ),
        ]
        chance.choice(events)()

    def renew(self, policy):
        new = self.env["coi.policy"].browse(policy.action_renew()["res_id"])
        new.action_confirm_limits()
        new.action_confirm_endorsements()

    def renew_elsewhere(self, policy, chance):
        new = policy.copy(
            {
                "name": f"N-{chance.random()}",
                "date_effective": policy.date_expiration,
                "date_expiration": policy.date_expiration + timedelta(days=300),
            }
        )
        new.action_confirm_limits()
        new.action_confirm_endorsements()
        new._continue(policy)

    # -------------------------------------------------------------------- compared

    def compare(self, today):
        self.env.invalidate_all()
        self.read_all()
        certificates = self.env["coi.certificate"]
        told = {each: self.foretell(each, today) for each in self.certificates}
        self.assertEqual({each: each.standing for each in told}, told)
        groups = dict(certificates._read_group([], ["standing"], ["id:recordset"]))
        for standing, _label in certificates._fields["standing"].selection:
            some = {each for each in told if told[each] == standing}
            found = certificates.search([("standing", "=", standing)])
            self.assertEqual(set(found), some, standing)
            self.assertEqual(set(groups.get(standing, ())), some, standing)
        since = self.interests.filtered(lambda each: self.foretell_since(each, today))
        self.assertEqual(self.interests.filtered("is_renewed_since"), since)
        found = self.interests.search([("is_renewed_since", "=", True)])
        self.assertEqual(found, since)
        return {*told.values(), bool(since)}

    def check_agency(self, seed):
        chance, seen = random.Random(seed), set()
        self.generate(self.env["coi.additional.interest"].search([]))
        for today in DAYS:
            with self.knowing(today):
                for _time in range(chance.randrange(2, 8)):
                    try:
                        with self.env.cr.savepoint():
                            self.happen(chance, today)
                    except UserError:  # what cannot be done now
                        self.env.invalidate_all()
                seen |= self.compare(today)
        return seen

    def test_any_agency(self):
        seen = set()
        for seed in range(AGENCIES):
            with self.subTest(seed), self.env.cr.savepoint() as savepoint:
                seen |= self.check_agency(seed)
                savepoint.rollback()
                self.env.invalidate_all()
        standings = self.env["coi.certificate"]._fields["standing"].selection
        self.assertEqual(seen, {True, False, *dict(standings)})
