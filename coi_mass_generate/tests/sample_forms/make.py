"""Our own form with the names of the trade, and what strangers' forms do as options."""

from pypdf.constants import UserAccessPermissions as Allowed
from pypdf.generic import ArrayObject, NumberObject, StreamObject

from .builder import (
    COMB,
    HIDDEN,
    LETTER,
    MULTILINE,
    NO_SCROLL,
    PRINTED,
    READ_ONLY,
    FormBuilder,
    dictionary,
    name,
    numbers,
    text,
    true,
)
from .captions import draw_captions, leave_room
from .layout import EDITION, FIRST_PART, is_line, lay_out
from .names import NAMES

TITLE = "SAMPLE EVIDENCE OF LIABILITY COVER"
# What a file's publisher may forbid: everything but printing and filling in.
MAY_FILL = Allowed.PRINT | Allowed.FILL_FORM_FIELDS
MAY_PRINT = Allowed.PRINT
_ALWAYS = Allowed(0xFFFFF0C0)  # bits that are set whatever is allowed
ZIP = "CertificateHolder_MailingAddress_PostalCode_A"


def make(
    *,
    edition="SAMPLE 25 (2026/11)",
    names=None,
    qualified=False,
    on="/1",
    looks=None,
    appearance="/Helv 8 Tf 0 g",
    resources=True,
    need_appearances=False,
    comb_zip=False,
    scripts=False,
    layer=False,
    rights=False,
    xfa=None,
    signed=False,
    rotate=0,
    upright=False,
    crop=None,
    password=None,
    allowed=MAY_FILL,
    captions=False,
):
    """Bytes of a form of one page with a field for each of ``NAMES``.

    :param edition: str, printed at its foot, and the value of a field without size
    :param names: names of the trade -> others, as a stranger may call them
    :param qualified: whether they are parts of a tree, as ``F[0].P1[0].….[0]``
    :param on: the state of check boxes that is on
    :param looks: of check boxes, bytes by state; {} for none
    :param appearance: of texts, as viewers are told
    :param resources: whether the form names the fonts of that
    :param need_appearances: whether viewers have to draw all values themselves
    :param comb_zip: whether the holder's ZIP code has five cells
    :param scripts: whether dates are checked by scripts
    :param layer: whether there is a hidden layer with words on it
    :param rights: whether it has usage rights that a change breaks
    :param xfa: "beside" the fields, or "only": the fields are drawn by the viewer
    :param signed: whether somebody signed it
    :param rotate: degrees its page is turned when shown
    :param upright: whether all on it is turned back, and so is read as without that
    :param crop: box of its page that is shown
    :param password: needed to open it; "" locks it for all but opening
    :param allowed: what a locked one lets do
    :param captions: whether it says beside its fields what they are
    """
    spots = lay_out()
    turn = _Turn(rotate if upright else 0)
    builder = FormBuilder(
        lambda canvas: _draw(canvas, turn, spots, edition, captions),
        appearance,
        turn.size,
    )
    tree = _Tree(builder) if qualified else None
    for each in NAMES:
        called = (names or {}).get(each.name, each.name)
        spot = spots[each.name]
        if captions:
            spot = leave_room(spot, each.name, each.kind)
        box = turn.place(spot.box)
        _add(builder, tree, each, called, spot, box, edition, on, looks)
    turn.mark(builder)
    _set_options(builder, resources, need_appearances, scripts, comb_zip)
    if layer:
        _add_layer(builder)
    if rights:
        sign = builder.add_object(dictionary(Type=name("/Sig")))
        builder.root[name("/Perms")] = dictionary(UR3=sign)
    if signed:
        builder.add_signature("Signature1", (0, 0, 0, 0), signed=True)
    if xfa:
        _add_xfa(builder, xfa)
    page = builder.pages[0]
    if rotate:
        page[name("/Rotate")] = NumberObject(rotate)
    if crop:
        page[name("/CropBox")] = numbers(*crop)
    if password is not None:
        builder.writer.encrypt(
            password, "owner", algorithm="AES-256", permissions_flag=allowed | _ALWAYS
        )
    return builder.make()


class _Turn:
    """Where things are on a page that is turned, so that they are read upright."""

    def __init__(self, degrees):
        self.degrees = degrees
        width, height = LETTER
        self.size = (height, width) if degrees % 180 else (width, height)
        self.matrix = {
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }[degrees]

    def place(self, box):
        a, b, c, d, e, f = self.matrix
        corners = [
            (a * x + c * y + e, b * x + d * y + f) for x, y in (box[:2], box[2:])
        ]
        across, up = zip(*corners, strict=True)
        return min(across), min(up), max(across), max(up)

    def mark(self, builder):
        """Say of each field that it is turned with its page."""
        for widget in builder.pages[0]["/Annots"] if self.degrees else ():
            looks = widget.get_object().setdefault(name("/MK"), dictionary())
            looks[name("/R")] = NumberObject(self.degrees)


def _draw(canvas, turn, spots, edition, captions):
    if turn.degrees:
        canvas.transform(*turn.matrix)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawCentredString(306, 774, TITLE)
    canvas.setFont("Helvetica", 4.5)
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.6)
    for called, spot in spots.items():
        if spot.width and not (captions and is_line(called)):
            canvas.rect(spot.x - 0.5, spot.y - 0.5, spot.width + 1, spot.height + 1)
    canvas.drawString(22, 20, edition)
    if captions:
        kinds = {each.name: each.kind for each in NAMES}
        draw_captions(canvas, spots, kinds, FIRST_PART)
    canvas.showPage()


class _Tree:
    """Names in a tree of two knots, as form designers make them."""

    def __init__(self, builder):
        top = dictionary(T=text("F[0]"), Kids=ArrayObject())
        page = dictionary(T=text("P1[0]"), Kids=ArrayObject())
        page[name("/Parent")] = builder.add_object(top)
        self.parent, self.kids = builder.add_object(page), page["/Kids"]
        top["/Kids"].append(self.parent)
        builder.fields.append(page.raw_get("/Parent"))


def _add(builder, tree, each, called, spot, box, edition, on, looks):
    called = f"{called}[0]" if tree else called
    more = {"parent": tree.parent} if tree else {}
    if each.kind == "check":
        added = builder.add_check(called, box, on=on, looks=looks, **more)
    elif each.name == EDITION:
        more |= {"flag": PRINTED | HIDDEN, "value": edition, "flags": READ_ONLY}
        added = builder.add_text(called, box, **more)
    else:
        flags = NO_SCROLL | (MULTILINE if spot.multiline else 0)
        more |= {"flags": flags, "align": spot.align, "length": each.max_length}
        added = builder.add_text(called, box, **more)
    if tree:
        tree.kids.append(added)


def _set_options(builder, resources, need_appearances, scripts, comb_zip):
    if not resources:
        del builder.form["/DR"]
    if need_appearances:
        builder.form[name("/NeedAppearances")] = true()
    for widget in (each.get_object() for each in builder.pages[0]["/Annots"]):
        called = str(widget["/T"])
        if scripts and "Date" in called:
            script = dictionary(S=name("/JavaScript"), JS=text("AFDate_Format(1);"))
            widget[name("/AA")] = dictionary(F=script)
        if comb_zip and ZIP in called:
            widget[name("/Ff")] = NumberObject(COMB)
            widget[name("/MaxLen")] = NumberObject(5)
    if scripts:
        builder.writer.add_js("app.alert('Hello');")


def _add_layer(builder):
    """Words in marked content, in a drawing, and as a field, all in a hidden layer."""
    layer = builder.add_object(dictionary(Type=name("/OCG"), Name=text("Draft")))
    groups = ArrayObject([layer])
    state = dictionary(OFF=ArrayObject([layer]), BaseState=name("/ON"))
    builder.root[name("/OCProperties")] = dictionary(OCGs=groups, D=state)
    page = builder.pages[0]
    resources = page["/Resources"]
    resources[name("/Properties")] = dictionary(MC0=layer)
    font = builder.form["/DR"]["/Font"].raw_get("/Helv")
    resources[name("/Font")][name("/Lay")] = font
    words = b"BT /Lay 20 Tf 200 400 Td (HIDDEN WORDS) Tj ET"
    fonts = dictionary(Font=dictionary(Lay=font))
    box = (0, 0, 612, 792)
    drawing = builder.add_look(words, box, OC=layer, Resources=fonts)
    resources[name("/XObject")] = dictionary(LayX=drawing)
    stream = StreamObject()
    content = page.get_contents().get_data()
    stream.set_data(content + b"\nq /OC /MC0 BDC " + words + b" EMC Q /LayX Do")
    page[name("/Contents")] = builder.add_object(stream)


def _add_xfa(builder, xfa):
    packet = b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"/>'
    builder.form[name("/XFA")] = builder.add_stream(packet)
    if xfa == "only":
        builder.form[name("/Fields")] = ArrayObject()
        builder.pages[0][name("/Annots")] = ArrayObject()
        builder.root[name("/NeedsRendering")] = true()
