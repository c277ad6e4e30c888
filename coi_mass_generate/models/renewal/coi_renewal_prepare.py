from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

from ..common.argument import read_record
from ..common.door import door, trusted
from .coi_policy import NEAR
from .coi_renewal import OVER

USER = "coi_mass_generate.group_user"
TODO = "mail.mail_activity_data_todo"
# By hand, what ended so long ago is still taken up.
LATE = timedelta(days=60)


class CoiRenewal(models.Model):
    """How renewals come to be: by a scheduled action some time before policies end,
    or by hand. Nothing is issued here, and nothing sent."""

    _inherit = "coi.renewal"

    # -------------------------------------------------------------------- from outside

    @api.model
    @door
    def prepare(self, insured_id):
        """Take up the policies of an insured that end next; the door for programs.

        :param insured_id: id of the insured
        :returns: dict ``renewal_id``, which is the one there is, if there is one
        :raises UserError: in the user's words
        """
        self.env["coi.request"]._check_user()
        insured = read_record(self.env, "res.partner", insured_id, "insured_id")
        if not insured:
            raise UserError(self.env._("insured_id: give one ID, as in 12."))
        insured.check_access("read")
        return {"renewal_id": self._prepare_by_hand(insured).id}

    @api.model
    @door
    def action_prepare_all(self):
        """Button of the board: what the scheduled action does, now."""
        self.env["coi.request"]._check_user()
        company = self.env.company
        made = self._prepare_company(company)
        words = (
            self.env._("Renewals prepared: %(count)s.", count=len(made))
            if made
            else self.env._(
                "There is nothing to prepare: no policy of an insured with holders "
                "ends within %(days)s days that is not in a renewal yet.",
                days=trusted(company).coi_renewal_days,
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if made else "info",
                "message": words,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _prepare_by_hand(self, insured):
        company = self.env.company
        today = self.env["coi.plan"]._get_today()
        policies = self._search_ending(company, today - LATE, None, insured)
        if not policies:
            return self._get_known(company, insured)
        first = cluster(policies)[0]
        return self._prepare_one(company, insured, first)

    @api.model
    def _get_known(self, company, insured):
        known = self.search(
            [
                ("company_id", "=", company.id),
                ("insured_id", "=", insured.id),
                ("state", "not in", OVER),
            ],
            limit=1,
        )
        if not known:
            raise UserError(
                self.env._(
                    "%(insured)s has no policy that ends and is not in a renewal "
                    "already.",
                    insured=insured.name,
                )
            )
        return known

    # ---------------------------------------------------- by the scheduled action

    @api.model
    def _cron_prepare(self):
        """Prepare what is due, company by company; twice makes nothing twice."""
        companies = self.env["res.company"].search([("coi_renewal_days", ">", 0)])
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            own = self.with_company(company).with_context(
                allowed_company_ids=company.ids, lang=company.partner_id.lang
            )
            own._prepare_company(company)
            own._drop_moot(company)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _prepare_company(self, company):
        """The renewals that are new."""
        # sudo(): the company's setting holds for whoever prepares for it.
        days = trusted(company).coi_renewal_days
        leads = self._get_leads(company)
        today = self.env["coi.plan"]._get_today()
        longest = timedelta(days=max([days, *leads.values()]))
        policies = self._search_ending(company, today, today + longest + NEAR)
        made = self.browse()
        for insured, own in policies.grouped("insured_id").items():
            lead = timedelta(days=max(days, leads.get(insured.id, 0)))
            for some in cluster(own):
                if min(some.mapped("date_expiration")) <= today + lead:
                    made += self._prepare_one(company, insured, some)
        return made

    @api.model
    def _get_leads(self, company):
        """The longest time before, in days, by the id of the insured whose holders
        want to have it earlier than the agency does it."""
        groups = self.env["coi.additional.interest"]._read_group(
            [("company_id", "=", company.id), ("renewal_days", ">", 0)],
            ["insured_id"],
            ["renewal_days:max"],
        )
        return {insured.id: days for insured, days in groups}

    @api.model
    def _search_ending(self, company, first, last, insured=None):
        """Policies that end from ``first`` to ``last`` and are in no renewal yet: of
        one insured, or of all that have holders."""
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("date_expiration", ">=", first)
        # One that was cancelled before is not renewed.
        domain &= Domain("date_cancelled", "=", False)
        if last:
            domain &= Domain("date_expiration", "<=", last)
        if insured:
            domain &= Domain("insured_id", "=", insured.id)
        policies = self.env["coi.policy"].search(
            domain, order="date_expiration, coverage_id, id"
        )
        # sudo(): whether it is in a renewal, whoever may see that.
        rows = trusted(self.env["coi.renewal.policy"]).search_fetch(
            [("policy_id", "in", policies.ids)], ["policy_id"]
        )
        policies -= rows.policy_id.with_env(self.env)
        return policies if insured else self._filter_with_holders(company, policies)

    @api.model
    def _filter_with_holders(self, company, policies):
        """Those of insureds somebody of whose holders receives renewals."""
        groups = self.env["coi.additional.interest"]._read_group(
            [
                ("company_id", "=", company.id),
                ("insured_id", "in", policies.insured_id.ids),
                ("renewal", "!=", "no"),
            ],
            ["insured_id"],
        )
        listed = {each.id for [each] in groups}
        return policies.filtered(lambda each: each.insured_id.id in listed)

    @api.model
    def _prepare_one(self, company, insured, policies):
        """The renewal of these, which end together; it may be there already."""
        day = min(policies.mapped("date_expiration"))
        renewal = self.search(
            [
                ("company_id", "=", company.id),
                ("insured_id", "=", insured.id),
                ("day", ">=", day - NEAR),
                ("day", "<=", day + NEAR),
                ("state", "not in", OVER),
            ],
            limit=1,
        )
        is_new = not renewal
        if is_new:
            renewal = self._create_one(company, insured, day)
        # sudo(): rows are made only here, of policies the user may read.
        rows = trusted(self.env["coi.renewal.policy"]).create(
            [
                {
                    "renewal_id": renewal.id,
                    "company_id": company.id,
                    "policy_id": policy.id,
                }
                for policy in policies
            ]
        )
        rows.with_env(self.env)._suggest()
        renewal._record({"is_stale": True})
        if is_new:
            renewal._ask_user()
        return renewal if is_new else self.browse()

    @api.model
    def _create_one(self, company, insured, day):
        responsible = self._find_responsible(company, insured)
        # sudo(): whoever may read policies and holders may have them taken up.
        # Who looks after it is asked by an activity, and gets no mail about it.
        created = trusted(self).with_context(
            mail_create_nosubscribe=True, mail_auto_subscribe_no_notify=True
        )
        renewal = created.create(
            {
                "company_id": company.id,
                "insured_id": insured.id,
                "day": day,
                "user_id": responsible.id,
            }
        )
        return renewal.with_env(self.env)

    @api.model
    def _find_responsible(self, company, insured):
        """The insured's salesperson, if that may do it; else nobody."""
        # sudo(): who looks after an insured is no secret within the agency.
        user = trusted(insured).user_id
        may = user.active and company in user.company_ids and user.has_group(USER)
        return user if may else user.browse()

    def _ask_user(self):
        """Let whoever looks after the insured know, in their language."""
        for renewal in self.filtered("user_id"):
            user = renewal.user_id
            # sudo(): they are asked by the renewal itself. No mail about it.
            own = trusted(renewal).with_context(
                lang=user.lang, mail_activity_quick_update=True
            )
            own.activity_schedule(
                TODO,
                user_id=user.id,
                summary=own.env._(
                    "Renewal on %(day)s: say which policies follow",
                    day=format_date(own.env, renewal.day),
                ),
                automated=True,
            )

    @api.model
    def _drop_moot(self, company):
        """What nobody has begun, and whose policies are all gone or canceled."""
        waiting = self.search(
            [("company_id", "=", company.id), ("state", "=", "mapping")]
        )
        for renewal in waiting:
            policies = renewal.policy_ids.policy_id
            if not any(each.active and not each.date_cancelled for each in policies):
                renewal._end("dropped")
                renewal._message_log(
                    body=self.env._("Dropped: its policies are archived or canceled.")
                )


def cluster(policies):
    """``policies`` in lists that end together, the earliest first.

    All of a list end within five days of its first.
    """
    lists = []
    for policy in policies.sorted("date_expiration"):
        first = lists[-1][:1] if lists else policy.browse()
        if first and policy.date_expiration - first.date_expiration <= NEAR:
            lists[-1] += policy
        else:
            lists.append(policy)
    return lists
