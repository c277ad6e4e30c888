from odoo import api, fields, models
from odoo.exceptions import UserError


class CoiGenerate(models.TransientModel):
    """From where the wizard is opened, and what is filled in then."""

    _inherit = "coi.generate"

    @api.model
    def _open_for_insureds(self, insureds):
        return self._open({"scope": "insureds", "insured_ids": insureds.ids})

    @api.model
    def _open_for_holders(self, holders):
        insureds = self._get_insureds([("holder_id", "in", holders.ids)])
        return self._open(
            {
                "scope": "holders",
                "scope_ids": holders.ids,
                "insured_ids": insureds.ids if len(insureds) == 1 else [],
            }
        )

    @api.model
    def _open_for_interests(self, interests, note=False):
        return self._open(
            {
                "note": note,
                "scope": "interests",
                "scope_ids": interests.ids,
                **self._prepare_selection(interests),
            }
        )

    @api.model
    def _open_for_certificates(self, certificates):
        """Historical holders: those whose interest still exists."""
        listed = certificates._filter_listed()
        interests = listed.interest_id
        if not interests:
            raise UserError(
                self.env._(
                    "These holders are no longer in any insured's Additional "
                    "Interests. Add them again to generate certificates."
                )
            )
        gone = (certificates - listed).filtered(
            lambda each: each.interest_id not in interests
        )
        note = gone and self.env._(
            "Left out because they are no longer in the list: %(holders)s",
            holders=", ".join(dict.fromkeys(gone.mapped("holder_name"))),
        )
        return self._open_for_interests(interests, note=note or False)

    @api.model
    def _open_for_revision(self, certificates):
        """One certificate a holder and project: the latest of those given."""
        latest = {}
        for certificate in certificates._filter_listed().sorted("id"):
            if certificate.state == "issued" and certificate.is_kept:
                latest[certificate.interest_id] = certificate
        revised = self.env["coi.certificate"].union(*latest.values())
        if not revised:
            raise UserError(
                self.env._(
                    "None of these certificates can be revised: they are superseded "
                    "or canceled, or their holder is no longer in the list, or the "
                    "interest has since been given to another holder or insured. "
                    "Cancel those, and generate new ones."
                )
            )
        return self._open(
            {
                "note": self._explain_left_out(certificates - revised),
                "scope": "certificates",
                "scope_ids": revised.ids,
                **self._prepare_selection(revised.interest_id),
                "form_id": self._get_form_to_keep(revised).id,
            },
            self.env._("Revise Certificates"),
        )

    @api.model
    def _get_form_to_keep(self, certificates):
        """The form all of them are on, as long as it may be used."""
        form, today = certificates.form_id, fields.Date.context_today(self)
        return form if len(form) == 1 and form._is_usable(today) else form[:0]

    @api.model
    def _explain_left_out(self, certificates):
        if not certificates:
            return False
        return self.env._(
            "Left out because they are no longer valid, the holder left the list, the "
            "interest was given to someone else, or there is a later one here: "
            "%(numbers)s",
            numbers=", ".join(certificates.mapped("display_name")),
        )

    @api.model
    def _open_for_batch(self, batch):
        """Those of ``batch`` that were blocked or kept aside, as it was asked for.

        Its warnings are confirmed anew: who is left has some that nobody confirmed.
        """
        left = self._search_left(batch.ids)
        listed = left.interest_id._filtered_access("read").filtered("active")
        interests = listed.filtered(lambda each: each.company_id == batch.company_id)
        if not interests:
            raise UserError(
                self.env._("None of these holders is in an insured's list anymore.")
            )
        return self._open(
            {
                "scope": "batch",
                "scope_ids": batch.ids,
                **self._prepare_selection(interests),
                **self._prepare_asked(batch),
                "overrides": self._prepare_overrides(batch, left),
            },
            self.env._("Revise Certificates") if left.revises_id else None,
        )

    @api.model
    def _prepare_selection(self, interests):
        """Defaults that check ``interests``, of one company."""
        return {
            "selected_ids": interests.ids,
            "insured_ids": interests.insured_id._filtered_access("read").ids,
            "company_id": (interests.company_id[:1] or self.env.company).id,
        }

    @api.model
    def _prepare_asked(self, batch):
        """Defaults that ask for what ``batch`` was asked for."""
        # One that was archived meanwhile, too: without it, others would be shown.
        policies = batch.with_context(active_test=False).policy_ids
        return {
            "issue_date": fields.Date.to_string(batch.issue_date),
            "policy_ids": policies.ids,
            **self._prepare_asked_form(batch),
            "output": batch.output,
            "save_history": batch.save_history,
        }

    @api.model
    def _prepare_asked_form(self, batch):
        form = batch.form_id
        if not form or form._is_usable(batch.issue_date):
            return {"form_id": form.id}
        note = self.env._(
            "%(batch)s was requested on the form %(form)s, which may no longer be "
            "used. See which form is used now, or choose another one.",
            batch=batch.name,
            form=form.display_name,
        )
        return {"form_id": False, "note": note}

    @api.model
    def _prepare_overrides(self, batch, lines):
        """The reasons a manager gave, for that manager: what one said, no other did."""
        is_own = batch.user_id == self.env.user
        if not (is_own and self.env.user.has_group("coi_mass_generate.group_manager")):
            return {}
        return {
            str(line.interest_id.id): {
                "reason": line.overrides["reason"],
                "codes": line.overrides["codes"],
            }
            for line in lines
            if line.overrides
        }

    @api.model
    def _open(self, defaults, name=None):
        self.browse().check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": name or self.env._("Generate Certificates"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "dialog_size": "extra-large",
                **{f"default_{name}": value for name, value in defaults.items()},
            },
        }
