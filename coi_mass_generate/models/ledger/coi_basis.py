import json
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..common.door import trusted
from ..common.grants import GRANTS
from .coi_certificate import MARK, UNNAMED_MARKS

# The same text for the same endorsements.
encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


class CoiBasis(models.Model):
    """What the marks of certificates rest on: endorsements as they were at issue.

    Thousands of certificates share one. It names the endorsements for good, whatever
    becomes of them; while a valid certificate points here, none of them is deleted.
    """

    _name = "coi.basis"
    _description = "Endorsements Behind Certificates"
    _order = "id desc"
    _rec_name = "key"

    key = fields.Char(
        required=True, readonly=True, index=True, help="Hash of what it says."
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    endorsement_ids = fields.Many2many("coi.policy.endorsement", readonly=True)
    # A list of dicts: grant, policy, endorsement, number, edition, is_blanket, gives
    # (the names of the fields that gave the grant; not there in earlier ones).
    data = fields.Json(readonly=True, required=True)
    summary = fields.Text(compute="_compute_summary")

    @api.depends("data")
    @api.depends_context("lang")
    def _compute_summary(self):
        for basis in self:
            basis.summary = "\n".join(map(self._say, basis.data or []))

    @api.model
    def _say(self, entry):
        kind = self.env._("blanket") if entry["is_blanket"] else self.env._("scheduled")
        number = " ".join(filter(None, (entry["number"], entry["edition"])))
        known = GRANTS.get(entry["grant"])
        grant = known.get_label(self.env) if known else entry["grant"]
        return f"{grant}: {entry['policy']}, {number} ({kind})"

    @api.model
    def _find_or_create(self, cases, company):
        """Ids of what the marks of ``cases`` rest on, in their order; False: none."""
        known, keys = {}, []
        for case in cases:
            marks = self._get_marks(case)
            if marks and marks not in known:
                known[marks] = self._prepare_entries(case)
            keys.append(marks)
        ids = self._get_ids(known, company) if known else {}
        return [ids.get(marks, False) for marks in keys]

    @api.model
    def _get_marks(self, case):
        """What tells two cases apart whose marks rest on different endorsements."""
        return tuple(
            (grant, given.term.id, endorsement.record.id)
            for grant, every in case.granted.items()
            for given in every
            for endorsement in given.endorsements
        )

    @api.model
    def _prepare_entries(self, case):
        return [
            {
                "grant": grant,
                "policy": given.term.label,
                "endorsement": endorsement.record.id,
                "number": endorsement.number,
                "edition": endorsement.edition,
                "is_blanket": endorsement.is_blanket,
                "gives": [
                    name
                    for name in GRANTS[grant].endorsement_fields
                    if name in endorsement.gives
                ],
            }
            for grant, every in case.granted.items()
            for given in every
            for endorsement in given.endorsements
        ]

    @api.model
    def _get_ids(self, entries, company):
        """Ids by marks; what is not there yet is made."""
        keys = {marks: self._get_key(said) for marks, said in entries.items()}
        # Only the engine makes these, for a batch whose user's rights were checked.
        bases = trusted(self)
        found = bases.search(
            [("key", "in", list(keys.values())), ("company_id", "=", company.id)]
        )
        ids = {basis.key: basis.id for basis in found}
        missing = {keys[marks]: said for marks, said in entries.items()}
        vals_list = [
            self._prepare_vals(key, said, company)
            for key, said in missing.items()
            if key not in ids
        ]
        ids.update((basis.key, basis.id) for basis in bases.create(vals_list))
        return {marks: ids[key] for marks, key in keys.items()}

    @api.model
    def _prepare_vals(self, key, said, company):
        return {
            "key": key,
            "company_id": company.id,
            "endorsement_ids": [fields.Command.set([e["endorsement"] for e in said])],
            "data": said,
        }

    def _find_odd(self):
        """Ids of those that do not say any more what they said when they were made."""
        if not self:
            return []
        self.flush_model(["key", "data"])
        rows = self.env.execute_query(
            SQL("SELECT id, key, data FROM coi_basis WHERE id = ANY(%s)", self.ids)
        )
        return [row_id for row_id, key, said in rows if key != self._get_key(said)]

    @api.model
    def _get_key(self, said):
        return sha256(encode(said).encode()).hexdigest()

    @api.model
    def _get_relied_on(self, endorsements):
        """Those of ``endorsements`` on which a mark of a valid certificate rests."""
        return self._get_known(endorsements) | self._get_suspected(endorsements)

    @api.model
    def _get_suspected(self, endorsements):
        """Those whose policy has a mark on a valid certificate of an earlier database.

        It does not say what the mark rests on: any endorsement of the policy may be it.
        """
        certificates = self.env["coi.certificate"]
        certificates.flush_model(["master_id", "basis_id", "is_kept", "state"])
        shown = self.env["coi.master"]._fields["policy_ids"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.id FROM coi_policy_endorsement e
                 WHERE e.id = ANY(%(ids)s)
                   AND EXISTS (
                       SELECT FROM coi_certificate c
                         JOIN %(relation)s shown ON shown.%(master)s = c.master_id
                        WHERE shown.%(policy)s = e.policy_id
                          AND c.values_json ~ (%(mark)s || e.policy_id || '"')
                          AND %(unnamed)s
                   )
                """,
                ids=endorsements.ids,
                relation=SQL.identifier(shown.relation),
                master=SQL.identifier(shown.column1),
                policy=SQL.identifier(shown.column2),
                mark=MARK,
                unnamed=SQL(UNNAMED_MARKS),
            )
        )
        return endorsements.browse(each for [each] in rows)

    @api.model
    def _get_known(self, endorsements):
        """Those that a valid certificate names as what a mark of it rests on."""
        self.env["coi.certificate"].flush_model(["basis_id", "is_kept", "state"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT rel.coi_policy_endorsement_id
                  FROM coi_basis_coi_policy_endorsement_rel rel
                 WHERE rel.coi_policy_endorsement_id = ANY(%s)
                   AND EXISTS (
                       SELECT FROM coi_certificate
                        WHERE basis_id = rel.coi_basis_id
                          AND is_kept IS TRUE AND state = 'issued'
                   )
                """,
                endorsements.ids,
            )
        )
        return endorsements.browse(each for [each] in rows)

    @api.model
    def _unlink_unused(self):
        """Delete what no certificate needs any more."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM coi_basis WHERE NOT EXISTS"
                " (SELECT FROM coi_certificate WHERE basis_id = coi_basis.id)"
            )
        )
        self.browse(basis_id for [basis_id] in rows).unlink()

    def write(self, vals):
        if vals:
            raise UserError(
                self.env._("What certificates are based on cannot be changed.")
            )
        return super().write(vals)
