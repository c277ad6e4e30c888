from odoo import api, fields, models

from ..common.consent import Consent, read_consent
from ..common.door import trusted


class CoiBatch(models.Model):
    """What a batch was asked for: written down once, and judged again from it."""

    _inherit = "coi.batch"

    @api.model
    def _start(self, interests, confirmed=True, overrides=None, kinds=None, **options):
        """The batch of a new run.

        :param confirmed: whether the user saw the warnings and wants these too; or the
            ids of the interests whose warnings that were
        :param overrides: ``{interest id: reason or {"reason", "codes"}}``
        :param kinds: keys of the rules whose warnings are confirmed; None: of all
        :param options: see ``coi.request._prepare_run``
        """
        consent = read_consent(self.env, confirmed, overrides, kinds)
        run = self.env["coi.request"]._prepare_run(interests, consent, **options)
        return self._carry_out(*run)

    @api.model
    def _create_batch(self, cases, vals):
        # sudo(): users only read batches, lines and certificates, so that none can be
        # forged; coi.request has just checked the group and the interests.
        vals = {**vals, **self._prepare_batch_vals(cases)}
        return trusted(self).create(vals).sudo(False)

    @api.model
    def _prepare_batch_vals(self, cases):
        """What a new batch says besides what was asked; a hook.

        :param cases: the first of its cases, one at least
        """
        company = cases[0].interest.company_id
        [name] = self.env["ir.sequence"]._coi_reserve("coi.batch", company, 1)
        insureds = {case.asked.insured_id for case in cases}
        return {
            "name": name,
            "company_id": company.id,
            "user_id": self.env.uid,
            "insured_ids": [fields.Command.set(list(insureds))],
        }

    def _create_lines(self, cases, start=0):
        """A line a case, in one query, during which nothing else can be asked.

        :param start: index of the first case in the selection
        """
        # sudo(): see _create_batch()
        trusted(self.env["coi.batch.line"])._create_bulk(
            (
                self._prepare_line_vals(case, index)
                for index, case in enumerate(cases, start)
            ),
            {"batch_id": self.id, "company_id": self.company_id.id},
        )

    @api.model
    def _prepare_line_vals(self, case, index):
        return {
            "sequence": index,
            "interest_id": case.id,
            "insured_id": case.asked.insured_id,
            "holder_id": case.asked.holder_id,
            "form_id": case.form.id,
            "asked": self.env["coi.asked"]._describe(case),
            "verdict": case.verdict,
            "reasons": case.dump_findings(),
            "overrides": case.dump_override(),
            "revises_id": case.revises.id if case.revises else False,
            "state": case.outcome,
        }

    def _get_cases(self, interests):
        """Cases of ``interests`` as this batch asked for them, judged now."""
        lines = self.env["coi.batch.line"].search_fetch(
            [("batch_id", "=", self.id), ("interest_id", "in", interests.ids)],
            [
                "interest_id", "holder_id", "insured_id", "form_id", "asked",
                "overrides", "revises_id", "reasons",
            ],
        )  # fmt: skip
        cases = self.env["coi.plan"]._get_cases(
            interests,
            self.issue_date,
            # One that was archived meanwhile, too: without it, others would be shown.
            self.with_context(active_test=False).policy_ids or None,
            {
                None: self.form_id,
                **{each.insured_id.id: each.form_id for each in lines if each.form_id},
            },
            {line.interest_id.id: line.revises_id for line in lines if line.revises_id},
            self._get_consent(lines),
        )
        by_interest = {line.interest_id.id: line for line in lines}
        for case in cases:
            self.env["coi.asked"]._compare(by_interest[case.id], case)
        return cases

    def _get_consent(self, lines):
        """What was confirmed: what was seen then. A warning that came up since is not,
        nor is what would be another certificate than was asked for."""
        told = {
            line.interest_id.id: {reason["code"] for reason in line.reasons or ()}
            for line in lines
        }
        overrides = {
            line.interest_id.id: line.overrides for line in lines if line.overrides
        }
        # Before kinds were told apart, all were confirmed.
        kinds = self.confirmed_kinds
        kinds = frozenset(kinds) if isinstance(kinds, list) else None
        return Consent(self.warnings_confirmed, kinds, None, told, overrides)

    def _as_requester(self):
        """This batch as the user who asked for it sees it: a background run has that
        user's rights, company and language, and no more."""
        user, company = self.user_id, self.company_id
        return (
            self.with_user(user)
            .with_company(company)
            .with_context(allowed_company_ids=company.ids, lang=user.lang, tz=user.tz)
        )
