"""Filling a form: what all holders share is drawn, what is each one's own is a slot.

Nothing of what was interactive is left: all that is drawn is a page's content.
"""

from typing import NamedTuple

from ..master import CENTER, Master, Slot, Style, Text
from ..text import clean, needs_shaping
from ..typeset import fit_slot, trials
from .fields import BUTTON, CHECK, OFF, RADIO
from .looks import ONLY
from .painting import Painter
from .pictures import read_picture
from .places import place_block, place_field, split_block

SPILLED = "field:"  # begins the name of a slot for a text that does not fit its field


class Place(NamedTuple):
    """Each holder's own text: the field is a slot of that name. A check box is on for
    those holders that have any text there; of several that exclude each other none can
    be."""

    slot: str


class Block(NamedTuple):
    """Several fields that are one place, for lines on the fields' own pitch.

    ``fields``: their names; ``what``: a text all holders share, or a ``Place``;
    ``heads``: names of the fields that begin it, as often as it stands on a page;
    ``alone``: what a field says that stands by itself, with none of the others near.
    """

    fields: tuple
    what: object
    heads: tuple = ()
    alone: dict = {}  # noqa: RUF012 - nobody changes it


class Filled(NamedTuple):
    """A filled form.

    ``master``: ``master.Master``; ``spilled``: texts all holders share that became
    slots, as they do not fit their field or the face cannot draw them:
    ``{slot: text}``, which belongs to the values of every holder.
    """

    master: Master
    spilled: dict

    @property
    def measures(self):
        """The measures of its slots by name, for a ``gauge.Gauge``."""
        return {slot.name: slot.measures for slot in reversed(self.master.slots)}


def fill(form, face, contents, blocks=()):
    """
    :param form: ``reading.Form``
    :param face: ``face.Face`` its texts are set in
    :param contents: name of a field -> a text or ``Place``; of a check box, whether it
        is on; of a radio button, or of several check boxes of one name, the state that
        is on; of a choice, what the file exports or shows for it; bytes of a picture.
        Fields that are not named stay as they came; "" leaves one blank
    :param blocks: list of ``Block``
    :returns: ``Filled``
    :raises ValueError: a field is named that nothing can be printed in
    """
    filling = _Filling(form, face)
    taken = filling.fill_blocks(blocks)
    for number, field in enumerate(form.fields):
        if field.name in taken:
            filling.leave_out(field)
        elif field.name in contents:
            filling.fill(number, field, contents[field.name])
        else:
            filling.keep(number, field)
    return filling.finish()


class _Filling:
    def __init__(self, form, face):
        self._form, self._face = form, face
        self._painters = [Painter(sheet) for sheet in form.sheets]
        self._slots, self._spilled = [], {}

    def finish(self):
        pages = [painter.page() for painter in self._painters]
        # As they stand on the pages, whatever order the file has them in.
        slots = sorted(self._slots, key=lambda slot: (slot.page, -slot.top, slot.left))
        return Filled(Master(pages, slots), self._spilled)

    # ------------------------------------------------------------------- blocks

    def fill_blocks(self, blocks):
        """Names of the fields that are taken by blocks."""
        taken = set()
        for block in blocks:
            fields = [one for one in self._form.fields if one.name in block.fields]
            taken.update(field.name for field in fields)
            fields = [field for field in fields if field.has_room]
            self._check_usable(fields)
            for page in sorted({field.page for field in fields}):
                here = [one for one in fields if one.page == page]
                # Whole ones first: where neither fits, they say what a part says.
                for group in sorted(split_block(here, block.heads), key=len)[::-1]:
                    self._fill_block(group, block)
        return taken

    def _fill_block(self, fields, block):
        if block.alone and len(fields) == 1:
            self._fill_alone(fields[0], block.alone.get(fields[0].name, ""))
            return
        if isinstance(block.what, Place):
            self._slots.append(place_block(self._face, fields, block.what.slot))
        elif block.what:
            slot = place_block(self._face, fields, SPILLED + block.fields[0])
            self._write(slot, block.what)

    def _fill_alone(self, field, what):
        if isinstance(what, Place):
            self._slots.append(place_field(self._face, field, what.slot))
        elif what:
            self._write(place_field(self._face, field, SPILLED + field.name), what)

    def _check_usable(self, fields):
        for field in fields:
            if not field.is_usable:
                raise ValueError(f"Nothing can be printed in the field {field.name}")

    # -------------------------------------------------------------- single ones

    def leave_out(self, field):
        self._painters[field.page].fill(field)

    def keep(self, number, field):
        """As it came: what was filled in before belongs to the form."""
        if field.hidden or field.kind == BUTTON:
            return
        looks, painter = self._form.looks[number], self._painters[field.page]
        if field.kind in (CHECK, RADIO):
            painter.look(looks.get(field.value) or looks.get(OFF))
        elif field.value and field.is_usable and not _shows(looks.get(ONLY)):
            # It has no look, so viewers draw what it says.
            self._fill_text(field, field.value)
        else:
            painter.look(looks.get(ONLY))

    def fill(self, number, field, what):
        if what == "":
            if field.is_usable:
                self._blank(number, field)
            return
        self._check_usable([field])
        if field.kind in (CHECK, RADIO):
            self._fill_check(number, field, what)
        elif isinstance(what, bytes):
            self._painters[field.page].picture(field, read_picture(what))
        elif isinstance(what, Place):
            self._painters[field.page].fill(field)
            self._slots.append(place_field(self._face, field, what.slot))
        else:
            self._fill_text(field, what)

    def _blank(self, number, field):
        if field.kind in (CHECK, RADIO):
            self._painters[field.page].look(self._form.looks[number].get(OFF))
        else:
            self._painters[field.page].fill(field)

    # -------------------------------------------------------------------- texts

    def _fill_text(self, field, text):
        self._painters[field.page].fill(field)
        text = dict(field.options).get(text, text)
        if text:
            self._write(place_field(self._face, field, SPILLED + field.name), text)

    def _write(self, slot, text):
        """Draw a text on its page, or keep its place as a slot where it has no room."""
        text = clean(text)
        fitted = None
        if not needs_shaping(text) and not self._face.missing(text):
            metrics = self._face.metrics
            fitted = fit_slot(metrics, slot, trials(metrics, slot), text)
        if fitted:
            self._painters[slot.page].texts.append(Text(slot, *fitted))
        else:
            self._slots.append(slot)
            self._spilled.setdefault(slot.name, text)

    # ------------------------------------------------------------------- checks

    def _fill_check(self, number, field, what):
        looks, painter = self._form.looks[number], self._painters[field.page]
        on = looks.get(field.on) if _shows(looks.get(field.on)) else None
        if isinstance(what, Place):
            self._check_alone(field)
            painter.look(looks.get(OFF))
            name = painter.mark(field, on)
            self._slots.append(_place_mark(field, what.slot, name))
        elif not field.is_on(what):
            painter.look(looks.get(OFF))
        elif on:
            painter.look(on)
        else:
            painter.look(looks.get(OFF))
            painter.cross(field)

    def _check_alone(self, field):
        states = {one.on for one in self._form.fields if one.name == field.name}
        if len(states) > 1:
            raise ValueError(f"{field.name} has several states, not one of each holder")


def _shows(look):
    return bool(look and look.paints)


def _place_mark(field, name, drawing):
    left, bottom, right, top = field.box
    style = Style(align=CENTER, mark=drawing)
    return Slot(name, field.page, left, bottom, top - bottom, *field.box, style)


def joined(first, more):
    """One master of the pages of two, the last of which is the continuation page."""
    slots = [slot._replace(page=slot.page + len(first.pages)) for slot in more.slots]
    return Master([*first.pages, *more.pages], [*first.slots, *slots])
