import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError

from ... import sheets
from ...sheets.clean.postal import Unclear, clean_zip
from .coi_renewal_list import ADDRESS, ANSWER

KEEP = {"keep", "k", "yes", "y", "ok", "renew", "x", "✓", "conservar", "sí", "si"}
STOP = {"stop", "s", "no", "n", "remove", "delete", "drop", "end", "parar", "quitar"}
# A header of ours stands in one of so many first rows.
FIRST_ROWS = 30


class CoiRenewalAnswer(models.AbstractModel):
    """What an insured wrote into the list of its holders, row by row, and what is not
    understood of it. Nothing is written here."""

    _name = "coi.renewal.answer"
    _description = "Reader of an Insured's Answers"

    @api.model
    def _read(self, renewal, content, filename):
        """
        :param content: base64 of the file
        :returns: a dict a row: ``number`` of its line, ``ref``, ``holder``,
            ``line_id`` and ``interest_id`` (False: unknown), ``answer`` ("keep",
            "stop" or ""), ``address`` (values of the contact, or {}) and ``problem``
            (words, or "")
        :raises UserError: in words, where the file cannot be read, or has no list of
            ours
        """
        rows = self._read_rows(content, filename)
        index, places = self._find_header(rows)
        known = {
            self.env["coi.renewal.list"]._get_ref(renewal.id, line.interest_id.id): line
            for line in renewal.line_ids
        }
        answers, seen, moved = [], set(), {}
        for row in rows[index + 1 :]:
            cells = {key: row.cell(at).strip() for key, at in places.items()}
            if not any(cells.values()):
                continue
            answers.append(self._read_row(row, cells, known, seen))
            self._check_moved(answers[-1], moved)
        return answers

    @api.model
    def _read_rows(self, content, filename):
        reader, words = self.env["coi.import.reader"], self.env["coi.import.message"]
        try:
            if not content:
                raise sheets.Refused("no_file")
            book = sheets.read_safely(
                base64.b64decode(content), filename or "", limits=reader._get_limits()
            )
        except binascii.Error as error:
            raise UserError(words._refuse(sheets.Refused("unreadable"))) from error
        except sheets.Refused as refused:
            raise UserError(words._refuse(refused)) from None
        return book.rows

    @api.model
    def _find_header(self, rows):
        """(index of the header, {key: index of its column})"""
        headers = self.env["coi.renewal.list"]._get_all_headers()
        for index, row in enumerate(rows[:FIRST_ROWS]):
            places = {}
            for at, text in enumerate(row.cells):
                key = headers.get(" ".join(text.split()).casefold())
                if key:
                    places.setdefault(key, at)
            if "ref" in places and ANSWER in places:
                return index, places
        raise UserError(
            self.env._(
                "This is not the list that was made for the insured: it has no columns "
                "%(ref)s and %(answer)s. Choose the file that came back, with its "
                "header.",
                ref=self.env["coi.renewal.list"]._get_columns()["ref"],
                answer=self.env["coi.renewal.list"]._get_columns()[ANSWER],
            )
        )

    # -------------------------------------------------------------------- a row

    @api.model
    def _read_row(self, row, cells, known, seen):
        ref = cells["ref"].upper()
        line = known.get(ref)
        answer = {
            "number": row.number,
            "ref": cells["ref"],
            "holder": line.holder_name if line else cells.get("holder", ""),
            "line_id": line.id if line else False,
            "interest_id": line.interest_id.id if line else False,
            "answer": "",
            "address": {},
            "problem": "",
        }
        problem = self._find_problem(row, line, ref in seen)
        seen.add(ref)
        if not problem:
            problem = self._take_answer(answer, cells, line)
        if problem:
            answer.update(answer="", address={}, problem=problem)
        return answer

    @api.model
    def _check_moved(self, answer, moved):
        """Refuse a second address of one contact, which may have several rows.

        :param moved: what the rows above say: address by contact
        """
        if not answer["address"]:
            return
        interest = self.env["coi.additional.interest"].browse(answer["interest_id"])
        said = moved.setdefault(interest.holder_id, answer["address"])
        if said != answer["address"]:
            problem = self.env._(
                "A row above gives this contact another new address: which is meant?"
            )
            answer.update(answer="", address={}, problem=problem)

    @api.model
    def _find_problem(self, row, line, is_twice):
        if not line:
            return self.env._(
                "This reference is not one of this renewal. A holder who is new is "
                "added to the insured's list."
            )
        if is_twice:
            return self.env._("This holder has another row above.")
        if row.struck:
            return self.env._("The row is struck through: write Stop if that is meant.")
        return ""

    @api.model
    def _take_answer(self, answer, cells, line):
        """Fill in what the cells say; returns what is wrong with them, or ""."""
        said = cells[ANSWER].casefold().rstrip(".!")
        parts = {key: " ".join(cells.get(key, "").split()) for key in ADDRESS}
        if said in STOP | {self.env._("Stop").casefold()}:
            answer["answer"] = "stop"
        elif said in KEEP | {self.env._("Keep").casefold()}:
            answer["answer"] = "keep"
        elif said:
            return self.env._(
                '"%(text)s" is not understood: write Keep or Stop.',
                text=cells[ANSWER][:60],
            )
        if not any(parts.values()):
            return ""
        if answer["answer"] == "stop":
            return self.env._("Stop, and a new address: which of the two is meant?")
        return self._take_address(answer, parts, line)

    @api.model
    def _take_address(self, answer, parts, line):
        """A holder that has moved is one that is kept."""
        if not all(parts[key] for key in ("street", "city", "state", "zip")):
            return self.env._(
                "Of a new address, street, city, state and ZIP are needed: half of it "
                "would be mixed with the old one."
            )
        holder = line.interest_id.holder_id
        if not holder.has_access("write"):
            return self.env._(
                "You may not change this contact: it belongs to another company."
            )
        country = holder.country_id or self.env.ref("base.us")
        state = self._find_state(parts["state"], country)
        if not state:
            return self.env._(
                '"%(state)s" is not a state that is known. Write its code, as in MA.',
                state=parts["state"][:40],
            )
        try:
            parts["zip"], _country = clean_zip(parts["zip"], state.code, country.code)
        except Unclear:
            return self.env._(
                '"%(zip)s" is not a ZIP code: it has five digits.',
                zip=parts["zip"][:20],
            )
        answer["answer"] = "keep"
        answer["address"] = {
            **{
                key: parts[key] or False for key in ("street", "street2", "city", "zip")
            },
            "state_id": state.id,
            "country_id": country.id,
        }
        return ""

    @api.model
    def _find_state(self, text, country):
        said = text.casefold()
        states = self.env["res.country.state"].search([("country_id", "=", country.id)])
        return states.filtered(
            lambda each: said in (each.code.casefold(), each.name.casefold())
        )[:1]
