from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..common.door import trusted

# Codes of the sequences that number what this addon makes.
OWN_CODES = ("coi.certificate", "coi.batch")
# Numbers that may go by at once, to step past those there are: half a second.
MAX_STEPS = 1_000_000


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    @api.model
    def next_by_code(self, sequence_code, sequence_date=None):
        self._coi_check_numbers([sequence_code])
        return super().next_by_code(sequence_code, sequence_date)

    def next_by_id(self, sequence_date=None):
        # sudo(): only whether it is one of ours is looked at.
        self._coi_check_numbers(trusted(self).mapped("code"))
        return super().next_by_id(sequence_date)

    @api.model
    def _coi_check_numbers(self, codes):
        """A number taken by hand is missing for ever among the certificates."""
        if self.env.su or not any(code in OWN_CODES for code in codes):
            return
        groups = ("coi_mass_generate.group_manager", "base.group_system")
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(
                self.env._(
                    "Certificate numbers are assigned when certificates are issued. "
                    "Only a user with Certificates / Manager rights may assign one by "
                    "hand."
                )
            )

    @api.model
    def _coi_reserve(self, code, company, count, day=None):
        """Take ``count`` numbers of the company's sequence ``code``, whatever their
        count in the same number of queries.

        Numbers are unique under parallel runs; those of a run that fails are lost, and
        those that records have already are passed over.

        :param code: also the name of the model whose records are numbered
        :param day: date of what is numbered, by which prefix and suffix are filled in
            and a range of dates is chosen; None: today
        :returns: list of ``count`` strings, ascending
        :raises UserError: where the sequence can give no number that is free
        """
        if not count:
            return []
        sequence = self._coi_find(code, company)
        source = sequence._get_current_sequence(day)
        return sequence._coi_set_dates(source, day)._coi_take(source, count)

    @api.model
    def _coi_find(self, code, company):
        """The company's sequence ``code``.

        :raises UserError: where it was deleted, or does not count upwards
        """
        # sudo(): numbering is no right of its own; callers have checked theirs.
        sequence = trusted(self).search(
            [("code", "=", code), ("company_id", "=", company.id)], limit=1
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "%(company)s has no numbering (sequence %(code)s). Ask your "
                    "administrator to restore it; nothing was generated.",
                    company=company.name,
                    code=code,
                )
            )
        if sequence.number_increment < 1:
            raise UserError(
                self.env._(
                    "The numbering of %(company)s (sequence %(code)s) does not count "
                    "upwards. Ask your administrator to set its step to 1; nothing "
                    "was generated.",
                    company=company.name,
                    code=code,
                )
            )
        # Says so where nonsense is before or after the number.
        sequence._get_prefix_suffix()
        return sequence

    def _coi_set_dates(self, source, day):
        """This sequence with the dates that Odoo fills into its prefix and suffix.

        :param source: where its numbers are counted: itself, or a range of its dates
        :param day: date of what is numbered; None: now
        """
        dates = {"ir_sequence_date": day and fields.Date.to_string(day)}
        if source != self:
            dates["ir_sequence_date_range"] = source.date_from
        return self.with_context(**dates)

    def _coi_take(self, source, count):
        """``count`` numbers that are free.

        Somebody may have set the numbering back, or its ranges of dates begin anew with
        the same prefix: then it goes on after the highest number there is.

        :param source: see ``_coi_set_dates``
        """
        self.ensure_one()
        values = self._coi_draw(source, count)
        if self._coi_is_taken(values):
            self._coi_step_past(source, values[-1])
            values = self._coi_draw(source, count)
            if self._coi_is_taken(values):
                self._coi_refuse(self._coi_get_highest())
        return self._coi_format(values)

    def _coi_format(self, values):
        prefix, suffix = self._get_prefix_suffix()
        return [f"{prefix}{value:0{self.padding}d}{suffix}" for value in values]

    def _coi_is_taken(self, values):
        """Whether one of ``values`` is a record's number already."""
        numbered = self.env[self.code].with_context(active_test=False)
        return bool(
            numbered.search_count(
                [
                    ("company_id", "=", self.company_id.id),
                    (numbered._rec_name, "in", self._coi_format(values)),
                ],
                limit=1,
            )
        )

    def _coi_get_highest(self):
        """The highest value among the numbers there are with this prefix and suffix."""
        numbered = self.env[self.code]
        prefix, suffix = self._get_prefix_suffix()
        [[highest]] = self.env.execute_query(
            SQL(
                "SELECT max(middle::bigint) FROM (SELECT substr(%(name)s, %(begin)s,"
                " length(%(name)s) - %(around)s) AS middle FROM %(table)s"
                " WHERE company_id = %(company)s AND starts_with(%(name)s, %(prefix)s)"
                " AND right(%(name)s, %(tail)s) = %(suffix)s"
                " AND length(%(name)s) > %(around)s) AS own"
                " WHERE middle ~ '^[0-9]{1,18}$'",
                name=SQL.identifier(numbered._rec_name),
                table=SQL.identifier(numbered._table),
                begin=len(prefix) + 1,
                around=len(prefix) + len(suffix),
                company=self.company_id.id,
                prefix=prefix,
                suffix=suffix,
                tail=len(suffix),
            )
        )
        return highest or 0

    def _coi_step_past(self, source, value):
        """Let numbers go by, from ``value`` to the highest there is.

        Nothing is set: another transaction may be taking numbers at this moment.
        """
        highest = self._coi_get_highest()
        steps = max(highest - value, 0) // self.number_increment
        if steps > MAX_STEPS:
            self._coi_refuse(highest)
        if steps:
            self._coi_skip(source, steps)

    def _coi_refuse(self, highest):
        raise UserError(
            self.env._(
                "The numbering of %(company)s (sequence %(code)s) was set back: its "
                "next numbers already belong to certificates. Ask your administrator "
                "to set its next number to %(next)s; nothing was generated.",
                company=self.company_id.name,
                code=self.code,
                next=highest + 1,
            )
        )

    def _coi_draw(self, source, count):
        """The next ``count`` values, ascending."""
        if self.implementation == "standard":
            rows = self.env.execute_query(
                SQL(
                    "SELECT nextval(%s) FROM generate_series(1, %s)",
                    self._coi_get_name(source),
                    count,
                )
            )
            return sorted(value for [value] in rows)
        end = self._coi_advance(source, count)
        return list(range(end - count * self.number_increment, end))[
            :: self.number_increment
        ]

    def _coi_skip(self, source, count):
        if self.implementation == "standard":
            self.env.execute_query(
                SQL(
                    "SELECT max(nextval(%s)) FROM generate_series(1, %s)",
                    self._coi_get_name(source),
                    count,
                )
            )
        else:
            self._coi_advance(source, count)

    def _coi_get_name(self, source):
        """PostgreSQL's sequence behind this one, or behind a range of its dates."""
        name = f"ir_sequence_{self.id:03d}"
        return name if source == self else f"{name}_{source.id:03d}"

    def _coi_advance(self, source, count):
        """The value after ``count`` more, of a sequence without gaps: whoever wants
        numbers at the same time waits until this transaction is stored."""
        step = count * self.number_increment
        return self.env["coi.bulk"]._advance(source, "number_next", step)
