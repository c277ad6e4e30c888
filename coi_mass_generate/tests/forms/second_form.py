"""Further forms, as an agency would add them."""

from ..agency import AgencyCase

# Another look: the heading says something else, everywhere.
TITLE = "Evidence of Coverage"
TEMPLATE = f"""
<t t-name="coi_test.second_form">
    <t t-set="page"><t t-call="coi_mass_generate.certificate_html" /></t>
    <t t-out="page.replace('Certificate of Insurance', '{TITLE}')" />
</t>
"""


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
