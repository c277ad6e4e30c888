import io

from odoo import api, models

from ...pdf import typeset, whole, writer
from ...pdf.master import CENTER, RIGHT
from ..forms.coi_page import get_language_tag

PX = 2  # of the template, to a pt
MM = 25.4 / 72  # to a pt
BOLD = 0.035  # as headings are outlined when they are stamped, in font sizes
GRAY, RGB, CMYK = 1, 3, 4  # numbers of an operator that sets a color
TEMPLATE = "coi_mass_generate.form_texts"


class CoiFormPdf(models.AbstractModel):
    """Certificates in letters the face does not have: the texts alone are drawn by the
    page renderer, and laid over the completed form."""

    _inherit = "coi.form.pdf"

    @api.model
    def _draw_whole(self, form, head, static, papers):
        base = self._stamp_empty(head, static, papers)
        width, height = self._get_paper(form, static)
        texts = [
            [
                line
                for entry in entries
                if not head.slots[entry[0]].style.mark
                for line in self._place_lines(head, height, *entry)
            ]
            for pages in papers
            for _number, entries in pages
        ]
        html = self.env["ir.qweb"]._render(
            TEMPLATE,
            {
                "pages": texts,
                "width": PX * width,
                # What is as high as the paper begins another page.
                "height": PX * height - 12,
                "lang": get_language_tag(static["lang"]),
            },
        )
        options = self._get_overlay_options(form, width, height)
        return whole.overlaid(base, self._draw_by(str(html), options))

    @api.model
    def _stamp_empty(self, head, static, papers):
        """One PDF of all their pages, with nothing on the form but its marks."""
        file = io.BytesIO()
        merged = writer.Merged(
            file,
            title=static["form"]["name"],
            author=static["producer"]["name"],
            language=get_language_tag(static["lang"]),
        )
        for pages in papers:
            marks = [
                [number, [each for each in entries if head.slots[each[0]].style.mark]]
                for number, entries in pages
            ]
            merged.add(head, marks, "")
        merged.close()
        return file.getvalue()

    @api.model
    def _get_paper(self, form, static):
        """Width and height in pt that hold all of a certificate's pages."""
        sizes = [sheet.box[2:] for sheet in self._read(form).sheets]
        own = form.continuation_form_id
        if own:
            sizes += [sheet.box[2:] for sheet in self._read(own).sheets]
        if not own or static["sheets"]:
            sizes.append((612, 792))
        return max(width for width, _height in sizes), max(each[1] for each in sizes)

    # ---------------------------------------------------------------------- lines

    @api.model
    def _place_lines(self, head, height, index, size, lines, *headed):
        """``[{style, text}]`` of the lines of one slot, where they are stamped.

        :param height: of the paper, in pt
        """
        slot, metrics = head.slots[index], head.metrics
        first = typeset.baseline(metrics, slot, size)
        step = size * typeset.pitch(metrics, slot, size, len(lines))
        bold = headed[0] if headed else ()
        placed = []
        for number, line in enumerate(lines):
            if not line:
                continue
            top = height - (first - number * step) - size * metrics.rise
            style = self._style(slot, size, top) + (
                f"-webkit-text-stroke:{PX * BOLD * size:.3f}px #000;"
                if number in bold
                else ""
            )
            placed += self._split_cells(slot, style, line)
        return placed

    @api.model
    def _style(self, slot, size, top):
        font = PX * size
        return (
            f"top:{PX * top:.2f}px;font-size:{font:.2f}px;"
            f"line-height:{typeset.LEADING * font:.3f}px;color:{_read_color(slot)};"
        )

    @api.model
    def _split_cells(self, slot, style, line):
        if not slot.style.cells:
            return [{"style": style + _span(slot), "text": line}]
        width = (slot.right - slot.left) / slot.style.cells
        free = slot.style.cells - len(line)
        skip = {CENTER: free // 2, RIGHT: free}.get(slot.style.align, 0)
        return [
            {
                "style": f"{style}left:{PX * (slot.left + width * turn):.2f}px;"
                f"width:{PX * width:.2f}px;text-align:center;",
                "text": letter,
            }
            for turn, letter in enumerate(line, skip)
        ]

    @api.model
    def _get_overlay_options(self, form, width, height):
        """Those of the page renderer for the whole paper, without margins."""
        options = self._get_draw_options(form)
        for name in ("--page-size", "--page-width", "--page-height", "--orientation"):
            if name in options:
                at = options.index(name)
                del options[at : at + 2]
        for name in (
            "--margin-top",
            "--margin-bottom",
            "--margin-left",
            "--margin-right",
        ):
            if name in options:
                options[options.index(name) + 1] = "0"
            else:
                options += [name, "0"]
        paper = ["--page-width", f"{width * MM}mm", "--page-height", f"{height * MM}mm"]
        return [*options, *paper]


def _span(slot):
    """From where to where a line goes, and how it is aligned."""
    left, right = slot.left, slot.right
    if slot.style.align == CENTER:
        align = "center"
    elif slot.style.align == RIGHT:
        align, right = "right", right - (slot.x - slot.left)
    else:
        align, left = "left", slot.x
    return (
        f"left:{PX * left:.2f}px;width:{PX * (right - left):.2f}px;text-align:{align};"
    )


def _read_color(slot):
    """CSS of the operator that sets a text's color."""
    *numbers, _operator = slot.style.color.split() or [""]
    values = [min(1.0, max(0.0, float(number))) for number in numbers]
    if len(values) == CMYK:
        cyan, magenta, yellow, black = values
        values = [(1 - ink) * (1 - black) for ink in (cyan, magenta, yellow)]
    elif len(values) == GRAY:
        values *= RGB
    channels = [round(255 * value) for value in values] or [0, 0, 0]
    return "#" + "".join(f"{channel:02x}" for channel in channels)
