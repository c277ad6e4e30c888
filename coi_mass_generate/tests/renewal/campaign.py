"""A year after: the agency's policies end soon, and its holders have certificates."""

from datetime import date, timedelta

from ..agency import EXPIRATION, ISSUE_DATE, AgencyCase

# The day on which it is worked at the renewal of January 31.
TODAY = date(2026, 12, 20)


class RenewalCase(AgencyCase):
    """The four policies of Beacon end on January 31, 2027; another insurer has the new
    general liability policy."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dover.sudo().write(cls.get_address("8 Bay Street", "Dover", "02030"))
        cls.interests = (
            cls.plain_interest
            | cls.ai_interest
            | cls.bank_interest
            | cls.dover_interest
        )
        cls.issue_all(cls.interests, ISSUE_DATE)
        cls.known_on = TODAY
        cls.env.flush_all()

    @classmethod
    def issue_all(cls, interests, day):
        kinds = list(cls.env["coi.check"]._get_kinds())
        told = cls.env["coi.batch"].generate(
            interest_ids=interests.ids, issue_date=day, confirm_kinds=kinds
        )
        assert told["done"] == len(interests), told["reasons"]
        return cls.env["coi.batch"].browse(told["batch_id"]).certificate_ids

    @classmethod
    def make_term(cls, line, number, *grants, start=EXPIRATION, **vals):
        """A policy of a new term; with one endorsement that gives ``grants``."""
        vals.setdefault("insurer", cls.atlantic)
        if grants:
            vals["endorsement_ids"] = [cls.endorsement("XX 1", *grants)]
        return cls.make_policy(
            line,
            number,
            date_effective=start,
            date_expiration=start + timedelta(days=365),
            **vals,
        )

    @classmethod
    def prepare(cls, insured=None):
        renewals = cls.env["coi.renewal"]
        told = renewals.prepare((insured or cls.beacon).id)
        return renewals.browse(told["renewal_id"])

    def get_row(self, renewal, policy):
        return renewal.policy_ids.filtered(lambda row: row.policy_id == policy)

    def renew_all(self, renewal):
        """All policies go on with the same insurer, with all they had."""
        for row in renewal.policy_ids:
            row.action_renew()
        renewal.policy_ids.action_confirm_limits()
        renewal.policy_ids.action_confirm_endorsements()

    def get_holder(self, renewal, interest):
        return renewal.line_ids.filtered(lambda line: line.interest_id == interest)

    def get_why(self, renewal):
        """``{interest: why}``"""
        return {line.interest_id: line.why for line in renewal.line_ids}

    def accept_all(self, renewal):
        for alarm in renewal.alarms:
            renewal.accept(alarm["kind"])

    def release(self, renewal):
        """The batch of all that are ready."""
        self.accept_all(renewal)
        action = renewal.action_release()
        return self.env["coi.batch"].browse(action["res_id"])
