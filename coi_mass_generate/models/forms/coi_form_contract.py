from odoo import models


class CoiForm(models.Model):
    """The contract that every kind of form keeps.

    A kind is an abstract model ``coi.form.<kind>``: it has the methods here by the same
    names, with the form before the other parameters. Who adds a kind adds it to
    ``kind``, and nothing else changes. Ours are ``coi.form.qweb`` and ``coi.form.pdf``.

    Lengths are points, the origin is a page's bottom left (``pdf``). The *static part*
    is what all holders of a variant share, and *values* are one holder's texts by the
    name of their place (``coi.page``).
    """

    _inherit = "coi.form"

    def _get_kind(self):
        """The model that keeps the contract for this form."""
        return self.env[f"coi.form.{self.kind}"]

    def _check_can_draw(self):
        """Refuse, before anything is done, what this server could not draw.

        :raises UserError: in the user's words, saying what to do
        """
        return self._get_kind()._check_can_draw(self)

    def _get_languages(self):
        """The codes (frozenset of str) of the languages its own words are printed in.

        A certificate whose holder speaks none of them is in the company's.
        """
        return self._get_kind()._get_languages(self)

    def _get_face(self):
        """The ``pdf.face.Face`` its texts are measured and stamped in.

        The same object every time: it remembers what it has measured.
        """
        return self._get_kind()._get_face(self)

    def _prepare_more(self, policies, letters):
        """What the static part has besides (dict), for a form that is no page of ours.

        :param policies: those shown, in the page's order, language and company
        :param letters: ``{insurer: its letter}``
        """
        return self._get_kind()._prepare_more(self, policies, letters)

    def _adapt_sample(self, static, keys, agency, contact):
        """What the static part of a sample has besides, where the agency's words are
        those that are being typed, and nothing is a record.

        :param static: the static part, with what ``_prepare_more`` gave
        :param keys: ``{coverage's key there: its key on the sample}``
        :param agency: a record with the fields of ``res.company`` that are printed
        :param contact: ``res.partner`` with its address
        :returns: dict, what is other than in ``static``
        """
        return self._get_kind()._adapt_sample(self, static, keys, agency, contact)

    def _sort_policies(self, policies):
        """``policies`` in the order in which their insurers get their letters."""
        return self._get_kind()._sort_policies(self, policies)

    def _place_values(self, case, values):
        """A holder's texts where this form has no place for some of them.

        :param values: ``{slot: text}`` as our own page has it (``coi.page``)
        :returns: the same, all of it said somewhere
        """
        return self._get_kind()._place_values(self, case, values)

    def _is_all_stamped(self):
        """Whether what all holders share, too, is set in its face."""
        return self._get_kind()._is_all_stamped(self)

    def _list_shared(self, static):
        """``{slot: (key of the value, text)}`` of what all holders share and what has
        to fit a place, as a holder's own texts have.

        :param static: the static part
        """
        return self._get_kind()._list_shared(self, static)

    def _get_addendum(self):
        """The form that texts go on which do not fit: ``coi.form``, empty where that
        is a page of its own."""
        return self._get_kind()._get_addendum(self)

    def _get_further(self):
        """Forms whose rules count besides its own: those of pages behind it."""
        return self._get_kind()._get_further(self)

    def _get_slots(self, static):
        """Names (list of str) of the places for a holder's texts on its pages.

        :param static: the static part that is drawn
        """
        return self._get_kind()._get_slots(self, static)

    def _get_usual_slots(self):
        """Where a holder's texts usually go, as long as no page was drawn to measure.

        :returns: ``{name: [x, y, size, left, bottom, right, top]}`` (``pdf.gauge``) of
            "holder", "attention", "loan" and "description" at least
        """
        return self._get_kind()._get_usual_slots(self)

    def _get_key(self, static):
        """SHA-256 (str) of all that decides what a master looks like: equal, same page.

        :param static: the static part to be drawn
        """
        return self._get_kind()._get_key(self, static)

    def _draw_master(self, static, texts, author):
        """Draw the page that all holders of a variant share, ready to be stamped.

        :param static: the static part, in whose language it is drawn
        :param texts: list of what will be stamped: its letters must be at hand
        :param author: str, of the files: the agency
        :returns: the static part as it was drawn, and the ``pdf.head.Head``. Where
            texts of it became slots, it has them under ``spilled``, with what they are
            called under ``headings``, both by slot
        :raises UserError: in the user's words, where that is not possible
        """
        return self._get_kind()._draw_master(self, static, texts, author)

    def _draw_whole(self, head, static, papers):
        """Draw certificates complete, whatever letters they have: nothing is stamped.

        :param head: ``pdf.head.Head`` of the master they belong to
        :param static: the static part it was drawn with
        :param papers: for each certificate its fitted pages (``pdf.typeset.compose``)
        :returns: bytes of one PDF, all pages of the first certificate first; each page
            says its certificate's number in text that can be read back (``pdf.whole``)
        :raises UserError: in the user's words, where that is not possible
        """
        return self._get_kind()._draw_whole(self, head, static, papers)

    def _prepare_document(self, head, static, pages):
        """What the template of its report shows one certificate from, as text or HTML.

        :param head: ``pdf.head.Head`` of the certificate's master
        :param static: the static part it was drawn with
        :param pages: the certificate's fitted pages (``pdf.typeset.compose``)
        :returns: dict, one of the template's ``documents``
        """
        return self._get_kind()._prepare_document(self, head, static, pages)
