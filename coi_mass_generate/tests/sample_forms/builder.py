"""Builds a fillable PDF field by field: pages by reportlab, fields by pypdf."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

LETTER = (612, 792)
MULTILINE, READ_ONLY, RADIO, BUTTON = 1 << 12, 1, 1 << 15, 1 << 16
COMB, NO_SCROLL, COMBO = 1 << 24, 1 << 23, 1 << 17
PRINTED, HIDDEN, NO_VIEW = 4, 2, 32
CROSS = b"q 0.8 w 1.5 1.5 m 7.5 7.5 l S 1.5 7.5 m 7.5 1.5 l S Q"
HELVETICA, DINGBATS = "/Helv", "/ZaDb"


def name(text):
    return NameObject(text)


def text(value):
    return TextStringObject(value)


def numbers(*values):
    return ArrayObject([FloatObject(round(value, 3)) for value in values])


def dictionary(**entries):
    return DictionaryObject({name(f"/{key}"): value for key, value in entries.items()})


class FormBuilder:
    """
    :param draw: function taking a ``Canvas``, which draws the pages and ends each
    :param appearance: str, the default one of texts, with the font in it
    """

    def __init__(self, draw=None, appearance="/Helv 8 Tf 0 g", size=LETTER):
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=size, invariant=1, pageCompression=1)
        (draw or Canvas.showPage)(canvas)
        canvas.save()
        self.writer = PdfWriter(clone_from=PdfReader(file))
        self.appearance = appearance
        self.fields = ArrayObject()
        self.form = dictionary(Fields=self.fields, DA=text("/Helv 0 Tf 0 g"))
        self.form[name("/DR")] = dictionary(Font=self._make_fonts())
        self.root = self.writer._root_object
        self.root[name("/AcroForm")] = self.add_object(self.form)

    @property
    def pages(self):
        return self.writer.pages

    def add_object(self, thing):
        return self.writer._add_object(thing)

    def add_stream(self, data, **entries):
        stream = StreamObject()
        stream.set_data(data)
        stream.update(dictionary(**entries))
        return self.add_object(stream)

    def add_look(self, data, box, **entries):
        """A drawing of a field in one of its states."""
        kinds = {"Type": name("/XObject"), "Subtype": name("/Form")}
        return self.add_stream(data, **kinds, BBox=numbers(*box), **entries)

    def add_text(self, field, box, *, flags=0, align=0, length=0, **more):
        entries = {"FT": name("/Tx"), "Ff": NumberObject(flags)}
        entries["DA"] = text(more.pop("appearance", self.appearance))
        if align:
            entries["Q"] = NumberObject(align)
        if length:
            entries["MaxLen"] = NumberObject(length)
        if "value" in more:
            entries["V"] = text(more.pop("value"))
        return self.add(field, box, **entries, **more)

    def add_check(self, field, box, *, on="/1", looks=None, **more):
        """``looks``: bytes by state; None of a field without any."""
        entries = {"FT": name("/Btn"), "AS": name("/Off"), "V": name("/Off")}
        entries["MK"] = dictionary(CA=text("8"))
        looks = {on: CROSS, "/Off": b""} if looks is None else looks
        if looks:
            entries["AP"] = self._make_looks(looks)
        return self.add(field, box, **{**entries, **more})

    def _make_looks(self, looks):
        states = {
            name(state): self.add_look(data, (0, 0, 9, 9))
            for state, data in looks.items()
        }
        return dictionary(N=DictionaryObject(states))

    def add_radio(self, field, boxes, **more):
        """``boxes``: state that is on -> box of the button."""
        parent = dictionary(FT=name("/Btn"), Ff=NumberObject(RADIO), T=text(field))
        kids = parent[name("/Kids")] = ArrayObject()
        reference = self.add_object(parent)
        self.fields.append(reference)
        for on, box in boxes.items():
            kid = self.add_check(None, box, on=on, parent=reference, **more)
            for key in ("/FT", "/V"):
                kid.get_object().pop(key)
            kids.append(kid)

    def add_choice(self, field, box, options, **more):
        pairs = [ArrayObject([text(one), text(two)]) for one, two in options]
        return self.add(
            field,
            box,
            FT=name("/Ch"),
            Ff=NumberObject(COMBO),
            Opt=ArrayObject(pairs),
            DA=text(self.appearance),
            **more,
        )

    def add_button(self, field, box, **more):
        flags = NumberObject(BUTTON)
        look = self.add_look(b"0.5 g 0 0 90 20 re f", (0, 0, 90, 20))
        looks = dictionary(N=look)
        return self.add(field, box, FT=name("/Btn"), Ff=flags, AP=looks, **more)

    def add_signature(self, field, box, *, signed=False):
        more = {}
        if signed:
            more["V"] = self.add_object(
                dictionary(Type=name("/Sig"), Filter=name("/Adobe.PPKLite"))
            )
        return self.add(field, box, FT=name("/Sig"), **more)

    def add(self, field, box, *, page=0, parent=None, flag=PRINTED, **entries):
        """Any widget; the reference to it."""
        widget = dictionary(
            Type=name("/Annot"),
            Subtype=name("/Widget"),
            Rect=numbers(*box),
            F=NumberObject(flag),
            **entries,
        )
        if field is not None:
            widget[name("/T")] = text(field)
        reference = self.add_object(widget)
        if parent is not None:
            widget[name("/Parent")] = parent
        else:
            self.fields.append(reference)
        self.annotate(reference, page)
        return reference

    def annotate(self, reference, page=0):
        annotations = self.pages[page].setdefault(name("/Annots"), ArrayObject())
        annotations.append(reference)

    def _make_fonts(self):
        return DictionaryObject(
            {
                name(key): self.add_object(
                    dictionary(
                        Type=name("/Font"), Subtype=name("/Type1"), BaseFont=name(base)
                    )
                )
                for key, base in (
                    (HELVETICA, "/Helvetica"),
                    (DINGBATS, "/ZapfDingbats"),
                )
            }
        )

    def make(self):
        """The file's bytes."""
        file = io.BytesIO()
        self.writer.write(file)
        return file.getvalue()


def true():
    return BooleanObject(True)
