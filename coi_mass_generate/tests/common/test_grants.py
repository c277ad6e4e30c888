from lxml import etree

from odoo.tests import tagged

from ...models.common.grants import ASKED, ENDORSEMENT_FIELDS, GRANTS, MARKED
from ...models.register.coi_coverage_line import ROWS
from ...sheets import fields as columns
from ...sheets.clean import cleaner
from ..agency import AgencyCase


@tagged("post_install", "-at_install")
class TestGrants(AgencyCase):
    """What the catalogue says of a grant is so wherever a grant is recorded, asked for,
    imported or printed."""

    def test_all_that_an_endorsement_can_give_is_in_it_once(self):
        model = self.env["coi.policy.endorsement"]
        recorded = [name for name in model._fields if name.startswith("grants_")]
        self.assertEqual(sorted(ENDORSEMENT_FIELDS), sorted(recorded))
        self.assertEqual(len(set(ENDORSEMENT_FIELDS)), len(ENDORSEMENT_FIELDS))
        self.assertLessEqual(set(ENDORSEMENT_FIELDS), set(model._get_traced()))

    def test_each_is_recorded_on_the_policys_own_form(self):
        policies = self.env["coi.policy"]
        tree = etree.fromstring(policies.get_view(view_type="form")["arch"])
        shown = {each.get("name") for each in tree.iter("field")}
        self.assertLessEqual(set(ENDORSEMENT_FIELDS), shown)

    def test_what_can_be_asked_for_is_asked_on_coverage_lines(self):
        interests = self.env["coi.additional.interest"]
        for name in ASKED.values():
            self.assertEqual(interests._fields[name].comodel_name, "coi.coverage.line")
        names = [name for name in interests._fields if name.endswith("_line_ids")]
        self.assertEqual(sorted(names), sorted(ASKED.values()))

    def test_lists_have_a_column_for_each_that_can_be_asked_for(self):
        self.assertEqual(tuple(cleaner.GRANTS), tuple(ASKED))
        self.assertLessEqual(set(ASKED), set(columns.FIELDS))

    def test_workers_compensation_has_no_additional_insured(self):
        self.assertLessEqual({*GRANTS["ai"].not_on}, set(dict(ROWS)))
        line = self.get_line("workers_comp")
        self.assertFalse(line.allows_additional_insured)
        form = self.env["coi.form"].search([], limit=1)
        slots = form._get_slots({"coverages": [{"key": "p7", "row": line.row}]})
        self.assertNotIn("ai:p7", slots)
        self.assertIn("waiver:p7", slots)

    def test_notice_of_cancellation_is_recorded_and_promised_to_nobody(self):
        """The page says that notice is given only as policy or law gives it."""
        self.gl.endorsement_ids = [self.endorsement("CG 02 24", "notice")]
        self.assertTrue(self.gives(self.gl, "notice", self.adams))
        self.assertNotIn("notice", ASKED)
        self.assertNotIn(GRANTS["notice"], MARKED)
        certificate = self.issue(self.plain_interest)
        self.assertNotIn("CG 02 24", self.read_pages(certificate)[0].text)
