"""Further forms, as an agency would add them."""

from pypdf.generic import DictionaryObject

from ...models.forms.coi_form_qweb import get_face
from ...models.forms.coi_page import get_language_tag
from ...pdf import writer
from ...pdf.master import Master, Page, Slot
from ..agency import AgencyCase

# Another look: the heading says something else, everywhere.
TITLE = "Evidence of Coverage"
TEMPLATE = f"""
<t t-name="coi_test.second_form">
    <t t-set="page"><t t-call="coi_mass_generate.certificate_html" /></t>
    <t t-out="page.replace('Certificate of Insurance', '{TITLE}')" />
</t>
"""


class ByHand:
    """A kind of form that is no page of Odoo: white paper, a line for each text."""

    def __init__(self, env):
        self.env = env

    def _check_can_draw(self, form):
        """Nothing but Python is needed."""

    def _get_languages(self, form):
        return frozenset({"en_US"})

    def _get_face(self, form):
        return get_face()

    def _prepare_more(self, form, policies, letters):
        return {}

    def _sort_policies(self, form, policies):
        return policies

    def _place_values(self, form, case, values):
        return values

    def _is_all_stamped(self, form):
        return True

    def _list_shared(self, form, static):
        return {}

    def _get_addendum(self, form):
        return form.browse()

    def _get_further(self, form):
        return form.browse()

    def _get_slots(self, form, static):
        names = ["number", "revision", "date", "page", "attention", "loan", "body"]
        names += [
            f"{mark}:{each['key']}"
            for mark in ("ai", "waiver")
            for each in static["coverages"]
        ]
        return [*names, "holder", "description"]

    def _get_usual_slots(self, form):
        return {
            name: list(self._place(name, 0, 20)[2:])
            for name in ("holder", "attention", "loan", "description")
        }

    def _get_key(self, form, static):
        return f"by hand {form.id} {static['insured']['name']}"

    def _draw_master(self, form, static, texts, author):
        names = self._get_slots(form, static)
        page = Page(b"", DictionaryObject(), None, (0, 0, 612, 792))
        slots = [
            self._place(name, 0, line)
            for line, name in enumerate(names)
            if name != "body"
        ]
        slots += [self._place("page", 1, 0), self._place("body", 1, 1)]
        words = self.env["coi.page"]._get_label_texts(static["lang"])
        head = writer.make_head(
            Master([page, page], slots),
            self._get_face(form),
            [*texts, *words],
            author=author,
            language=get_language_tag(static["lang"]),
            title="By hand",
        )
        return static, head

    def _place(self, name, page, line):
        top, height = 780 - 30 * line, 28 if name != "body" else 600
        return Slot(name, page, 30, top - 10, 9, 30, top - height, 580, top)


class FormCase(AgencyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.env["coi.form"].search([], limit=1)
        cls.report = cls._make_report()

    @classmethod
    def _make_report(cls):
        cls.admin_env["ir.ui.view"].create(
            {
                "name": "second form",
                "type": "qweb",
                "key": "coi_test.second_form",
                "arch": TEMPLATE,
            }
        )
        own = cls.admin_env.ref("coi_mass_generate.report_coi_certificate_action")
        return own.copy({"report_name": "coi_test.second_form"})

    @classmethod
    def make_form(cls, number, env=None, **vals):
        """A form with a look of its own, as superuser: of all companies, and last."""
        form = (env or cls.admin_env)["coi.form"].create(
            {
                "name": "Evidence",
                "number": number,
                "edition": "2026/01",
                "report_id": cls.report.id,
                "sequence": 90,
                **vals,
            }
        )
        return form.with_env(cls.env)
