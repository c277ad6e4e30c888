from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class CoiImportTurn(models.Model):
    """Whose turn it is to import into a company: one at a time.

    Two colleagues who import the same list at once must not create everybody twice.
    While one imports, the other is refused. When the first has just ended, the other
    may still see the contacts as they were before: what a request sees is fixed when
    it begins. Therefore each import leaves its mark on the company's row here; who
    comes to it and has not seen the last mark is begun anew by Odoo, as a whole, and
    then sees everything.

    The row points to nothing, so that nobody else ever waits for it.
    """

    _name = "coi.import.turn"
    _description = "Turn of an Import"
    _log_access = False

    company = fields.Integer(required=True, help="Id of the company.")
    turns = fields.Integer(required=True, help="How many imports there were.")

    _company_unique = models.UniqueIndex("(company)")

    @api.model
    def _take(self, company):
        """Take the turn until the end of the transaction, or say whose it is.

        A program that drives transactions of its own gets ``SerializationFailure``,
        and begins anew as Odoo's requests do.
        """
        [[is_free]] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                "coi.import.run",
                company.id,
            )
        )
        if not is_free:
            self._refuse(company)
        self.env.execute_query(
            SQL(
                "SELECT pg_advisory_xact_lock_shared(hashtext(%s), %s)",
                self._get_user_key(company),
                self.env.uid,
            )
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO coi_import_turn AS turn (company, turns) VALUES (%s, 1)"
                " ON CONFLICT (company) DO UPDATE SET turns = turn.turns + 1",
                company.id,
            ),
            # Odoo tries again, and nothing is wrong.
            log_exceptions=False,
        )
        self.invalidate_model()

    @api.model
    def _get_user_key(self, company):
        return f"coi.import.user {company.id}"

    @api.model
    def _refuse(self, company):
        user = self._find_user(company)
        if user:
            raise UserError(
                self.env._(
                    "Another import is running: %(user)s is importing a list right "
                    "now. Try again when it is finished.",
                    user=user.name,
                )
            )
        raise UserError(
            self.env._("Another import is running. Try again when it is finished.")
        )

    @api.model
    def _find_user(self, company):
        """Who holds the turn, as the database's list of locks says.

        sudo(): the list of the company's imports shows this name as well.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory'"
                " AND granted AND classid::bigint = hashtext(%s)::bigint & 4294967295"
                " AND database = (SELECT oid FROM pg_database"
                " WHERE datname = current_database())",
                self._get_user_key(company),
            )
        )
        return self.env["res.users"].sudo().browse([row[0] for row in rows[:1]])
