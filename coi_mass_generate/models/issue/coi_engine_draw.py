from hashlib import sha256

from psycopg2 import Error as DatabaseError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import split_every

from ...pdf import typeset, whole, writer
from ..common.garbage import no_garbage
from ..common.grants import MARKED
from ..common.json_text import dump
from ..forms.coi_page import get_language_tag
from ..ledger.coi_certificate import join_number
from ..ledger.coi_certificate_document import RECENT
from .failure import explain, raise_passing

# Certificates drawn whole, in one call.
WHOLE_AT_ONCE = 25


class CoiEngine(models.AbstractModel):
    """How papers get their pages: stamped on a master, or drawn whole by their form."""

    _inherit = "coi.engine"

    @api.model
    def _draw(self, papers, keep=False):
        """Give every paper its pages; what fails is said on the paper.

        :param keep: whether somebody waits for the files, which are kept for them
        """
        variants = {}
        for paper in papers:
            variants.setdefault(paper.case.variant, []).append(paper)
        for group in variants.values():
            self._draw_variant(group, keep)

    @api.model
    def _draw_variant(self, group, keep):
        """Draw the papers of one master."""
        lang = group[0].case.lang
        labels = self.env["coi.page"]._get_labels(lang)
        self._guard(group, self._assign_master)
        if group[0].master:
            labels = self._name_spilled(group[0].master, labels)
        self._draw_papers(group, lang, labels, keep)
        whole_papers = [each for each in group if each.is_whole and not each.error]
        for some in split_every(WHOLE_AT_ONCE, whole_papers):
            self._draw_whole(list(some))

    @api.model
    @no_garbage()
    def _draw_papers(self, group, lang, labels, keep):
        """Stamp the papers of one master; those drawn whole get their texts fitted."""
        title = self.env["coi.page"]._get_title_pattern(lang)
        for paper in group:
            if paper.error:
                continue
            number = join_number(paper.number, paper.revision)
            paper.title = title.format(number=number)
            self._guard([paper], self._draw_paper, labels, keep)

    @api.model
    def _assign_master(self, group):
        """Give the papers of one variant their master."""
        case = group[0].case
        snapshot = self.env["coi.page"]._prepare_static(case, case.form)
        # A page half made must not stay: it would be found and used later.
        with self.env.cr.savepoint():
            master = self.env["coi.master"]._find_or_draw(
                case, case.form, snapshot, self._get_texts(group)
            )
        names, static = master._get_engine_head().names, master.snapshot
        spilled, worded = static.get("spilled", {}), static.get("worded", ())
        for paper in group:
            paper.master = master
            # What all share and has no room where it belongs.
            paper.values.update(spilled)
            paper.stamped = self._leave_worded(paper.values, names, worded)

    @api.model
    def _name_spilled(self, master, labels):
        """``labels`` with what those texts of the master are called that have no room
        where they belong."""
        headings = master.snapshot.get("headings")
        if not headings:
            return labels
        return labels._replace(headings={**labels.headings, **headings})

    @api.model
    def _leave_worded(self, values, names, worded):
        """What of ``values`` is stamped: of a page without a column for it, all but the
        mark of what the description says.

        :param names: of the page's slots
        :param worded: further slots of which the description says what they would
        """
        if names.issuperset(values):
            return values
        marks = tuple(kind.get_slot("") for kind in MARKED if kind.is_worded)
        return {
            name: text
            for name, text in values.items()
            if name in names or not (name.startswith(marks) or name in worded)
        }

    @api.model
    def _get_texts(self, papers):
        """Every text that will be stamped on one of ``papers``, once."""
        return list(
            {
                text
                for paper in papers
                if not paper.is_whole
                for text in paper.values.values()
            }
        )

    @api.model
    def _guard(self, papers, work, *args):
        """Run ``work(papers, …)``; what goes wrong there stops nobody else."""
        try:
            work(papers, *args)
        except DatabaseError:
            raise
        except Exception as error:
            raise_passing(error)
            self._fail(papers, explain(self.env, error, papers[0].line))

    @api.model
    def _fail(self, papers, message):
        for paper in papers:
            paper.error = message

    @api.model
    def _draw_paper(self, papers, labels, keep):
        """Fit the texts; a stamped file need not be stored, only its hash."""
        [paper] = papers
        head = paper.master._get_engine_head()
        paper.pages = typeset.compose(head, paper.stamped, labels, guess=paper.is_whole)
        paper.stamp = dump({"title": paper.title, "pages": paper.pages})
        if not paper.is_whole:
            stamped = writer.stamp_parts(head, paper.pages, title=paper.title)
            paper.sha256 = stamped.sha256
            if keep:
                RECENT.keep(head, paper.stamp, stamped)

    @api.model
    def _draw_whole(self, papers):
        """Draw ``papers`` of one variant complete, in one call; else one by one."""
        try:
            contents = self._split_whole(papers, self._draw_document(papers))
        except (UserError, whole.PartsDoNotMatchError) as error:
            if len(papers) > 1:
                for paper in papers:
                    self._draw_whole([paper])
            else:
                papers[0].error = self._explain_whole(error)
            return
        for paper, content in zip(papers, contents, strict=True):
            paper.content = content
            paper.sha256 = sha256(content).hexdigest()

    @api.model
    def _draw_document(self, papers):
        case, master = papers[0].case, papers[0].master
        return case.form._draw_whole(
            master._get_engine_head(),
            master.snapshot,
            [paper.pages for paper in papers],
        )

    @api.model
    def _split_whole(self, papers, content):
        parts = [
            whole.Part(paper.number, len(paper.pages), paper.title) for paper in papers
        ]
        case = papers[0].case
        return whole.split(
            content,
            parts,
            author=case.interest.company_id.name,
            language=get_language_tag(case.lang),
        )

    @api.model
    def _explain_whole(self, error):
        if isinstance(error, UserError):
            return str(error)
        return self.env._(
            "The text of this certificate does not fit its pages. Shorten the "
            "description, or split it."
        )
