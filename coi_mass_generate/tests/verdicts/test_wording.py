from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..agency import ISSUE_DATE
from .test_rules import RuleCase

PROMISE = "Bank, all coverage is guaranteed"


class WordingCase(RuleCase):
    def make_rule(self, phrase="guaranteed", user=None, **vals):
        rules = self.env["coi.wording.rule"].with_user(user or self.manager)
        return rules.create(
            {
                "phrase": phrase,
                "level": "blocked",
                "reason": "No.",
                "source": "x",
                **vals,
            }
        )

    def get_findings(self, key="wording", interest=None):
        self.env.flush_all()
        self.env.invalidate_all()
        [case] = self.judge(interest or self.ai_interest)
        return [finding for finding in case.findings if finding.key == key]

    def assertFound(self, target, interest=None):
        findings = self.get_findings(interest=interest)
        self.assertTrue(findings, target)
        self.assertEqual({finding.target for finding in findings}, {target})


@tagged("post_install", "-at_install")
class TestEveryText(WordingCase):
    """A promise is found wherever it is printed, and the record that says it named."""

    def test_in_what_is_written_for_the_holder(self):
        for name in ("description", "attention", "project", "loan_number"):
            former = self.ai_interest[name]
            self.ai_interest[name] = PROMISE
            self.assertFound(self.ai_interest)
            self.ai_interest[name] = former

    def test_in_the_holders_name_and_address(self):
        for name in ("name", "street", "street2", "city"):
            former = self.bay[name]
            self.bay[name] = PROMISE
            self.assertFound(self.bay)
            self.bay[name] = former

    def test_in_the_insureds_name_address_and_text(self):
        for name in ("name", "street", "street2", "city", "coi_description"):
            former = self.beacon[name]
            self.beacon[name] = PROMISE
            self.assertFound(self.beacon)
            self.beacon[name] = former

    def test_in_a_policy_and_its_limits(self):
        self.gl.write({"aggregate_per": "other", "aggregate_other": PROMISE})
        self.assertFound(self.gl)
        # It is printed where it is not ticked, too.
        self.gl.aggregate_per = "project"
        self.assertFound(self.gl)
        self.gl.aggregate_other = False
        self.assertFalse(self.get_findings())
        self.auto.name = PROMISE
        self.assertFound(self.auto)
        self.auto.name = "AU-200"
        limit = self.wc.limit_ids[:1]
        limit.text = PROMISE
        self.assertFound(limit)
        limit.write({"text": False, "key": "own", "name": PROMISE})
        self.assertFound(limit)

    def test_in_what_an_endorsement_says(self):
        endorsement = self.gl.endorsement_ids.filtered("grants_ai_ongoing")
        endorsement.sentence = PROMISE
        self.assertFound(endorsement)

    def test_in_the_agencys_own_texts(self):
        agency = self.agency.sudo()
        for name in ("coi_contact", "coi_representative", "coi_fax", "street2", "name"):
            former = agency[name]
            agency[name] = PROMISE
            self.assertFound(self.agency)
            agency[name] = former

    def test_in_the_name_of_a_coverage_and_of_an_insurer(self):
        line = self.gl.coverage_id.sudo()
        line.name = PROMISE
        self.assertFound(line)
        line.name = "General liability"
        self.granite.name = PROMISE
        self.assertFound(self.granite)

    def test_no_text_of_page_or_holder_is_left_out(self):
        """Also those that are added later: each is planted in turn."""
        [case] = self.judge(self.ai_interest)
        page = self.env["coi.page"]
        static = page._prepare_static(case, case.form)
        own = page.with_context(lang="en_US")._get_own_words()
        looked_at = [text for text, _is_name in page._get_texts(static)]
        for text in self.walk(static):
            parts = {text, text.partition(": ")[2]}
            self.assertTrue(parts & {*own, *looked_at}, text)
        case.values["new"] = PROMISE
        values = [text for text, _is_name in page._get_value_texts(case)]
        self.assertIn(PROMISE, values)
        self.assertEqual("\n".join(values).count("Bay State Builders"), 1)

    def walk(self, part):
        if isinstance(part, dict):
            unseen = ("lang", "logo", "signature", "key", "row")
            for key in set(part) - set(unseen):
                yield from self.walk(part[key])
        elif isinstance(part, list):
            for each in part:
                yield from self.walk(each)
        elif isinstance(part, str) and part:
            yield part

    def test_the_forms_own_labels_promise_nothing(self):
        for phrase in ("occurrence", "aggregate", "deductible", "excluded", "any auto"):
            self.make_rule(phrase)
        self.gl.limit_ids.filtered(lambda limit: limit.text == "Excluded").unlink()
        self.assertFalse(self.get_findings())

    def test_a_name_is_a_name(self):
        self.granite.name = "American Guarantee and Liability Insurance Company"
        self.beacon.name = "Guaranteed Roofing LLC"
        self.bay.name = "Warranty Group, Inc."
        self.assertFalse(self.get_findings())
        self.bank.name = "Warranty Bank"  # with ISAOA/ATIMA behind it
        self.assertFalse(self.get_findings(interest=self.bank_interest))

    def test_a_line_below_the_name_is_no_name(self):
        self.bay.name = "Bay State\nGuaranteed"
        self.assertFound(self.bay)

    def test_a_claim_in_any_text(self):
        self.plain_interest.loan_number = "Waiver of all subrogation"
        [finding] = self.get_findings("claim", self.plain_interest)
        self.assertIn('"waiver of all subrogation"', finding.message)
        self.plain_interest.loan_number = "waiv\u00ader of subro-\ngation"
        [finding] = self.get_findings("claim", self.plain_interest)
        self.assertIn('"waiver of subrogation"', finding.message)
        self.plain_interest.loan_number = False
        limit = self.wc.limit_ids[:1]
        limit.text = "Holder is additional insured"
        [finding] = self.get_findings("claim", self.plain_interest)
        self.assertEqual(finding.target, limit)

    def test_a_hidden_spelling_in_a_description(self):
        self.plain_interest.description = "All coverage is gu\u200baran-\nt\u0435ed."
        self.assertFound(self.plain_interest, self.plain_interest)

    def test_a_list_says_what_the_wizard_says(self):
        """A list compares with nothing, but looks at every text as well."""
        self.wc.limit_ids.text = PROMISE
        self.assertEqual(self.plain_interest.verdict, "warning")

    def test_queries_do_not_grow_with_the_holders(self):
        self.beacon.street2 = PROMISE
        few, many = (
            self.make_interests(*(f"{count}-{i}" for i in range(count)))
            for count in (3, 30)
        )
        # Creating interests has emptied caches that judging fills.
        self.count_queries(lambda: self.judge(few))
        self.assertEqual(
            self.count_queries(lambda: self.judge(many)),
            self.count_queries(lambda: self.judge(few)),
        )


@tagged("post_install", "-at_install")
class TestRulesOfACompany(WordingCase):
    def setUp(self):
        super().setUp()
        self.plain_interest.description = "Bonded, of course."

    def test_a_managers_rule_is_its_companys(self):
        rule = self.make_rule("bonded")
        self.assertEqual(rule.company_id, self.agency)
        self.assertTrue(self.get_findings(interest=self.plain_interest))
        theirs = self.env_of(self.other_csr)["coi.wording.rule"]
        self.assertNotIn(rule.id, theirs.search([]).ids)
        phrases = theirs._get_phrases(self.other_agency)[self.other_agency.id]
        self.assertNotIn("bonded", [wanted.text for wanted in phrases])

    def test_another_companys_rule_does_not_count(self):
        rule = self.make_rule("bonded")
        rule.sudo().company_id = self.other_agency
        self.assertFalse(self.get_findings(interest=self.plain_interest))

    def test_a_shared_rule_counts_for_all_and_is_not_one_managers_to_change(self):
        rule = (
            self.env["coi.wording.rule"]
            .sudo()
            .create({"phrase": "bonded", "reason": "No.", "source": "x"})
        )
        self.assertFalse(rule.company_id)
        self.assertTrue(self.get_findings(interest=self.plain_interest))
        own = self.make_rule("surety")
        mine = rule.with_user(self.manager)
        for work in (
            lambda: mine.write({"active": False}),
            lambda: mine.write({"company_id": self.agency.id}),
            lambda: mine.unlink(),
            lambda: own.write({"company_id": False}),
            lambda: self.make_rule("surety", company_id=False),
            lambda: self.make_rule("surety", company_id=self.other_agency.id),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                work()

    def get_shared_rule(self, user=None):
        rule = self.env.ref("coi_mass_generate.wording_rule_guarantee")
        return rule.with_env(self.env_of(user or self.manager))

    def get_phrases(self, company):
        """What is looked for in the texts of its certificates."""
        phrases = self.env["coi.wording.rule"]._get_phrases(company)[company.id]
        return [wanted.text for wanted in phrases]

    def test_a_manager_switches_a_shared_rule_off_for_the_own_company_alone(self):
        self.plain_interest.description = PROMISE
        self.assertTrue(self.get_findings(interest=self.plain_interest))
        rule = self.get_shared_rule()
        self.assertTrue(rule.counts_here)
        rule.counts_here = False
        self.assertFalse(rule.counts_here)
        self.assertFalse(self.get_findings(interest=self.plain_interest))
        self.assertTrue(self.get_shared_rule(self.other_csr).counts_here)
        self.assertIn(rule.phrase, self.get_phrases(self.other_agency))
        rule.counts_here = True
        self.assertTrue(self.get_findings(interest=self.plain_interest))

    def test_off_here_changes_nothing_elsewhere(self):
        rule = self.get_shared_rule()
        rule.sudo().off_company_ids = self.other_agency
        self.assertTrue(rule.counts_here)
        rule.counts_here = False
        rule.counts_here = True
        self.assertEqual(rule.sudo().off_company_ids, self.other_agency)

    def test_off_here_takes_nothing_else_with_it(self):
        rule = self.get_shared_rule()
        for user, vals in (
            (self.manager, {"counts_here": False, "level": "warning"}),
            (self.manager, {"off_company_ids": [Command.link(self.agency.id)]}),
            (self.manager, {"off_company_ids": [Command.link(self.other_agency.id)]}),
            (self.csr, {"counts_here": False}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                rule.with_env(self.env_of(user)).write(vals)
        theirs = self.other_agency.ids
        with self.assertRaises(AccessError), self.cr.savepoint():
            rule.with_context(allowed_company_ids=theirs).counts_here = False
        with self.assertRaises(AccessError):
            rule.read(["off_company_ids"])
        self.assertFalse(rule.sudo().off_company_ids)

    def test_of_two_companies_it_is_the_one_worked_in(self):
        both = self.agency | self.other_agency
        self.env["res.company"].sudo().create({"name": "A third one"})
        self.manager.sudo().company_ids = [Command.set(both.ids)]
        rule = self.get_shared_rule()
        there = rule.with_context(allowed_company_ids=both[::-1].ids)
        there.counts_here = False
        self.assertFalse(there.counts_here)
        self.assertTrue(rule.with_context(allowed_company_ids=both.ids).counts_here)
        self.assertNotIn(rule.phrase, self.get_phrases(self.other_agency))
        self.assertIn(rule.phrase, self.get_phrases(self.agency))

    def test_a_companys_own_rule_is_archived_instead(self):
        rule = self.make_rule("bonded")
        self.assertTrue(rule.counts_here)
        with self.assertRaisesRegex(UserError, "archived"), self.cr.savepoint():
            rule.counts_here = False
        self.assertTrue(self.get_findings(interest=self.plain_interest))

    def test_who_works_in_all_companies_changes_what_is_shared(self):
        """As everybody does where there is one company only."""
        rule = self.env.ref("coi_mass_generate.wording_rule_guarantee")
        everywhere = self.env["res.company"].sudo().search([])
        self.manager.sudo().company_ids = [Command.set(everywhere.ids)]
        rule.with_user(self.manager).active = False
        law = self.env.ref("coi_mass_generate.state_rule_form_tx")
        law.with_user(self.manager).match_holder = False
        self.assertFalse(rule.active)

    def test_the_law_of_a_state_is_not_one_managers_to_change(self):
        law = self.env.ref("coi_mass_generate.state_rule_form_tx")
        with self.assertRaisesRegex(AccessError, "all companies"):
            law.with_user(self.manager).active = False

    def test_archived_rules_do_not_count_whatever_the_caller_says(self):
        self.make_rule("bonded").active = False
        interest = self.plain_interest.with_context(active_test=False)
        self.assertFalse(self.get_findings(interest=interest))


@tagged("post_install", "-at_install")
class TestPhrasesEntered(WordingCase):
    def test_what_would_match_nothing_or_everything_is_refused_in_words(self):
        for phrase, words in (
            ("_", "at least one word"),
            ("# ... #", "at least one word"),
            ("\u200b", "at least one word"),
            ("*", "end of a word"),
            ("no*tice", "end of a word"),
            ("#th day", "must stand alone"),
            ("word " * 30, "at most 20 words"),
        ):
            with self.assertRaisesRegex(ValidationError, words), self.cr.savepoint():
                self.make_rule(phrase)
        rule = self.make_rule("bonded")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            rule.phrase = "___ ..."
        loaded = (
            self.env["coi.wording.rule"]
            .with_user(self.manager)
            .load(["phrase", "reason", "source"], [["*", "x", "x"]])
        )
        self.assertIn("end of a word", loaded["messages"][0]["message"])

    def test_a_bad_phrase_that_is_there_stops_nothing(self):
        rule = self.make_rule("bonded")
        self.cr.execute(
            "UPDATE coi_wording_rule SET phrase = '_' WHERE id = %s", [rule.id]
        )
        rule.invalidate_recordset()
        with self.assertLogs("odoo.addons.coi_mass_generate", "WARNING"):
            self.assertFalse(self.get_findings(interest=self.plain_interest))
        self.assertIn("at least one word", rule.problem)

    @mute_logger("odoo.addons.coi_mass_generate.models.verdicts.coi_wording_rule")
    def test_all_that_is_shipped_can_be_looked_for(self):
        rules = self.env["coi.wording.rule"].search([("company_id", "=", False)])
        self.assertGreaterEqual(len(rules), 15)
        self.assertFalse(rules.filtered("problem"))

    def test_six_gaps_take_no_time(self):
        self.make_rule("zz " + "... " * 8 + "nevermore")
        self.plain_interest.description = "nevermore " + "zz a " * 2000
        [case] = self.judge(self.plain_interest, ISSUE_DATE)
        self.assertFalse([each for each in case.findings if each.key == "wording"])
