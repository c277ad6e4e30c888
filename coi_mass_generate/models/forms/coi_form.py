import logging
import os
import subprocess
from functools import lru_cache
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import file_path

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...pdf.face import Face
from ..common.door import clean, trusted

_logger = logging.getLogger(__name__)


# The page is set, and the stamps are drawn, in this face of Odoo's web client.
FACE_FOLDER = "web/static/fonts/google/Roboto"
FACE_FILE = f"{FACE_FOLDER}/Roboto-Regular.ttf"
# A page takes 0.2 s; what is not there after this many seconds will never be.
DRAW_SECONDS = 120


@lru_cache(maxsize=1)
def read_face():
    """The face's TrueType bytes."""
    with open(file_path(FACE_FILE), "rb") as file:
        return file.read()


@lru_cache(maxsize=1)
def get_face():
    """The ``pdf.face.Face`` that stamps are measured and drawn with."""
    return Face(read_face())


def get_font_settings():
    """Text of a fontconfig file: the machine's fonts, and the certificate's face.

    With it wkhtmltopdf finds the face as a font of the machine, and sets real text;
    from an @font-face rule it would draw outlines that nobody can search or copy.
    """
    folder = os.path.dirname(os.path.realpath(file_path(FACE_FILE)))
    machine = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">{escape(machine)}</include>
  <dir>{escape(folder)}</dir>
</fontconfig>
"""


class CoiForm(models.Model):
    """What a certificate is drawn on; ours is the agency's own plain layout."""

    _name = "coi.form"
    _inherit = ["coi.shared"]
    _description = "Certificate Form"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    number = fields.Char(required=True)
    edition = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("qweb", "Report template")], required=True, default="qweb"
    )
    report_id = fields.Many2one(
        "ir.actions.report",
        required=True,
        domain=[("model", "=", "coi.certificate")],
        ondelete="restrict",
        help="The report that gives this form its paper and its look.",
    )
    state_rule_ids = fields.One2many("coi.state.rule", "form_id")
    approval_ids = fields.One2many(
        "coi.state.approval", "form_id", string="State Approvals"
    )
    sunset_date = fields.Date(help="From this day on the form may not be used.")

    _number_edition_unique = models.UniqueIndex(
        "(number, edition)", "There is already this edition of the form."
    )

    @api.model
    def _get_guarded_fields(self):
        return {"state_rule_ids", "approval_ids"}

    @api.depends("name", "number", "edition")
    def _compute_display_name(self):
        for form in self:
            form.display_name = f"{form.name} {form.number} ({form.edition})"

    def _is_past(self, day):
        """Whether this form may not be used any more on ``day``."""
        return bool(self.sunset_date and self.sunset_date <= day)

    @api.model
    def _get_usable(self, day):
        """The first form that may still be used on ``day``; the first, if none may."""
        usable = ["|", ("sunset_date", "=", False), ("sunset_date", ">", day)]
        forms = clean(self)
        return forms.search(usable, limit=1) or forms.search([], limit=1)

    def _get_template(self):
        """The QWeb template that draws ``documents``; a hook for other forms."""
        return "coi_mass_generate.certificate_html"

    def _get_slots(self, static):
        """Names of the places for a holder's texts on a page drawn from ``static``."""
        slots = ["number", "revision", "date", "page", "holder", "attention", "loan"]
        slots += ["description", "body"]
        for coverage in static["coverages"]:
            if coverage["has_ai"]:
                slots.append(f"ai:{coverage['key']}")
            slots.append(f"waiver:{coverage['key']}")
        return slots

    def _render_html(self, documents, lang):
        """One HTML body of ``documents`` (shape: see the template), complete in itself.

        :returns: str that needs no server and no file to be drawn
        """
        values = {"documents": documents, "face_css": ""}
        qweb = self.env["ir.qweb"].with_context(lang=lang)
        return str(qweb._render(self._get_template(), values))

    def _draw(self, html):
        """PDF bytes of ``html`` by wkhtmltopdf, on this form's paper.

        Core's own call is not used: it would start a session so that the page can
        fetch from this server, which our page need not, and it waits for ever.

        :raises UserError: in the user's words, when that is not possible
        """
        self.ensure_one()
        self._check_can_draw()
        with TemporaryDirectory(prefix="coi-draw-") as folder:
            paths = [os.path.join(folder, name) for name in ("in.html", "out.pdf")]
            self._write_text(paths[0], html)
            self._write_text(os.path.join(folder, "fonts.conf"), get_font_settings())
            problem = self._run_wkhtmltopdf([*self._get_draw_options(), *paths], folder)
            if os.path.exists(paths[1]) and os.path.getsize(paths[1]):
                with open(paths[1], "rb") as file:
                    return file.read()
        _logger.error("wkhtmltopdf drew nothing: %s", problem)
        raise UserError(
            self.env._(
                "The page could not be drawn. Ask your administrator to look for "
                "wkhtmltopdf in the log; nothing was generated."
            )
        )

    @api.model
    def _write_text(self, path, text):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def _get_draw_options(self):
        # sudo(): the report action is configuration the user need not be able to read.
        report = trusted(self.report_id)
        options = report._build_wkhtmltopdf_args(report.get_paperformat(), False)
        # The page runs no scripts: nothing to wait for.
        options[options.index("--javascript-delay") + 1] = "0"
        return options

    @api.model
    def _run_wkhtmltopdf(self, arguments, folder):
        """What the program said; it may draw the page and still exit with 1."""
        settings = os.path.join(folder, "fonts.conf")
        try:
            done = subprocess.run(
                [_wkhtml().bin, *arguments],
                capture_output=True,
                check=False,
                env={**os.environ, "FONTCONFIG_FILE": settings},
                timeout=DRAW_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        return done.stderr.decode(errors="replace")[-1000:]

    @api.model
    def _check_can_draw(self):
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() == "install":
            raise UserError(
                self.env._(
                    "The program that draws pages (wkhtmltopdf) is missing on the "
                    "server. Ask your administrator to install it; nothing was "
                    "generated."
                )
            )
