from collections import defaultdict

from odoo import api, models

from ..common.columns import read_rows
from ..common.door import trusted
from ..common.links import read_links

# So many are named in a warning; the others are counted.
NAMED = 5


class CoiDeliveryPages(models.AbstractModel):
    """Which endorsement pages go along with which certificates: those of the
    endorsements that a certificate's marks rest on, once a mail."""

    _name = "coi.delivery.pages"
    _description = "Endorsement Pages in Deliveries"

    @api.model
    def _read_facts(self, company_id, basis_ids):
        """``{id of a basis: ((id of an endorsement, size of its pages or 0), …)}``, of
        none where the company sends none; in a constant number of queries."""
        # sudo(): what certificates rest on that the user may read.
        env = trusted(self).env
        bases = env["coi.basis"].browse(filter(None, set(basis_ids)))
        if not bases or not env["res.company"].browse(company_id).coi_send_pages:
            return {}
        links = read_links(bases, "endorsement_ids")
        every = {each for ids in links.values() for each in ids}
        sizes = self._read_sizes(env, every)
        return {
            basis_id: tuple((each, sizes.get(each, 0)) for each in sorted(ids))
            for basis_id, ids in links.items()
        }

    @api.model
    def _read_sizes(self, env, ids):
        return env["coi.delivery.plan"]._read_sizes(
            "coi.policy.endorsement", "document", ids
        )

    @api.model
    def _find(self, deliveries):
        """``{id of a delivery: endorsements}`` whose pages go along, each file once."""
        # sudo(): see _read_facts().
        found = defaultdict(trusted(self.env["coi.policy.endorsement"]).browse)
        for delivery in trusted(deliveries):
            is_sent = delivery.company_id.coi_send_pages
            # An insured has its own policies.
            if not is_sent or delivery.purpose != "certificates":
                continue
            given = delivery.certificate_ids.basis_id.endorsement_ids.sorted("id")
            alike = {}
            for each in given.filtered("document_sha256"):
                alike.setdefault(each.document_sha256, each)
            found[delivery.id] = given.browse(each.id for each in alike.values())
        return found

    @api.model
    def _describe(self, envelopes):
        """What is to be known of them before anything is sent: a list of texts."""
        pieces = {piece.id: piece for each in envelopes for piece in each.pieces}
        given = sum(any(size for _id, size in each.pages) for each in pieces.values())
        lacking = {
            number
            for each in pieces.values()
            for number, size in each.pages
            if not size
        }
        said = []
        if given:
            said.append(
                self.env._(
                    "Certificates with endorsement pages: %(count)s", count=given
                )
            )
        if lacking:
            said.append(self._say_lacking(sorted(lacking)))
        return said

    @api.model
    def _say_lacking(self, ids):
        # sudo(): see _read_facts().
        first = trusted(self.env["coi.policy.endorsement"]).browse(ids[:NAMED])
        policies = first.policy_id
        names = {row.id: row.name for row in read_rows(policies, ("id", "name"))}
        listed = ", ".join(
            f"{each.display_name} ({names[each.policy_id.id]})" for each in first
        )
        if len(ids) > NAMED:
            listed = self.env._(
                "%(listed)s and %(count)s more", listed=listed, count=len(ids) - NAMED
            )
        return self.env._(
            "Endorsement pages are missing: %(listed)s. Upload them on the policy, or "
            "send without them.",
            listed=listed,
        )
