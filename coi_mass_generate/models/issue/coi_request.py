from functools import partial
from hashlib import sha256

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import SQL

from ..common.door import trusted
from ..common.json_text import encode

# States of batches that are not made to the end.
UNFINISHED = ("pending", "running", "paused")


class CoiRequest(models.AbstractModel):
    """Requests of programs that come twice, because the first answer was late or lost.

    One that carries a key of its program's makes one batch, however often and whenever
    it comes. One without is recognised only while its batch is being made: afterwards
    nobody can tell a repetition from a wish to send everything again.
    """

    _name = "coi.request"
    _description = "Request of Another Program"

    @api.model
    def _get_hash(self, *parts):
        """SHA-256 over anything that JSON can say; dates are texts."""
        return sha256(encode(parts).encode()).hexdigest()

    @api.model
    def _answer(self, company, key, request_hash):
        """What was answered, or will be, to the same request of the same user.

        The first of equal requests goes on; the others wait here until it is stored.

        :param key: of the program's choice; "": it gave none
        :param request_hash: hash of what is asked for
        :returns: see ``coi.batch.generate``; None for a request that is new
        :raises UserError: where the key is that of another request
        """
        asked = Domain("company_id", "=", company.id)
        asked &= Domain("user_id", "=", self.env.uid)
        asked &= Domain("request_key", "=", key or False)
        if not key:
            asked &= Domain("request_hash", "=", request_hash)
        self._lock(company.id, self.env.uid, key or request_hash)
        # sudo(): only requests of this user's own.
        known = trusted(self.env["coi.batch"]).search(asked)
        same = known if key else known.filtered(lambda each: each.state in UNFINISHED)
        same = same or self._filter_made_since(known, request_hash)
        if same:
            return self._repeat(same[:1], request_hash)
        return self._answer_newer(
            asked & Domain("id", "not in", known.ids), request_hash
        )

    @api.model
    def _filter_made_since(self, known, request_hash):
        """Those of ``known`` that were stored since this very request was first tried:
        where two are in each other's way, Odoo runs one again, and what the other has
        made meanwhile is there, and finished."""
        if not request:
            return known.browse()
        tried = request.coi_tried = getattr(request, "coi_tried", {})
        before = tried.get(request_hash, known.ids)
        self.env.cr.postrollback.add(partial(tried.setdefault, request_hash, before))
        return known - known.browse(before)

    @api.model
    def _answer_newer(self, asked, request_hash):
        """The same of a batch that was stored since this transaction began: it cannot
        be seen in it, whatever its state, and was being made when this one came."""
        with self.env.registry.cursor() as cr:
            batches = self.with_env(self.env(cr=cr)).env["coi.batch"]
            # sudo(): see _answer().
            newer = trusted(batches).search(asked, limit=1)
            return self._repeat(newer, request_hash) if newer else None

    @api.model
    def _repeat(self, batch, request_hash):
        if batch.request_hash != request_hash:
            raise UserError(
                self.env._(
                    "request_key: there is another request of yours with this key, "
                    "which became %(batch)s. Give every request a key of its own.",
                    batch=batch.name,
                )
            )
        return batch.sudo(False)._get_summary()

    @api.model
    def _lock(self, *parts):
        """Until this transaction ends, whoever asks for the same waits."""
        digest = sha256(encode(parts).encode()).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        self.env.execute_query(SQL("SELECT pg_advisory_xact_lock(%s)", number))
