import logging
import os
from functools import lru_cache
from hashlib import sha256

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import file_path

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...pdf import layout, programs, writer
from ...pdf.errors import MasterError, ProgramError
from ...pdf.face import Face
from ...pdf.master import markers, mirrored, read_master
from ...pdf.typeset import FIRST, LABEL
from ..common.door import trusted
from ..common.grants import MARKED
from .coi_page import get_language_tag

_logger = logging.getLogger(__name__)

# The page is set, and the stamps are drawn, in this face of Odoo's web client.
FACE_FILE = "web/static/fonts/google/Roboto/Roboto-Regular.ttf"
# Shares of a page's room that are given to policies, one try after the other.
ROOMS = (1, 0.9, 0.75, 0.55, 0.35)
ON_EVERY_PAGE = {"number", "page"}
# Labels that are printed where their texts are, and nowhere else; the color of all
# labels in the template's style.
LABELED = ("attention", "loan", "description")
LABEL_COLOR = "#59636d"
# Where the certificate's own layout has its places, in pt (``pdf.gauge``), as a master
# with a policy in each of the four first rows was measured: what is assumed of an
# insured for whom no page has been drawn yet. A test compares it with a drawn page.
USUAL_SLOTS = {
    "holder": [24.0, 707.03, 8.0, 24.0, 652.55, 298.88, 714.52],
    "attention": [24.0, 632.56, 8.0, 24.0, 630.06, 161.44, 640.05],
    "loan": [161.44, 632.56, 8.0, 161.44, 630.06, 298.88, 640.05],
    "description": [24.0, 269.21, 8.0, 24.0, 144.27, 587.76, 276.71],
}


@lru_cache(maxsize=1)
def read_face():
    """The face's TrueType bytes."""
    with open(file_path(FACE_FILE), "rb") as file:
        return file.read()


@lru_cache(maxsize=1)
def get_face():
    """The ``pdf.face.Face`` that stamps are measured and drawn with."""
    return Face(read_face())


class CoiFormQweb(models.AbstractModel):
    """A form that is a page of Odoo: its report's QWeb template, by wkhtmltopdf.

    The template sees ``documents``, of which each is drawn as the pages of one
    certificate (``_prepare_document``). Its places are marked with boxes of colors
    nobody else uses (``pdf.master``).
    """

    _name = "coi.form.qweb"
    _description = "Certificate Form by Report Template"

    @api.model
    def _check_can_draw(self, form):
        self._check_has_program()
        self._check_has_template(form)

    @api.model
    def _check_has_program(self):
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "The program that draws pages (wkhtmltopdf) is missing on the "
                    "server. Ask your administrator to install it; nothing was "
                    "generated."
                )
            )

    @api.model
    def _check_has_template(self, form):
        """It goes with the addon that brought it, and the form and its report stay."""
        # sudo(): the report action is configuration the user need not be able to read.
        name = trusted(form).report_id.report_name
        views = self.env["ir.ui.view"]
        if not views._get_template_view(name, raise_if_not_found=False):
            raise UserError(
                self.env._(
                    "Nothing can be drawn on the form %(form)s: the template of its "
                    "report, %(template)s, no longer exists. Choose another form, or "
                    "ask a manager to give this one another report under "
                    "Configuration / Forms.",
                    form=trusted(form).display_name,
                    template=name,
                )
            )

    @api.model
    def _get_languages(self, form):
        return frozenset(dict(self.env["res.lang"].get_installed()))

    @api.model
    def _get_face(self, form):
        return get_face()

    @api.model
    def _adapt_sample(self, form, static, keys, agency, contact):
        return {}

    @api.model
    def _prepare_more(self, form, policies, letters):
        return {}

    @api.model
    def _sort_policies(self, form, policies):
        return policies

    @api.model
    def _place_values(self, form, case, values):
        return values

    @api.model
    def _is_all_stamped(self, form):
        return False

    @api.model
    def _list_shared(self, form, static):
        return {}

    @api.model
    def _get_addendum(self, form):
        return form.browse()

    @api.model
    def _get_further(self, form):
        return form.browse()

    @api.model
    def _get_slots(self, form, static):
        slots = ["number", "revision", "date", "page", "holder", "attention", "loan"]
        slots += ["description", "body", f"{FIRST}holder"]
        slots += [LABEL + name for name in LABELED]
        return slots + self._get_mark_slots(static["coverages"])

    @api.model
    def _get_mark_slots(self, coverages):
        """Names of the cells for marks in the rows of ``coverages``."""
        return [
            kind.get_slot(coverage["key"])
            for coverage in coverages
            for kind in MARKED
            if coverage["row"] not in kind.not_on
        ]

    @api.model
    def _get_usual_slots(self, form):
        return USUAL_SLOTS

    # ------------------------------------------------------------------- master

    @api.model
    def _get_key(self, form, static):
        html = self._render_master(form, static, self._get_slots(form, static))
        paper = "\n".join(self._get_draw_options(form))
        return sha256(html.encode() + paper.encode() + read_face()).hexdigest()

    @api.model
    def _draw_master(self, form, static, texts, author):
        slots = self._get_slots(form, static)
        static, drawn = self._draw_fitting(form, static, slots)
        marks = tuple(kind.get_slot("") for kind in MARKED)
        head = writer.make_head(
            drawn,
            get_face(),
            [*texts, *self.env["coi.page"]._get_label_texts(static["lang"])],
            author=author,
            language=get_language_tag(static["lang"]),
            title=self.env._("Certificate of insurance"),
            centered=[slot for slot in slots if slot.startswith(marks)],
            colors=dict.fromkeys([LABEL + name for name in LABELED], LABEL_COLOR),
        )
        return static, head

    @api.model
    def _draw_fitting(self, form, static, slots):
        """(static part as drawn, ``pdf.master.Master``).

        Policies are dealt out to pages by estimated heights; what does not fit in fact
        is dealt out again, with less room a page.
        """
        for room in ROOMS:
            static = {**static, "room": room}
            html = self._render_master(form, static, slots)
            try:
                drawn = read_master(self._draw(form, html), slots)
                self._check_master(drawn)
                return static, mirrored(drawn) if static["rtl"] else drawn
            except MasterError as error:
                _logger.info("Master with room %s: %s", room, error)
        raise UserError(
            self.env._(
                "The policies of %(insured)s do not fit the page. Choose fewer "
                "policies, or shorten their limits.",
                insured=static["insured"]["name"],
            )
        )

    @api.model
    def _check_master(self, drawn):
        """A part that spilled over has a page of its own, without head or foot."""
        expected = ON_EVERY_PAGE & {slot.name for slot in drawn.slots}
        for number in range(len(drawn.pages)):
            names = {slot.name for slot in drawn.slots if slot.page == number}
            if not expected <= names:
                raise MasterError(f"Page {number + 1} is a part of another page")

    @api.model
    def _render_master(self, form, static, slots):
        """HTML of the master: marks where texts go, and one page for texts that do not
        fit, which certificates have none or many times."""
        return self._render_pages(form, static, slots, self._deal(static))

    @api.model
    def _render_pages(self, form, static, slots, pages, **more):
        """
        :param pages: what each lists (``pdf.layout``)
        :param more: what else the template is told: ``has_first``, of a form whose
            first page is not drawn with it
        """
        baselines, cells = markers(slots)
        document = {
            "static": static,
            "mode": "master",
            "pages": pages,
            "text_pages": [[]],
            "headings": [[]],
            "values": {},
            "marks": self._prepare_fills(baselines),
            "cells": self._prepare_fills(cells),
            **more,
        }
        return self._render_html(form, [document], static["lang"])

    @api.model
    def _deal(self, static):
        """What each page lists (``pdf.layout``), the same whenever it is drawn."""
        return layout.deal(static, static.get("room", 1))

    @api.model
    def _prepare_fills(self, colors):
        return {name: f"background:{color}" for name, color in colors.items()}

    # -------------------------------------------------------------------- whole

    @api.model
    def _draw_whole(self, form, head, static, papers):
        documents = [
            self._prepare_document(form, head, static, pages) for pages in papers
        ]
        return self._draw(form, self._render_html(form, documents, static["lang"]))

    @api.model
    def _prepare_document(self, form, head, static, pages):
        """
        :returns: dict ``static``; ``mode``, "whole" (in a master: "master"); ``pages``,
            what each page lists (``pdf.layout``); ``text_pages``, the lines of each
            page of texts that do not fit their place, and ``headings``, the numbers of
            those that are headings; ``values``, the texts that do fit:
            ``{name: {"size", "lines"}}``; ``marks`` and ``cells``, styles of the boxes
            that mark a place, by its name: none here
        """
        values, text_pages, headings = {}, [], []
        for number, entries in pages:
            for index, size, lines, *headed in entries:
                name = head.slots[index].name
                if name == "body":
                    text_pages.append(lines)
                    headings.append(headed[0] if headed else [])
                elif name == "page":
                    text = values.setdefault(name, {"size": size, "lines": []})
                    text["lines"] = [*text["lines"], *lines]
                elif number != head.body_page or name.startswith(FIRST):
                    values[name] = {"size": size, "lines": lines}
        return {
            "static": static,
            "mode": "whole",
            "pages": self._deal(static),
            "text_pages": text_pages,
            "headings": headings,
            "values": values,
            "marks": {},
            "cells": {},
        }

    # ------------------------------------------------------------------ drawing

    @api.model
    def _render_html(self, form, documents, lang):
        """One HTML body of ``documents``, complete in itself.

        :returns: str that needs no server and no file to be drawn
        """
        self._check_has_template(form)
        qweb = self.env["ir.qweb"].with_context(lang=lang)
        # sudo(): the report is configuration the user need not be able to read.
        template = trusted(form).report_id.report_name
        return str(qweb._render(template, {"documents": documents}))

    @api.model
    def _draw(self, form, html):
        """PDF bytes of ``html`` by wkhtmltopdf, on the form's paper.

        Core's own call is not used: it would start a session so that the page can
        fetch from this server, which our page need not, and it waits for ever.

        :raises UserError: in the user's words, when that is not possible
        """
        return self._draw_by(html, self._get_draw_options(form))

    @api.model
    def _draw_by(self, html, options):
        """
        :param options: list of str, those of wkhtmltopdf
        """
        self._check_has_program()
        fonts = os.path.dirname(os.path.realpath(file_path(FACE_FILE)))
        try:
            return programs.draw(_wkhtml().bin, options, html, fonts)
        except ProgramError as error:
            _logger.error("wkhtmltopdf drew nothing: %s", error)
        raise UserError(
            self.env._(
                "The page could not be drawn. Ask your administrator to look for "
                "wkhtmltopdf in the log; nothing was generated."
            )
        )

    @api.model
    def _get_draw_options(self, form):
        # sudo(): the report action is configuration the user need not be able to read.
        report = trusted(form).report_id
        options = report._build_wkhtmltopdf_args(report.get_paperformat(), False)
        # The page runs no scripts: nothing to wait for.
        options[options.index("--javascript-delay") + 1] = "0"
        return options
