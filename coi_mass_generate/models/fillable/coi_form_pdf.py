import base64
from hashlib import sha256

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.lru import LRU

from ...pdf import acroform, writer
from ...pdf.errors import MasterError
from ...pdf.layout import Page, Row, coverage_height
from ...pdf.master import mirrored, read_master
from ...pdf.typeset import FIRST
from ..common.door import trusted
from ..common.grants import MARKED
from ..common.json_text import encode
from ..forms.coi_form_qweb import get_face, read_face
from ..forms.coi_page import get_language_tag
from .coi_form_field import BOXES

# A form takes up to half a second to be read: the last few are kept by the process.
FORMS = LRU(8)
PROBES = LRU(32)
# Shares of a page's room that are given to policies, one try after the other.
ROOMS = (1, 0.75, 0.5, 0.3)
SHEET_ROOM = 1000  # px of the template, for policies on a further page
INSURER_LINE = 20


class CoiFormPdf(models.AbstractModel):
    """A form that is somebody's fillable PDF, completed and made into plain pages.

    What its fields have no place for goes on: policies and insurers to pages of our
    own, texts that do not fit to the continuation page, which is ours, or the agency's
    own form for remarks.
    """

    _name = "coi.form.pdf"
    _inherit = "coi.form.qweb"
    _description = "Certificate Form by Fillable PDF"

    @api.model
    def _get_languages(self, form):
        """A form is written in English; what is printed in it as well, if it can."""
        installed = super()._get_languages(form)
        english = {code for code in installed if code.startswith("en")}
        return frozenset(english or installed)

    # ----------------------------------------------------------- what it is made of

    @api.model
    def _get_mapping(self, form):
        """What its fields are filled with (``coi.form.field._get_entry``)."""
        # sudo(): how a form is set up is a manager's; whoever issues draws with it.
        return trusted(form).mapping or []

    @api.model
    def _get_keys(self, form):
        """What it says in words or by a mark; a box says of an amount only that there
        is one."""
        return {
            each["key"]
            for each in self._get_mapping(form)
            if each["key"] and (each["is_mark"] or each["kind"] not in BOXES)
        }

    @api.model
    def _read(self, form):
        """The ``acroform.Form``; it was checked when it was uploaded."""
        # sudo(): the blank form is a manager's; its certificates are the users'.
        known = trusted(form)
        if known.file_sha256 not in FORMS:
            content = base64.b64decode(known.with_context(bin_size=False).file or b"")
            if sha256(content).hexdigest() != known.file_sha256:
                raise UserError(
                    self.env._(
                        "The file of the form %(form)s is not the one that was "
                        "uploaded. Restore it from a backup.",
                        form=known.display_name,
                    )
                )
            FORMS[known.file_sha256] = acroform.read_form(content)
        return FORMS[known.file_sha256]

    # --------------------------------------------------------------------- slots

    @api.model
    def _is_all_stamped(self, form):
        return True

    @api.model
    def _list_shared(self, form, static):
        found, said = {}, static["fields"]
        for each in self._get_mapping(form):
            if self._is_shared_text(each) and said.get(each["key"]):
                slot = acroform.SPILLED + each["name"]
                found[slot] = each["key"], said[each["key"]]
        for party, names in self._get_blocks(form).items():
            if said.get(party):
                found[acroform.SPILLED + names[0]] = party, said[party]
        return found

    @api.model
    def _is_shared_text(self, each):
        is_plain = not (each["block"] or each["is_mark"] or each["is_picture"])
        is_text = each["kind"] in ("text", "choice")
        return is_plain and is_text and each["source"] == "value" and not each["is_own"]

    @api.model
    def _get_addendum(self, form):
        """Its own form for remarks, or ours, on which our pages go on."""
        return form.continuation_form_id or form._get_ours()

    @api.model
    def _get_further(self, form):
        return form.continuation_form_id | form._get_ours()

    @api.model
    def _get_slots(self, form, static):
        on_sheets = [
            each for each in static["coverages"] if each["key"] in static["sheets"]
        ]
        names = ["number", "revision", "date", "page", "body", f"{FIRST}holder"]
        return names + self._get_mark_slots(on_sheets)

    @api.model
    def _get_usual_slots(self, form):
        """Known before anything is drawn: every field is where it is."""
        if not trusted(form).file_sha256:
            return super()._get_usual_slots(form)
        key = trusted(form).file_sha256, self._hash_mapping(form)
        if key not in PROBES:
            PROBES[key] = self._probe(form)
        return PROBES[key]

    @api.model
    def _probe(self, form):
        """The measures of all places, those of shared texts under the names they have
        where they do not fit."""
        contents, blocks = {}, []
        for each in self._get_mapping(form):
            if self._is_shared_text(each):
                slot = acroform.SPILLED + each["name"]
                contents[each["name"]] = acroform.Place(slot)
            elif each["is_own"] and not each["block"]:
                contents[each["name"]] = acroform.Place(each["key"])
        for party, names in self._get_blocks(form).items():
            name = party if party == "holder" else acroform.SPILLED + names[0]
            block = self._make_block(form, party, names, {}.get)
            blocks.append(block._replace(what=acroform.Place(name)))
        filled = acroform.fill(self._read(form), get_face(), contents, blocks)
        master = self._add_foot(filled.master, self._get_keys(form))
        measures = filled._replace(master=master).measures
        anything = measures.get("description") or next(iter(measures.values()))
        usual = dict.fromkeys(("holder", "attention", "loan", "description"), anything)
        return {**usual, **measures}

    # --------------------------------------------------------------------- master

    @api.model
    def _hash_mapping(self, form):
        return sha256(encode(self._get_mapping(form)).encode()).hexdigest()

    @api.model
    def _get_key(self, form, static):
        parts = [read_face(), encode(static).encode()]
        for each in (form, form.continuation_form_id):
            # sudo(): see _get_mapping().
            own = trusted(each).file_sha256 or ""
            parts.append(f"{own} {self._hash_mapping(each)}".encode())
        html = self._render_more(form, static, self._get_slots(form, static), 1)
        paper = "\n".join(self._get_draw_options(form))
        parts += [html.encode(), paper.encode()]
        return sha256(b"\0".join(parts)).hexdigest()

    @api.model
    def _draw_master(self, form, static, texts, author):
        filled = self._fill(form, static)
        more, spilled = self._draw_more(form, static)
        spilled = {**filled.spilled, **spilled}
        words = self._get_headings(form, spilled)
        static = {
            **static,
            **({"spilled": spilled, "headings": words} if spilled else {}),
        }
        master = acroform.joined(filled.master, more)
        master = self._add_foot(master, self._get_keys(form))
        marks = tuple(kind.get_slot("") for kind in MARKED)
        on_sheets = {slot.name for slot in more.slots if slot.name.startswith(marks)}
        head = writer.make_head(
            master,
            get_face(),
            [
                *texts,
                *spilled.values(),
                *words.values(),
                *self.env["coi.page"]._get_label_texts(static["lang"]),
            ],
            author=author,
            language=get_language_tag(static["lang"]),
            title=self.env._("Certificate of insurance"),
            centered=sorted(on_sheets),
        )
        return static, head

    @api.model
    def _get_headings(self, form, spilled):
        """What shared texts are called that do not fit, by their slots."""
        values = self.env["coi.form.value"]._get_values()
        labels = {}
        for each in self._get_mapping(form.continuation_form_id) + self._get_mapping(
            form
        ):
            known = values.get(each["block"] or each["key"])
            label = f"{known.group}: {known.label}" if known else each["label"]
            labels.setdefault(acroform.SPILLED + each["name"], label)
        return {slot: labels.get(slot, slot) for slot in spilled}

    # -------------------------------------------------------------- further pages

    @api.model
    def _draw_more(self, form, static):
        """(``Master`` of the pages behind the form, the last of which is for texts that
        do not fit; texts that became slots there)."""
        ours = self._draw_sheets(form, static)
        own = form.continuation_form_id
        if not own:
            return ours, {}
        filled = self._fill(own, static)
        last = len(ours.pages) - 1
        slots = [slot for slot in ours.slots if slot.page != last]
        ours = ours._replace(pages=ours.pages[:-1], slots=slots)
        return acroform.joined(ours, filled.master), filled.spilled

    @api.model
    def _draw_sheets(self, form, static):
        slots = self._get_slots(form, static)
        for room in ROOMS:
            html = self._render_more(form, static, slots, room)
            try:
                drawn = read_master(self._draw(form, html), slots)
                self._check_master(drawn)
            except MasterError:
                continue
            return mirrored(drawn) if static["rtl"] else drawn
        raise UserError(
            self.env._(
                "The policies of %(insured)s do not fit the page. Choose fewer "
                "policies, or shorten their limits.",
                insured=static["insured"]["name"],
            )
        )

    @api.model
    def _render_more(self, form, static, slots, room):
        pages = [Page([], []), *self._deal_sheets(static, room)]
        return self._render_pages(form, static, slots, pages, has_first=False)

    @api.model
    def _deal_sheets(self, static, room):
        """``pdf.layout.Page`` of what the form does not say."""
        rest = [each for each in static["coverages"] if each["key"] in static["sheets"]]
        letters = {each["letter"] for each in rest}
        insurers = [each for each in static["insurers"] if each["letter"] in letters]
        pages, left = [], 0
        for coverage in rest:
            height = coverage_height(coverage)
            if height > left or not pages:
                pages.append(Page([], []))
                left = room * (
                    SHEET_ROOM - INSURER_LINE * len(insurers) * (len(pages) == 1)
                )
            pages[-1].rows.append(Row(coverage["row"], coverage))
            left -= height
        if pages:
            pages[0] = pages[0]._replace(insurers=insurers)
        return pages
