from itertools import pairwise

from odoo import api, models
from odoo.exceptions import UserError

from ..common.door import trusted


class CoiCertificate(models.Model):
    """What becomes of certificates when contacts they name are merged or deleted."""

    _inherit = "coi.certificate"

    @api.model
    def _check_partners_free(self, partners):
        """Refuse, in the user's words, to delete contacts that certificates name."""
        # sudo(): whoever may read them; only that there are some is told.
        named = trusted(self).search_count(
            [
                "|",
                ("holder_id", "in", partners.ids),
                ("insured_id", "in", partners.ids),
            ],
            limit=1,
        )
        if named:
            raise UserError(
                self.env._(
                    "Certificates were issued to or for this contact. Archive it "
                    "instead of deleting it."
                )
            )

    @api.model
    def _follow_merge(self, partners, survivor):
        """Let valid certificates of contacts that become one be revised as one's.

        Whose certificate was issued last is the valid one; what was printed stays.

        :param partners: the contacts that are merged, ``survivor`` among them
        """
        # sudo(): the wizard has checked that the user may merge them.
        issued = trusted(self).search(
            [
                ("is_kept", "=", True),
                ("state", "=", "issued"),
                "|",
                ("holder_id", "in", partners.ids),
                ("insured_id", "in", partners.ids),
            ],
            order="id",
        )
        identities = issued._get_merged_identities(partners, survivor)
        for twins in issued.grouped(identities.get).values():
            for old, new in pairwise(twins):
                new._supersede_twin(old)
        valid = issued.filtered(lambda each: each.state == "issued")
        valid._write_bulk({}, [{"identity": identities[each]} for each in valid])

    def _get_merged_identities(self, partners, survivor):
        """The identity each of these will have; its own where it does not depend on
        what its records say now: the project was changed since, say."""
        identities = {}
        for each in self:
            ids = each.insured_id.id, each.holder_id.id
            merged = (survivor.id if id_ in partners.ids else id_ for id_ in ids)
            rest = (
                each.interest_id.project,
                each.master_id.form_id._get_root().id,
                each.master_id.policy_ids.ids,
            )
            known = self._get_identity(each.company_id.id, *ids, *rest)
            identities[each] = (
                self._get_identity(each.company_id.id, *merged, *rest)
                if known == each.identity
                else each.identity
            )
        return identities

    def _supersede_twin(self, old):
        """Set ``old`` before the first revision of this one's number."""
        first = self
        while first.supersedes_id:
            first = first.supersedes_id
        old.write({"state": "superseded"})
        first._write_bulk({"supersedes_id": old.id})
