from collections import defaultdict
from hashlib import sha256

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ..common.door import trusted
from ..common.json_text import dump, encode

# What is shown of a sent certificate, and never changes.
GUARDED = (
    "number", "revision", "company_id", "insured_name", "insured_origin",
    "holder_name", "holder_origin", "batch_id", "user_id", "issue_date", "is_kept",
    "description", "values_json", "page_count", "sha256", "content_hash",
    "override_reason", "override_user_id", "override_findings", "basis_id",
    "renews_id",
)  # fmt: skip
# Whom it refers to, and as whom it was issued.
ORIGINS = (("holder_id", "holder_origin"), ("insured_id", "insured_origin"))
# Certificates of an earlier database that get their hash at once.
GUARD_AT_ONCE = 5000
# What differs between two certificates that say the same.
NOT_CONTENT = ("date", "number", "revision")


class CoiCertificate(models.Model):
    """What of a certificate is under a hash: what it says, and its record."""

    _inherit = "coi.certificate"

    @api.model
    def _get_static_hash(self, static):
        """SHA-256 over what all holders of a variant see (``coi.page``)."""
        return sha256(encode(static).encode()).hexdigest()

    @api.model
    def _get_content_hash(self, static_hash, values):
        """SHA-256 over what the holder sees, apart from date, number and revision."""
        seen = {name: text for name, text in values.items() if name not in NOT_CONTENT}
        return sha256(encode([static_hash, seen]).encode()).hexdigest()

    @api.model
    def _get_record_hash(self, vals, form_id, policy_ids):
        """SHA-256 over what is stored and shown of a certificate, as it was issued.

        :param vals: values by name of column
        :param form_id: id of its form
        :param policy_ids: ids of the policies it shows
        """
        # Where there is nothing, nothing is said: a column that comes later leaves the
        # hashes of those that were issued before it as they are.
        parts = [f"{name}={value}" for name in GUARDED if (value := vals[name])]
        return sha256(dump([*parts, form_id, sorted(policy_ids)]).encode()).hexdigest()

    @api.model
    def _get_identity(
        self, company_id, insured_id, holder_id, project, form_id, policy_ids
    ):
        """What certificates share that are revisions of one another.

        :param form_id: id of the form's first edition (``coi.form._get_root``)
        """
        policies = sorted(policy_ids)
        parts = company_id, insured_id, holder_id, project or "", form_id, policies
        return sha256(repr(parts).encode()).hexdigest()

    def _compute_is_damaged(self):
        damaged = self._find_damaged()
        for certificate in self:
            certificate.is_damaged = certificate.id in damaged

    def _find_damaged(self):
        """Ids of those that are not stored any more as they were issued."""
        damaged, moved, resting = set(), [], defaultdict(set)
        for vals, record_hash in self._iter_record_hashes():
            if vals["record_sha256"] != record_hash:
                damaged.add(vals["id"])
            if any(vals[now] != vals[then] for now, then in ORIGINS):
                moved.append(vals["id"])
            resting[vals["basis_id"]].add(vals["id"])
        # Thousands share what they rest on: each is looked at once.
        for basis_id in self.env["coi.basis"].browse(filter(None, resting))._find_odd():
            damaged |= resting[basis_id]
        return damaged | self.browse(moved)._find_given_away()

    def _iter_record_hashes(self):
        """(stored values, the hash they have now) of each, in a few queries."""
        self.flush_model()
        own = [name for name, _origin in ORIGINS]
        columns = ["id", "master_id", "record_sha256", *own, *GUARDED]
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM coi_certificate WHERE id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, columns)),
                list(self.ids),
            )
        )
        masters = self._read_masters({master_id for _id, master_id, *_rest in rows})
        for row in rows:
            vals = dict(zip(columns, row, strict=True))
            yield vals, self._get_record_hash(vals, *masters[vals["master_id"]])

    @api.model
    def _read_masters(self, master_ids):
        """``{master id: (form id, policy ids)}``, archived ones and all."""
        shown = self.env["coi.master"]._fields["policy_ids"]
        rows = self.env.execute_query(
            SQL(
                "SELECT id, form_id, ARRAY(SELECT %s FROM %s WHERE %s = coi_master.id)"
                " FROM coi_master WHERE id = ANY(%s)",
                SQL.identifier(shown.column2),
                SQL.identifier(shown.relation),
                SQL.identifier(shown.column1),
                list(master_ids),
            )
        )
        return {master_id: (form_id, policies) for master_id, form_id, policies in rows}

    def _find_given_away(self):
        """Ids of those that refer to another contact than they were issued with,
        though that one was not merged into it: it is still there."""
        if not self:
            return set()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM coi_certificate c WHERE id = ANY(%s) AND"
                " (holder_id != holder_origin OR insured_id != insured_origin) AND"
                " EXISTS (SELECT FROM res_partner p WHERE p.id = holder_origin AND"
                " p.id != holder_id OR p.id = insured_origin AND p.id != insured_id)",
                list(self.ids),
            )
        )
        return {row_id for [row_id] in rows}

    def _check_intact(self):
        """Refuse to hand out what is not stored any more as it was issued."""
        damaged = self.browse(self._find_damaged())
        if damaged:
            raise UserError(
                self.env._(
                    "The stored data of certificate %(number)s was changed: it no "
                    "longer says what was issued. Nothing was downloaded. Restore it "
                    "from a backup.",
                    number=", ".join(each._get_full_number() for each in damaged[:10]),
                )
            )

    @api.private
    def init(self):
        """Give certificates of earlier databases what new ones are stored with."""
        unguarded = self.env.execute_query(
            SQL("SELECT id FROM coi_certificate WHERE record_sha256 IS NULL")
        )
        ids = [row_id for [row_id] in unguarded]
        for some in split_every(GUARD_AT_ONCE, ids):
            # trusted(): Odoo itself asks, as it updates the addon.
            trusted(self.browse(some))._guard_issued()
        return super().init()

    def _guard_issued(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT c.id, c.holder_id, c.insured_id,"
                " COALESCE(h.snapshot->'insured'->>'name', p.name)"
                " FROM coi_certificate c JOIN coi_master h ON h.id = c.master_id"
                " JOIN res_partner p ON p.id = c.insured_id WHERE c.id = ANY(%s)",
                list(self.ids),
            )
        )
        names = ("holder_origin", "insured_origin", "insured_name")
        self.browse(row[0] for row in rows)._write_bulk(
            {}, [dict(zip(names, row[1:], strict=True)) for row in rows]
        )
        hashes = {
            vals["id"]: record_hash for vals, record_hash in self._iter_record_hashes()
        }
        self.browse(hashes)._write_bulk(
            {}, [{"record_sha256": record_hash} for record_hash in hashes.values()]
        )
