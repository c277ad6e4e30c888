import html
import io
import os
import re
import subprocess

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..fillable.filled import FilledCase
from ..reading import read_pages
from ..sample_forms import NAMES, make
from ..sample_forms.layout import lay_out
from ..sample_forms.make import TITLE
from . import form_oracle
from .form_oracle import FormOracle
from .oracle import FORM_DOUBTFUL, FORM_FORBIDDEN, Oracle
from .random_agency import LONG_NAME, make_agency
from .recorded import RecordedCase

AGENCIES = 300 if os.environ.get("COI_LONG") else 18
SCALE = 2  # pixels to a pt, of pictures
SEE = "See continuation page"
LONG_TEXT = " ".join(f"Work on lot {number}." for number in range(90))
# Rules that our own page does not know, and what holds of our own page alone.
OF_FORMS = {"small_field", "no_cell", "addendum", "fit"}
OF_OURS = {"state", "fit"}
# Of a form that lacks what others have.
POOR = [
    *("CertificateOfInsurance_AutomobileLiability_AdditionalInsuredCode_A",),
    *("Policy_ExcessLiability_SubrogationWaivedCode_A", form_oracle.NUMBER),
    *(
        f"Insurer_{part}_{letter}"
        for part in ("FullName", "NAICCode")
        for letter in "DEF"
    ),
    *("OtherPolicy_PolicyNumberIdentifier_A", "ExcessUmbrella_OccurrenceIndicator_A"),
]


@tagged("post_install", "-at_install", "coi_page")
class TestOracleForm(RecordedCase, FilledCase):
    """Random agencies on fillable forms: every field, against a second opinion.

    What stands in each field is read back from the page by its place, and what has no
    field from the pages behind it. ``COI_LONG=1`` tries many more of them.
    """

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.labels = {
            line.key: line.name for line in cls.env["coi.coverage.line"].search([])
        }
        cls.spots = {name: spot.box for name, spot in lay_out().items() if spot.width}
        cls.kinds = {each.name: each.kind for each in NAMES}
        cls.forms = [
            (cls.upload(number="SAMPLE 1"), ()),
            (cls.upload_strangers(), ()),
            (cls.upload_poor(), POOR),
        ]

    @classmethod
    def upload_strangers(cls):
        """Names nobody knows, mapped one by one; and remarks on a form of its own."""
        called = {each.name: f"f1_{turn:02}" for turn, each in enumerate(NAMES)}
        pdf = make(names=called, qualified=True, on="/Oui", password="")
        form = cls.upload(pdf, number="SAMPLE 2", is_used=False)
        manager = cls.env_of(cls.manager)
        known = manager["coi.form.name"]._find(called.keys(), cls.agency, "")
        wanted = {called[name]: each for (name, _box), each in known.items()}
        for field in form.with_env(manager).field_ids:
            field.write(wanted[field.short]._get_choice())
        remarks = cls.upload(number="SAMPLE 102", is_used=False)
        fields = remarks.with_env(manager).field_ids
        fields.source = "blank"
        [body] = fields.filtered(lambda each: each.short == form_oracle.REMARKS)
        body.value_key = "body"
        remarks.with_env(manager).action_use()
        form.with_env(manager).continuation_form_id = remarks.id
        form.with_env(manager).action_use()
        return form

    @classmethod
    def upload_poor(cls):
        form = cls.upload(number="SAMPLE 3", is_used=False).with_env(
            cls.env_of(cls.manager)
        )
        form.field_ids.filtered(lambda each: each.short in POOR).source = "blank"
        form.action_use()
        return form

    def test_all_fields_say_what_they_should(self):
        counts = dict.fromkeys(("pages", "sheets", "continued", "worded", "crossed"), 0)
        for seed in range(AGENCIES):
            form, blank = self.forms[seed % len(self.forms)]
            with self.subTest(seed=seed, form=form.number):
                self.form = form.with_env(self.env)
                self.check(self.make_agency(seed), blank, counts)
        # The agencies must be worth the trouble.
        self.assertGreater(min(counts.values()), AGENCIES // 20, counts)

    def make_agency(self, seed):
        """With more that does not fit than usual."""
        agency = make_agency(seed)
        for interest in agency["interests"][seed % 2 :: 3]:
            interest["text"] = LONG_TEXT
        return agency

    def check(self, agency, blank, counts):
        oracle = Oracle(agency)
        type(self).known_on = agency["today"]
        interests, policies = self.record(agency)
        chosen = self.choose(agency, policies)
        cases = self.env["coi.plan"]._get_cases(
            interests, agency["day"], chosen, {None: self.form}
        )
        for case, interest in zip(cases, agency["interests"], strict=True):
            self.check_verdict(oracle, case, interest)
        options = {"issue_date": agency["day"], "policy_ids": chosen and chosen.ids}
        if {case.verdict for case in cases} == {"blocked"}:
            with self.assertRaisesRegex(UserError, "blocked"):
                self.generate(interests, form_id=self.form.id, **options)
        else:
            batch = self.generate(interests, form_id=self.form.id, **options)
            second = FormOracle(oracle, self.labels, blank)
            self.check_batch(second, batch, cases, counts)
        self.env.flush_all()
        self.env.invalidate_all()

    def check_verdict(self, oracle, case, interest):
        """What is judged of a form is what is judged of ours, but for its own rules."""
        levels, wanted = self.get_levels(case), oracle.findings(interest)
        for key in OF_FORMS:
            levels.pop(key, None)
        for key in OF_OURS:
            wanted.pop(key, None)
        self.assertEqual(levels, wanted, interest)

    def check_batch(self, second, batch, cases, counts):
        seen = set()
        for line, case in zip(batch.line_ids, cases, strict=True):
            interest = second.oracle.agency["interests"][cases.index(case)]
            made = line.certificate_ids
            self.assertEqual(bool(made), case.verdict != "blocked", line.reason_text)
            if made:
                page = _Certificate(self, made, seen, counts)
                page.check(second, interest)
                self.check_addendum(second.oracle, interest, case, page)
                counts["pages"] += 1

    def check_addendum(self, oracle, interest, case, page):
        """Where forms are to be filed, so is the page behind one, which is not."""
        where = oracle.places(interest) & set(FORM_DOUBTFUL)
        level = self.get_levels(case).get("addendum")
        self.assertEqual(level, "warning" if where and page.more else None)
        if page.more:
            self.assertFalse(oracle.places(interest) & set(FORM_FORBIDDEN))


class _Certificate:
    """One that was issued: its form, its further pages, and what should be there.

    :param seen: masters whose boxes were looked at
    """

    def __init__(self, test, made, seen, counts):
        self.test, self.counts, self.made = test, counts, made
        self.pdf = test.get_pdf(made)
        self.words, *further = _find_words(self.pdf)
        self.more = read_pages(self.pdf)[1:]
        self.behind = self.read_behind(further)
        self.looks_at_boxes = made.master_id not in seen
        seen.add(made.master_id)

    def check(self, second, interest):
        fields = {
            name: self.read_in(box)
            for name, box in self.test.spots.items()
            if self.test.kinds[name] == "text"
        }
        standing = self.find_standing(second, interest, fields)
        sheets = self.find_sheets(second)
        letters = self.find_letters(second, interest, standing, fields, sheets)
        self.check_sheets(second, interest, standing, letters, sheets)
        self.check_text(second, interest, standing, fields, sheets)
        wanted = second.texts(interest, standing, letters)
        for name in [*self.of_parties(), form_oracle.REMARKS, form_oracle.NUMBER]:
            fields.pop(name, None)
        self.test.assertEqual(self.fill_in(fields, wanted), wanted)
        self.check_number(second)
        if self.looks_at_boxes:
            self.check_boxes(second, standing)

    def fill_in(self, fields, wanted):
        """What stands in fields; for a mark that says to look behind, what is there."""
        found = {name: text for name, text in fields.items() if text}
        for name, text in found.items():
            if text in (SEE, "*") and wanted.get(name, "?") in self.behind:
                found[name] = wanted[name]
        return found

    def of_parties(self):
        return [
            f"{party}_{part}"
            for party in form_oracle.PARTIES
            for part in form_oracle.PARTS
        ]

    # ---------------------------------------------------------------- policies

    def find_standing(self, second, interest, fields):
        """``{row: policy}``, by the numbers in the rows; no row stays empty that one
        of the policies could stand in."""
        shown, standing = second.oracle.shown(interest), {}
        for row, place in second.get_places().items():
            fitting = {
                each["number"]: each for each in shown if second.get_row(each) == row
            }
            number = fields[place.number]
            self.test.assertEqual(bool(number), bool(fitting), row)
            if number:
                standing[row] = fitting[number]
        return standing

    def find_sheets(self, second):
        """``{policy number: its page}`` of the policies on further pages, each once."""
        found = {}
        for page in self.more:
            pieces = [piece for _x, _y, piece in page.places]
            if "Limits of insurance" not in pieces:
                continue
            for policy in second.oracle.agency["policies"]:
                times = pieces.count(policy["number"])
                self.test.assertLessEqual(times + (policy["number"] in found), 1)
                if times:
                    found[policy["number"]] = page
        self.counts["sheets"] += bool(found)
        return found

    def find_letters(self, second, interest, standing, fields, sheets):
        """``{insurer: letter}``: one each, without a gap."""
        letters = {}
        for row, policy in standing.items():
            letter = fields[form_oracle.PLACES[row].letter]
            known = letters.setdefault(policy["insurer"], letter)
            self.test.assertEqual(letter, known)
        for policy in second.oracle.shown(interest):
            if policy["number"] in sheets:
                letter = sheets[policy["number"]].get_letter(policy["number"])
                known = letters.setdefault(policy["insurer"], letter)
                self.test.assertEqual(letter, known)
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        self.test.assertEqual(sorted(letters.values()), list(alphabet[: len(letters)]))
        return letters

    def check_sheets(self, second, interest, standing, letters, sheets):
        wanted = {
            policy["number"]: policy
            for policy in second.oracle.shown(interest)
            if second.needs_sheet(policy, standing, letters)
        }
        self.test.assertEqual(set(sheets), set(wanted))
        marks = second.oracle.marks(interest)
        for number, page in sheets.items():
            flags = tuple(
                "Y" if (number, right) in marks else ""
                for right in ("ai", "waiver", "pnc")
            )
            found = tuple(flag.replace("n/a", "") for flag in page.get_flags(number))
            self.test.assertEqual(found, flags)
            self.check_limits(second, wanted[number], page)
            insurer = f"Insurer {wanted[number]['insurer']}"
            listed = any(insurer in other.text for other in self.more)
            self.test.assertTrue(listed, insurer)

    def check_limits(self, second, policy, page):
        found = [
            text.replace("$", "") for text in page.get_limits(policy["number"]).values()
        ]
        for name in second.oracle.stated(policy):
            text = form_oracle.say_limit(policy["limits"][name])
            self.test.assertIn(text, found)

    # ------------------------------------------------------------------- texts

    def check_text(self, second, interest, standing, fields, sheets):
        """Parties and description, on the form or whole on the continuation page."""
        for party in form_oracle.PARTIES:
            boxes = [self.test.spots[f"{party}_{part}"] for part in form_oracle.PARTS]
            found = self.read_in(_union(boxes)).replace(",", "")
            wanted = second.party(party, interest)
            if found == SEE:
                self.counts["continued"] += 1
                self.test.assertIn(" ".join(LONG_NAME.split()), self.behind)
                continue
            self.test.assertEqual(sorted(found.split()), wanted)
        said = fields[form_oracle.REMARKS]
        if said == SEE:
            said, self.counts["continued"] = self.behind, self.counts["continued"] + 1
        for sentence in second.sentences(interest, standing, sheets):
            self.test.assertIn(" ".join(sentence.split()), said)
        self.counts["worded"] += " on: " in said

    def check_number(self, second):
        number = self.made.number
        if form_oracle.NUMBER not in second.blank:
            found = self.read_in(self.test.spots[form_oracle.NUMBER])
            self.test.assertEqual(found, number)
        text = " ".join(word for word, _x, _y in self.words)
        self.test.assertEqual(text.count(number), 1)
        for page in self.more:
            self.test.assertIn(number, page.text)

    def read_behind(self, pages):
        """The text of further pages; of a form for remarks, that of its field."""
        remarks = self.made.form_id.continuation_form_id
        texts = []
        for words in pages:
            found = _read(words, self.test.spots[form_oracle.REMARKS])
            everything = " ".join(word for word, _x, _y in words)
            is_form = remarks and TITLE in everything
            texts.append(found if is_form else everything)
        return " ".join(texts)

    def read_in(self, box):
        return _read(self.words, box)

    # ------------------------------------------------------------------- boxes

    def check_boxes(self, second, standing):
        picture = _draw(self.pdf)
        crossed = {
            name
            for name, kind in self.test.kinds.items()
            if kind == "check" and _has_ink(picture, self.test.spots[name])
        }
        self.test.assertEqual(crossed, second.ticked(standing))
        self.counts["crossed"] += len(crossed)
        if second.oracle.agency["ours"]["signature"]:
            spot = self.test.spots[form_oracle.SIGNATURE]
            self.test.assertTrue(_has_ink(picture, spot))


def _union(boxes):
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _read(words, box):
    """What stands in a field."""
    left, bottom, right, top = box
    return " ".join(
        word for word, x, y in words if left <= x <= right and bottom <= y <= top
    )


def _find_words(pdf):
    """``[(word, x, y)]`` of each page, by poppler: the middle of each, in pt."""
    words = ["pdftotext", "-bbox", "-", "-"]
    done = subprocess.run(words, input=pdf, capture_output=True, check=True)
    _head, *pages = done.stdout.decode().split("<page ")
    return [list(_iter_words(page)) for page in pages]


def _iter_words(page):
    height = float(re.search(r'height="([\d.]+)"', page)[1])
    for edges, word in re.findall(r"<word ([^>]*)>(.*?)</word>", page):
        x0, y0, x1, y1 = map(float, re.findall(r'"([\d.]+)"', edges))
        yield html.unescape(word), (x0 + x1) / 2, height - (y0 + y1) / 2


def _draw(pdf):
    """The first page in grays, by poppler."""
    words = ["pdftoppm", "-f", "1", "-l", "1", "-r", str(72 * SCALE), "-gray", "-"]
    done = subprocess.run(words, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def _has_ink(picture, box):
    """Whether anything is drawn within a field, its border aside."""
    left, bottom, right, top = box
    height = picture.height / SCALE
    edges = left + 1.5, height - top + 1.5, right - 1.5, height - bottom - 1.5
    part = picture.crop(tuple(round(SCALE * edge) for edge in edges))
    return part.getextrema()[0] < 100
