import base64

from odoo import api, models
from odoo.exceptions import UserError

from ...pdf import acroform
from ...pdf.master import Slot
from ...pdf.typeset import FIRST
from ..common.grants import GRANTS
from ..forms.coi_form_qweb import get_face
from .coi_form_field import BOXES
from .coi_form_text import ON

# What stands at the foot of the first page where a form has no field for it, and from
# where to where: in pt.
FOOT = {
    "number": (24, 130),
    "revision": (134, 170),
    "date": (174, 240),
    "description": (244, 590),
}
FOOT_LINE = (9.0, 6.5)  # height of the baseline, and size


class CoiFormPdf(models.AbstractModel):
    """What stands in the fields of a form."""

    _inherit = "coi.form.pdf"

    @api.model
    def _get_blocks(self, form):
        """``{party: names of the fields of its name and address}``."""
        blocks = {}
        for each in self._get_mapping(form):
            if each["block"]:
                blocks.setdefault(each["block"], []).append(each["name"])
        return {party: tuple(names) for party, names in blocks.items()}

    # -------------------------------------------------------------------- filling

    @api.model
    def _get_contents(self, form, static):
        """What its fields say (``acroform.fill``)."""
        contents = {}
        for each in self._get_mapping(form):
            if each["block"]:
                continue
            what = self._get_content(each, static)
            if each["on"]:
                # One of several boxes: the ticked one decides.
                contents.setdefault(each["name"], "")
                what = each["on"] if what else contents[each["name"]]
            contents[each["name"]] = what
        return contents

    @api.model
    def _get_content(self, each, static):
        is_box = each["kind"] in BOXES
        if each["source"] == "blank":
            return ""
        if each["source"] == "text":
            return bool(each["text"]) if is_box else each["text"]
        if each["is_own"]:
            slot = self._get_slot(each["key"], static)
            return acroform.Place(slot) if slot else ""
        if each["is_picture"] and static["producer"]["signature"]:
            _head, _comma, data = static["producer"]["signature"].partition(",")
            return base64.b64decode(data)
        text = static["fields"].get(each["key"], "")
        return (
            text == ON if is_box and each["is_mark"] else bool(text) if is_box else text
        )

    @api.model
    def _get_slot(self, key, static):
        """The name of a holder's own text; "" where no policy stands in the place."""
        if key == "holder.name":
            return f"{FIRST}holder"
        place, _dot, cell = key.rpartition(".")
        if cell not in GRANTS:
            return key
        standing = static["standing"].get(place)
        return GRANTS[cell].get_slot(standing) if standing else ""

    @api.model
    def _make_block(self, form, party, names, say):
        """``acroform.Block`` of a party. On some forms a name stands once more, by
        itself: as a heading, or where somebody signs.

        :param say: what a shared value says, by its key
        """
        keys = {
            each["name"]: each["key"]
            for each in self._get_mapping(form)
            if each["name"] in names
        }
        heads = tuple(name for name, key in keys.items() if key == f"{party}.name")
        if party == "holder":
            what = acroform.Place(party)
            alone = dict.fromkeys(heads, acroform.Place(f"{FIRST}{party}"))
        else:
            what = say(party) or ""
            alone = {name: say(key) or "" for name, key in keys.items()}
        return acroform.Block(names, what, heads, alone)

    @api.model
    def _fill(self, form, static):
        """``acroform.Filled``"""
        blocks = [
            self._make_block(form, party, names, static["fields"].get)
            for party, names in self._get_blocks(form).items()
        ]
        try:
            return acroform.fill(
                self._read(form), get_face(), self._get_contents(form, static), blocks
            )
        except OSError as error:
            raise UserError(
                self.env._(
                    "The signature of %(company)s is no picture that can be printed. "
                    "Upload another one, as PNG or JPEG.",
                    company=static["producer"]["name"],
                )
            ) from error

    @api.model
    def _add_foot(self, master, keys):
        """``master`` with a line at the foot for what the form has no fields for; every
        page says of which certificate it is."""
        has_number = {slot.page for slot in master.slots if slot.name == "number"}
        slots = [
            self._make_foot("number", page, *FOOT["number"])
            for page in range(len(master.pages))
            if page not in has_number
        ]
        slots += [
            self._make_foot(name, 0, *edges)
            for name, edges in FOOT.items()
            if name not in keys and name != "number"
        ]
        return master._replace(slots=[*slots, *master.slots])

    @api.model
    def _make_foot(self, name, page, left, right):
        y, size = FOOT_LINE
        return Slot(name, page, left, y, size, left, y - 2, right, y + size)
