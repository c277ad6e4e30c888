from odoo import api, fields, models
from odoo.tools import split_every

from ..common.door import trusted
from .coi_import_plan_interest import RELATIONS

# The import's own record says who did what: no log note a contact.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
}


# Records written between two reports of progress.
CHUNK = 1000


class CoiImportWriter(models.AbstractModel):
    """Does what a plan says, in the transaction it is called in."""

    _name = "coi.import.writer"
    _description = "Writer of an Import"

    @api.model
    def _write_plan(self, run, plan):
        """Write holders, interests, and which row they came from."""
        holders = plan.holders if run.kind == "holder" or run.one_go else []
        count = len(holders) + len(plan.interests) + len(plan.policies)
        progress = Progress(run, count)
        writer = self.with_company(run.company_id).with_context(**QUIET)
        if run.kind == "policy":
            writer.env["coi.import.writer.policy"]._write_plan(run, plan, progress)
            writer._link_rows(run, plan.entries)
            return
        writer._write_holders(holders, progress)
        writer._write_interests(run, plan.interests, progress)
        gone = run.gone_ids.filtered("active")
        gone.with_context(**QUIET).action_archive()
        written = {"holder": holders, "interest": plan.interests}
        self.env["coi.import.trace"]._note(run, written, gone.ids)
        writer._link_rows(run, plan.entries)

    @api.model
    def _write_holders(self, groups, progress):
        new = [group for group in groups if group.doing == "create"]
        for some in split_every(CHUNK, new):
            partners = self.env["res.partner"].create(
                [self._prepare_new_holder_vals(group) for group in some]
            )
            for group, partner in zip(some, partners, strict=True):
                group.id = partner.id
            self.env.flush_all()
            progress.add(len(some))
        for group in groups:
            if group.doing == "update":
                self.env["res.partner"].browse(group.id).write(group.vals)
            if group.doing != "create":
                progress.add(1)

    @api.model
    def _prepare_new_holder_vals(self, group):
        return {"is_company": True, "coi_is_holder": True, **group.vals}

    @api.model
    def _write_interests(self, run, groups, progress):
        new = [group for group in groups if group.doing == "create"]
        for some in split_every(CHUNK, new):
            interests = self.env["coi.additional.interest"].create(
                [self._prepare_new_interest_vals(run, group) for group in some]
            )
            for group, interest in zip(some, interests, strict=True):
                group.id = interest.id
            self.env.flush_all()
            progress.add(len(some))
        for group in groups:
            if group.doing == "update":
                interest = self.env["coi.additional.interest"].browse(group.id)
                interest.write(_as_commands(group.vals))
            if group.doing != "create":
                progress.add(1)

    @api.model
    def _prepare_new_interest_vals(self, run, group):
        return {
            "company_id": run.company_id.id,
            "insured_id": group.insured_id,
            "holder_id": group.leader.holder.id,
            **_as_commands(group.vals),
        }

    @api.model
    def _link_rows(self, run, entries):
        """Note at every row which contact and which interest it became.

        trusted(): of an import whose user may finish it.
        """
        links = {
            entry.number: self._prepare_link(entry)
            for entry in entries
            if entry.bucket in ("create", "update") or entry.decision
        }
        lines = trusted(self.env["coi.import.line"]).search_fetch(
            [("run_id", "=", run.id), ("number", "in", list(links))], ["number"]
        )
        lines._write_bulk({}, [links[line.number] for line in lines])
        self.env["coi.import.line"].invalidate_model()

    @api.model
    def _prepare_link(self, entry):
        holder, interest = entry.holder, entry.interest
        return {
            "partner_id": (holder and holder.id) or None,
            "interest_id": (interest and interest.id) or None,
            "policy_id": (entry.policy and entry.policy.id) or None,
            "match_key": entry.match_key if entry.decision == "same" else None,
        }


class Progress:
    """Counts steps, and tells the waiting user now and then."""

    def __init__(self, run, total):
        self.run, self.total, self.done, self.told = run, total, 0, 0

    def add(self, count):
        self.done += count
        if self.done - self.told >= CHUNK:
            self.told = self.done
            self.run.env["coi.import.progress"]._report(self.run, self.done, self.total)


def _as_commands(vals):
    return {
        key: [fields.Command.set(value)] if key in RELATIONS else value
        for key, value in vals.items()
    }
