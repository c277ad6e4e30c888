"""What stands in each field of the sample form, said a second time and plainly.

It reads an agency as ``random_agency`` makes it, and knows nothing of the addon but how
the trade names its fields.
"""

from typing import NamedTuple

GL, AUTO = "GeneralLiability_", "Vehicle_"
EXCESS, WC = "ExcessUmbrella_", "WorkersCompensationEmployersLiability_"
OTHER, COI = "OtherPolicy_", "CertificateOfInsurance_"
EL = f"{WC}EmployersLiability_"
WC_POLICY = "Policy_WorkersCompensationAndEmployersLiability_"
REMARKS = "CertificateOfLiabilityInsurance_ACORDForm_RemarkText_A"
NUMBER = f"{COI}CertificateNumberIdentifier_A"
REVISION = f"{COI}RevisionNumberIdentifier_A"
SIGNATURE = "Producer_AuthorizedRepresentative_Signature_A"
PARTIES = ("Producer", "NamedInsured", "CertificateHolder")
PARTS = (
    *("FullName_A", "MailingAddress_LineOne_A", "MailingAddress_LineTwo_A"),
    *("MailingAddress_CityName_A", "MailingAddress_StateOrProvinceCode_A"),
    "MailingAddress_PostalCode_A",
)
CONTACT = {
    "Producer_ContactPerson_FullName_A": "Mary Keane",
    "Producer_FaxNumber_A": "617 555 0199",
    "Producer_ContactPerson_EmailAddress_A": "coi@harborpoint.example",
}
LETTERS = "ABCDEF"


class Place(NamedTuple):
    """The fields of one row: ``limits`` by what is limited, ``answers`` by question."""

    number: str
    first: str
    last: str
    letter: str
    ai: str
    waiver: str
    shown: str
    limits: dict
    answers: dict


def _place(policy, row, limits, answers, ai="", waiver="", shown=""):
    return Place(
        f"{policy}PolicyNumberIdentifier_A",
        f"{policy}EffectiveDate_A",
        f"{policy}ExpirationDate_A",
        f"{row}InsurerLetterCode_A",
        ai and f"{COI}{ai}_AdditionalInsuredCode_A",
        waiver and f"Policy_{waiver}_SubrogationWaivedCode_A",
        shown,
        {name: f"{row}{field}" for name, field in limits.items()},
        answers,
    )


PLACES = {
    "general_liability": _place(
        "Policy_GeneralLiability_",
        GL,
        {
            "each": "EachOccurrence_LimitAmount_A",
            "rented": "FireDamageRentedPremises_EachOccurrenceLimitAmount_A",
            "all": "GeneralAggregate_LimitAmount_A",
        },
        {
            "per": f"{GL}GeneralAggregate_LimitAppliesPerPolicyIndicator_A",
            "made": f"{GL}ClaimsMadeIndicator_A",
            "basis": f"{GL}OccurrenceIndicator_A",
        },
        "GeneralLiability",
        "GeneralLiability",
        f"{GL}CoverageIndicator_A",
    ),
    "auto": _place(
        "Policy_AutomobileLiability_",
        AUTO,
        {"single": "CombinedSingleLimit_EachAccidentAmount_A"},
        {"autos": f"{AUTO}HiredAutosIndicator_A"},
        "AutomobileLiability",
        "AutomobileLiability",
    ),
    "umbrella": _place(
        "Policy_ExcessLiability_",
        EXCESS,
        {
            "each": "Umbrella_EachOccurrenceAmount_A",
            "all": "Umbrella_AggregateAmount_A",
        },
        {
            "form": "Policy_PolicyType_ExcessIndicator_A",
            "made": f"{EXCESS}ClaimsMadeIndicator_A",
            "basis": f"{EXCESS}OccurrenceIndicator_A",
        },
        "ExcessLiability",
        "ExcessLiability",
    ),
    "workers_comp": _place(
        WC_POLICY,
        WC,
        {
            "accident": "EmployersLiability_EachAccidentLimitAmount_A",
            "employee": "EmployersLiability_DiseaseEachEmployeeLimitAmount_A",
            "disease": "EmployersLiability_DiseasePolicyLimitAmount_A",
        },
        {"statute": f"{WC}WorkersCompensationStatutoryLimitIndicator_A"},
        waiver="WorkersCompensation",
    ),
    "other": Place(
        f"{OTHER}PolicyNumberIdentifier_A",
        f"{OTHER}PolicyEffectiveDate_A",
        f"{OTHER}PolicyExpirationDate_A",
        f"{OTHER}InsurerLetterCode_A",
        f"{COI}OtherPolicy_AdditionalInsuredCode_A",
        f"{OTHER}SubrogationWaivedCode_A",
        "",
        {},
        {},
    ),
}
OTHER_LABEL = f"{OTHER}OtherPolicyDescription_A"
OTHER_LIMITS = [
    (f"{OTHER}CoverageCode_{letter}", f"{OTHER}CoverageLimitAmount_{letter}")
    for letter in "ABC"
]
EXCLUDED = f"{WC}AnyPersonsExcludedIndicator_A"


class FormOracle:
    """Of one agency and one form.

    :param oracle: ``oracle.Oracle``
    :param labels: of coverage lines, by their keys
    :param blank: names of fields in which nothing is printed
    """

    def __init__(self, oracle, labels, blank=()):
        self.oracle, self.labels, self.blank = oracle, labels, frozenset(blank)

    def get_places(self):
        """Rows that have room for a policy."""
        return {
            row: place
            for row, place in PLACES.items()
            if place.number not in self.blank
        }

    def get_row(self, policy):
        return policy["line"] if policy["line"] in PLACES else "other"

    # ------------------------------------------------------------------ the form

    def texts(self, interest, standing, letters):
        """``{field: text}`` of all fields that say anything, but for parties, the
        description and the number.

        :param standing: ``{row: policy}``
        :param letters: ``{number of an insurer: letter}``
        """
        ours = self.oracle.agency["ours"]
        said = {
            "Form_CompletionDate_A": _day(self.oracle.day),
            REVISION: "0",
            **CONTACT,
            "Producer_ContactPerson_PhoneNumber_A": ours["phone"],
            SIGNATURE: "" if ours["signature"] else ours["signer"],
        }
        listed = {insurer: each for insurer, each in letters.items() if each in LETTERS}
        for insurer, letter in listed.items():
            naic = self.oracle.agency["insurers"][insurer]["naic"]
            said[f"Insurer_FullName_{letter}"] = f"Insurer {insurer}"
            said[f"Insurer_NAICCode_{letter}"] = "12345" if naic else ""
        marks = self.oracle.marks(interest)
        for row, policy in standing.items():
            said |= self.texts_of(PLACES[row], policy, marks)
            said[PLACES[row].letter] = letters[policy["insurer"]]
        return {
            field: text
            for field, text in said.items()
            if text and field not in self.blank
        }

    def texts_of(self, place, policy, marks):
        said = {
            place.number: policy["number"],
            place.first: _day(policy["first"]),
            place.last: _day(self.oracle.end(policy)),
        }
        for right, field in (("ai", place.ai), ("waiver", place.waiver)):
            if (policy["number"], right) in marks:
                said[field] = "Y"
        for name, field in place.limits.items():
            said[field] = say_limit(policy["limits"].get(name))
        if place is PLACES["other"]:
            said[OTHER_LABEL] = self.labels[policy["line"]]
            names = self.oracle.stated(policy)
            for (label, amount), name in zip(OTHER_LIMITS, names, strict=False):
                said[label] = name
                said[amount] = say_limit(policy["limits"][name])
        if place is PLACES["workers_comp"]:
            said[EXCLUDED] = "N"
        return said

    def ticked(self, standing):
        """Names of the boxes that are crossed."""
        found = set()
        for row, policy in standing.items():
            place = PLACES[row]
            found |= {place.shown} | {
                place.answers[answer] for answer in self.answers(place, policy)
            }
        return found - {""} - self.blank

    def answers(self, place, policy):
        """Questions of its row, as they are answered."""
        answered = {each for each in place.answers if each not in policy["open"]}
        is_made = "basis" in answered and policy["made"]
        return answered - {"basis" if is_made else "made"}

    # -------------------------------------------------------------- further pages

    def needs_sheet(self, policy, standing, letters):
        """Whether a further page must tell of it: the form does not say all of it."""
        row = self.get_row(policy)
        if standing.get(row) is not policy:
            return True
        place, letter = PLACES[row], letters[policy["insurer"]]
        if letter not in LETTERS or f"Insurer_FullName_{letter}" in self.blank:
            return True
        is_made = policy["made"] and "basis" not in policy["open"]
        if is_made and (row == "other" or policy["since"] != "unsaid"):
            return True
        needed = {place.answers[each] for each in self.answers(place, policy)}
        needed |= {
            place.limits[name]
            for name in self.oracle.stated(policy)
            if name in place.limits
        }
        return bool(needed & self.blank)

    def sentences(self, interest, standing, listed):
        """What the description has to say, with the numbers of policies in it.

        :param listed: numbers of the policies on further pages
        """
        holder = self.oracle.agency["holders"][interest["holder"]]
        shown = [policy["number"] for policy in self.oracle.shown(interest)]
        for text in self.oracle.texts(interest):
            first, _mark, _rest = text.partition("{policies}")
            yield first.replace("{holder}", holder["name"])
            if "{policies}" in text:
                yield from shown
        if interest["project"]:
            yield f"Project: {interest['project']}"
        marks = self.oracle.marks(interest)
        for number, right in sorted(marks):
            if right == "pnc":
                yield from ("primary and non-contributory", number)
        for row, policy in standing.items():
            cells = {"ai": PLACES[row].ai, "waiver": PLACES[row].waiver}
            for right, cell in cells.items():
                has_cell = cell and cell not in self.blank
                told = has_cell or policy["number"] in listed
                if (policy["number"], right) in marks and not told:
                    yield from (f"{WORDS[right]} on:", policy["number"])

    def party(self, which, interest):
        """The words of a party's name and address."""
        agency = self.oracle.agency
        if which == "Producer":
            return _words(agency["ours"], agency["ours"]["name"])
        if which == "NamedInsured":
            state = agency["state"] if self.oracle.has_state(agency["insured"]) else ""
            return _words({**agency["insured"], "state": state}, "The Insured")
        holder = agency["holders"][interest["holder"]]
        return _words(holder, holder["name"])


WORDS = {"ai": "Additional insured", "waiver": "Waiver of subrogation"}


def _words(address, name):
    country = "Ireland" if address["country"] == "IE" else ""
    parts = [address[part] for part in ("street", "city", "state", "zip")]
    return sorted(" ".join([name, *parts, country]).split())


def _day(day):
    return f"{day:%m/%d/%Y}"


def say_limit(limit):
    amount, text = limit or (0, "")
    return f"{amount or '':{',' if amount else ''}} {text}".strip()
