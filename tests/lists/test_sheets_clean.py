"""What is certain is cleaned; the rest is asked. A table a group of dirt."""

import pytest
from coi_sheets import Row
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.clean.places import Places
from coi_sheets.text import fold
from hypothesis import example, given, settings
from hypothesis import strategies as st

TYPES = {
    "additional insured": "additional_insured",
    "mortgagee": "mortgagee",
    "loss payee": "loss_payee",
    "lenders loss payable": "lenders_loss_payable",
    "lender s loss payable": "lenders_loss_payable",
    "mtg 01": "mortgagee",
}


def clean(corrections=None, kinds=None, headers=(), places=None, **texts):
    """One row whose columns are the given fields; ``street_`` is a second street."""
    keys = [key.rstrip("_") for key in texts]
    cleaner = Cleaner(dict(enumerate(keys)), headers, places=places, types=TYPES)
    row = Row(2, list(texts.values()), kinds or "s" * len(texts))
    return cleaner.clean(row, corrections)


def codes(entries):
    return [(key, code) for key, code, _detail in entries]


# -------------------------------------------------------------------- ZIP codes


@pytest.mark.parametrize(
    "text, state, code",
    [
        ("2134", "MA", "02134"),
        ("2134.0", "MA", "02134"),
        (" 02134 ", "MA", "02134"),
        ("21341234", "MA", "02134-1234"),
        ("021341234", "MA", "02134-1234"),
        ("1234-5678", "MA", "01234-5678"),
        ("501", "NY", "00501"),
        ("6390", "NY", "06390"),
        ("907", "PR", "00907"),
        ("802", "VI", "00802"),
        ("O2134", "MA", "02134"),
        ("O21O1", "MA", "02101"),
        ("90210", "CA", "90210"),
        ("90210-", "CA", "90210"),
        ("90210 - 1234", "CA", "90210-1234"),
        ("9021O", "", "90210"),
        ('="02134"', "MA", "02134"),
        ("'02134", "MA", "02134"),
        ("m5v 3l9", "ON", "M5V 3L9"),
        ("M5V3L9", "", "M5V 3L9"),
        ("h0h-0h0", "QC", "H0H 0H0"),
        ("MA 02134", "", "02134"),
    ],
)
def test_zip_codes_that_are_certain(text, state, code):
    done = clean(name="A", state=state, zip=text)
    assert (done.values["zip"], done.problems) == (code, [])


@pytest.mark.parametrize(
    "text, state, code",
    [
        ("2134", "CA", "zip_short"),
        ("2134", "", "zip_no_state"),
        ("2134", "NY", "zip_short"),
        ("123456", "MA", "zip_bad"),
        ("ABCDE", "", "zip_bad"),
        ("ABCDE", "MA", "zip_bad"),
        ("100-0001", "", "zip_no_state"),
        ("ABC1E", "", "zip_no_state"),
        ("12", "", "zip_no_state"),
        ("SW1A 1AA", "", "zip_no_state"),
        ("12", "MA", "zip_bad"),
        ("Boston", "MA", "zip_bad"),
        ("1234567890123", "MA", "zip_bad"),
    ],
)
def test_zip_codes_that_are_asked_about(text, state, code):
    done = clean(name="A", state=state, zip=text)
    assert codes(done.problems) == [("zip", code)]
    assert "zip" not in done.values


def test_a_zip_code_of_another_state_is_said():
    done = clean(name="A", state="NY", zip="90210")
    assert ("zip", "zip_elsewhere") in codes(done.notices)


def test_zip_plus_four_in_a_column_of_its_own():
    done = clean(name="A", state="MA", zip="2134", zip4="12")
    assert done.values["zip"] == "02134-0012"


@pytest.mark.parametrize(
    "city", ["Boston, MA 02134", "Boston MA 02134", "Boston, Mass., 02134"]
)
def test_state_and_zip_inside_the_city(city):
    done = clean(name="A", city=city, state="", zip="")
    assert (done.values["city"], done.values["state"], done.values["zip"]) == (
        "Boston",
        "MA",
        "02134",
    )


def test_a_city_that_only_sounds_like_a_state_stays():
    done = clean(name="A", city="New York", state="NY", zip="10001")
    assert done.values["city"] == "New York"
    done = clean(name="A", city="Kansas City", state="MO", zip="64101")
    assert done.values["city"] == "Kansas City"


# --------------------------------------------------------- states and countries


@pytest.mark.parametrize(
    "text, state, country",
    [
        ("MA", "MA", "US"),
        ("ma", "MA", "US"),
        ("Mass.", "MA", "US"),
        ("Massachusetts", "MA", "US"),
        ("D.C.", "DC", "US"),
        ("N.Y.", "NY", "US"),
        ("Puerto Rico", "PR", "US"),
        ("AE", "AE", "US"),
        ("Ontario", "ON", "CA"),
        ("QC", "QC", "CA"),
        ("Québec", "QC", "CA"),
    ],
)
def test_states_in_many_spellings(text, state, country):
    done = clean(name="A", state=text)
    assert (done.values["state"], done.values["country"]) == (state, country)


def test_foreign_holders_need_no_state():
    done = clean(
        name="A", city="London", state="", zip="SW1A 2AA", country="United Kingdom"
    )
    assert done.problems == []
    assert (done.values["zip"], done.values["country"]) == ("SW1A 2AA", "GB")


@pytest.mark.parametrize(
    "text", ["USA", "U.S.", "United States", "us", "Estados Unidos"]
)
def test_countries_in_many_spellings(text):
    assert clean(name="A", country=text).values["country"] == "US"


def test_a_territory_named_as_a_country():
    places = Places([("US", ["United States"]), ("PR", ["Puerto Rico"])])
    row = {"state": "PR", "zip": "907", "country": "Puerto Rico"}
    done = clean(name="A", places=places, **row)
    assert done.problems == []
    assert [done.values[key] for key in ("state", "zip", "country")] == [
        "PR",
        "00907",
        "US",
    ]


def test_unknown_states_and_countries_are_asked_about():
    done = clean(name="A", state="Transsylvania", country="Atlantis")
    assert codes(done.problems) == [
        ("country", "country_unknown"),
        ("state", "state_unknown"),
    ]


@pytest.mark.parametrize(
    "city, state, printed, said",
    [
        ("Chiyoda-ku", "Tokyo", "Chiyoda-ku, Tokyo", ["state_in_city"]),
        ("Tokyo", "Tokyo", "Tokyo", []),
        ("", "Tokyo", "Tokyo", ["state_in_city"]),
    ],
)
def test_what_is_no_state_of_a_far_country_is_printed_with_the_city(
    city, state, printed, said
):
    done = clean(name="A", city=city, state=state, zip="100-0001", country="Japan")
    assert (done.values["city"], done.values["zip"]) == (printed, "100-0001")
    assert done.problems == []
    assert [code for _key, code in codes(done.notices)] == said
    assert "state" not in done.values


@pytest.mark.parametrize("country", ["", "USA", "Canada"])
def test_where_a_state_is_needed_an_unknown_one_is_asked_about(country):
    done = clean(name="A", city="Salem", state="Tokio", country=country)
    assert codes(done.problems) == [("state", "state_unknown")]


def test_a_state_of_a_far_country_that_is_known_is_one():
    places = Places(states=[("JP", "13", ["Tokyo"])])
    done = clean(name="A", state="Tokyo", country="Japan", places=places)
    assert (done.values["state"], done.problems) == ("13", [])


# ------------------------------------------------------------- spaces and signs


@pytest.mark.parametrize(
    "text",
    [
        " Harbor  Center LLC ",
        "Harbor\xa0Center\tLLC",
        "Harbor\nCenter\r\nLLC",
        "Harbor\u200b Center\ufeff LLC",
        "Harbor\x07 Center LLC\x00",
    ],
)
def test_spaces_and_invisible_signs(text):
    assert clean(name=text).values["name"] == "Harbor Center LLC"


@pytest.mark.parametrize(
    "name",
    [
        "ACME, INC.",
        "The “Harbor” Company",
        "Bell d/b/a Harbor Café",
        "L.L.C. of the North",
        "=Equal Co",
        "@Home LLC",
        "🏗 Builders",
        "עיריית תל אביב",
        "Attnborough Trust",
        "Assignment Loans Inc",
        "'47 Brand LLC",
        "Home Care of Massachusetts LLC",
        "Care of Animals Inc",
        "Attention Medical Group",
        "Center for Attention Research",
        "Sierra Auto Loan 2021-1",
        "Total Lease 2020",
        "N.A. Steel Co",
    ],
)
def test_the_legal_name_is_never_altered(name):
    done = clean(name=name)
    assert (done.values["name"], done.problems) == (name, [])


@pytest.mark.parametrize(
    "text",
    [
        *("TBD", "n/a", "-", "???", "Same as above", "Not Available"),
        *("Not specified", "not stated", "None listed", "None given", "Not on file"),
    ],
)
def test_a_word_for_nothing_is_no_name(text):
    done = clean(name=text)
    assert "name" not in done.values
    assert codes(done.notices) == [("name", "taken_as_empty")]


def test_combining_accents_become_one_sign():
    assert clean(name="Mu\u0308ller").values["name"] == "Müller"


# ------------------------------------------------- more than a name in the name


@pytest.mark.parametrize(
    "text, name",
    [
        ("First Bank ISAOA/ATIMA", "First Bank"),
        ("First Bank, ISAOA", "First Bank"),
        ("First Bank, N.A., its successors and/or assigns", "First Bank, N.A."),
        (
            "First Bank its successors and assigns, as their interests may appear",
            "First Bank",
        ),
        ("First Bank (ISAOA / ATIMA)", "First Bank"),
    ],
)
def test_successors_go_to_their_own_field(text, name):
    done = clean(name=text)
    assert (done.values["name"], done.values["isaoa"]) == (name, True)


@pytest.mark.parametrize(
    "text, name, who",
    [
        ("Harbor LLC ATTN: Mary Keane", "Harbor LLC", "Mary Keane"),
        ("Harbor LLC\nAttention Risk Dept.", "Harbor LLC", "Risk Dept"),
        ("Harbor LLC (Attn. Legal)", "Harbor LLC", "Legal"),
        ("Harbor LLC Attention: Legal", "Harbor LLC", "Legal"),
        ("Harbor LLC, attention Legal", "Harbor LLC", "Legal"),
        ("Puerto SA, a la atención de: Luz", "Puerto SA", "Luz"),
    ],
)
def test_attention_goes_to_its_own_field(text, name, who):
    done = clean(name=text)
    assert (done.values["name"], done.values["attention"]) == (name, who)


@pytest.mark.parametrize(
    "name",
    [
        "Oak Trust c/o Bell Realty",
        "Oak Trust in care of Bell Realty",
        "Oak Trust\nCare of Bell Realty",
        "Oak Trust care of: Bell Realty",
    ],
)
def test_care_of_becomes_the_first_address_line(name):
    done = clean(name=name, street="1 Elm St", street_="Suite 2")
    assert done.values["name"] == "Oak Trust"
    assert done.values["street"] == "c/o Bell Realty"
    assert done.values["street2"] == "1 Elm St, Suite 2"


@pytest.mark.parametrize("key", ["name2", "street"])
def test_successors_on_a_line_of_their_own(key):
    done = clean(name="First Bank", **{key: "ISAOA/ATIMA"}, street_="1 Elm St")
    assert (done.values["name"], done.values["street"]) == ("First Bank", "1 Elm St")
    assert done.values["isaoa"] is True


def test_attention_and_care_of_in_the_address():
    done = clean(name="Oak Trust", street="ATTN: Legal", street_="1 Elm St")
    assert (done.values["attention"], done.values["street"]) == ("Legal", "1 Elm St")


def test_all_of_it_at_once():
    done = clean(
        name="First Bank ISAOA/ATIMA c/o Servicing Inc ATTN: Loans", street="1 Elm St"
    )
    assert done.values["name"] == "First Bank"
    assert done.values["isaoa"] is True
    assert done.values["attention"] == "Loans"
    assert done.values["street"] == "c/o Servicing Inc"


@pytest.mark.parametrize(
    "text, number",
    [
        ("First Bank Loan # 00123-4", "00123-4"),
        ("First Bank (Loan No. 4711)", "4711"),
        ("First Bank, Loan 0012345678", "0012345678"),
    ],
)
def test_a_loan_number_in_the_name(text, number):
    done = clean(name=text)
    assert (done.values["name"], done.values["loan_number"]) == ("First Bank", number)


def test_a_company_of_loans_keeps_its_name():
    assert "loan_number" not in clean(name="Loan Depot 2020 LLC").values


def test_officers_and_employees_stay_and_are_said():
    name = "City of Salem, its officers, agents and employees"
    done = clean(name=name)
    assert done.values["name"] == name
    assert codes(done.notices) == [("name", "name_more")]


# -------------------------------------------------------- addresses in one cell


@pytest.mark.parametrize(
    "text",
    [
        "100 Harbor Way, Suite 200, Boston, MA 02110",
        "100 Harbor Way\nSuite 200\nBoston, MA 02110",
        "100 Harbor Way, Suite 200\nBoston MA 02110",
        "100 Harbor Way\nSuite 200\nBoston, MA 02110\nUSA",
    ],
)
def test_a_whole_address_in_one_cell(text):
    values = clean(name="A", street=text).values
    assert (values["city"], values["state"], values["zip"]) == ("Boston", "MA", "02110")
    lines = " ".join((values["street"], values.get("street2", "")))
    assert lines.replace(",", "").split() == "100 Harbor Way Suite 200".split()


def test_name_and_address_in_one_cell():
    values = clean(name="Harbor LLC\nATTN: Legal\n1 Way\nBoston, MA 02110").values
    assert values["name"] == "Harbor LLC"
    assert values["attention"] == "Legal"
    assert (values["street"], values["city"], values["zip"]) == (
        "1 Way",
        "Boston",
        "02110",
    )


@pytest.mark.parametrize(
    "text, name, street",
    [
        ("Harbor LLC, 1 Way, Boston, MA 02110", "Harbor LLC", "1 Way"),
        ("Acme, Inc., PO Box 12, Boston MA 02110", "Acme, Inc.", "PO Box 12"),
        ("A LLC, Attn: Legal, 1 Way, Boston, MA 02110", "A LLC", "1 Way"),
    ],
)
def test_name_and_address_on_one_line(text, name, street):
    done = clean(name=text)
    assert (done.values["name"], done.values["street"]) == (name, street)
    assert (done.values["city"], done.values["zip"]) == ("Boston", "02110")
    assert ("name", "address_split") in codes(done.notices)


def test_name_and_address_that_cannot_be_told_apart_are_asked_about():
    done = clean(name="Harbor LLC\n1 Way\nBostn")
    assert codes(done.problems) == [("name", "name_block")]
    done = clean({"name": "Harbor LLC", "street": "1 Way"}, name="Harbor LLC\n1 Way")
    assert (done.values["name"], done.values["street"]) == ("Harbor LLC", "1 Way")
    assert done.problems == []


def test_city_state_and_zip_in_one_column():
    values = clean(name="A", street="1 Way", place="St. Louis, MO 63101").values
    assert (values["city"], values["state"], values["zip"]) == (
        "St. Louis",
        "MO",
        "63101",
    )


def test_five_address_lines():
    done = clean(name="A", street="Tower", street_="Floor 3", street__="1 Way")
    assert (done.values["street"], done.values["street2"]) == (
        "Tower",
        "Floor 3, 1 Way",
    )
    assert ("street", "lines_joined") in codes(done.notices)


# ----------------------------------------------------------- e-mails and phones


@pytest.mark.parametrize(
    "text, emails",
    [
        ("a@b.com; c@d.org", "a@b.com, c@d.org"),
        ("a@b.com/c@d.org", "a@b.com, c@d.org"),
        ("a@b.com\nA@B.com", "A@B.com"),
        ("Mary Keane <mary@b.com>", "mary@b.com"),
        ("mailto:a@b.com.", "a@b.com"),
    ],
)
def test_several_emails(text, emails):
    assert clean(name="A", email=text).values["email"] == emails


@pytest.mark.parametrize(
    "text",
    [
        *("n/a", "same", "fax only", "none", "-", "NOT AVAILABLE", "Not Provided"),
        *("not applicable", "Not on file", "not known", "None given", "no email"),
        *("No e-mail address", "No phone", "none listed", "No Phone Number"),
    ],
)
def test_words_that_mean_nothing(text):
    done = clean(name="A", email=text, phone=text)
    assert "email" not in done.values
    assert done.problems == []
    assert codes(done.notices) == [
        ("email", "taken_as_empty"),
        ("phone", "taken_as_empty"),
    ]


@pytest.mark.parametrize("text", ["mary@", "mary at b.com", "a@b.com; c@d"])
def test_broken_emails_are_said_and_stop_nothing(text):
    done = clean(name="A", email=text)
    assert (done.values, done.problems) == ({"name": "A"}, [])
    assert codes(done.notices) == [("email", "email_bad")]


@pytest.mark.parametrize(
    "text, number",
    [
        ("617-555-0142", "+1 617-555-0142"),
        ("(617) 555.0142 x12", "+1 617-555-0142 ext. 12"),
        ("1 617 555 0142", "+1 617-555-0142"),
        ("6175550142.0", "+1 617-555-0142"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("617-555-0142 or 617-555-0143", "617-555-0142 or 617-555-0143"),
    ],
)
def test_phones(text, number):
    assert clean(name="A", phone=text).values["phone"] == number


def test_a_phone_with_too_few_digits_is_said_and_stops_nothing():
    done = clean(name="A", phone="555-01")
    assert (done.values, done.problems) == ({"name": "A"}, [])
    assert codes(done.notices) == [("phone", "phone_bad")]


# ------------------------------------------------------- flags, types, policies


@pytest.mark.parametrize("text", ["Y", "yes", "X", "✓", "1", "TRUE", "Sí", "☑", "AI"])
def test_yes_in_many_spellings(text):
    assert clean(name="A", ai=text).values["ai"] is True


@pytest.mark.parametrize("text", ["N", "no", "0", "FALSE", "-", "none", "☐"])
def test_no_in_many_spellings(text):
    assert clean(name="A", ai=text).values["ai"] is False


def test_an_answer_that_is_neither_is_asked_about():
    assert codes(clean(name="A", ai="see contract").problems) == [
        ("ai", "flag_unclear")
    ]


@pytest.mark.parametrize(
    "text, flags",
    [
        ("AI, WOS", {"ai": True, "waiver": True}),
        ("AI + Waiver + PNC", {"ai": True, "waiver": True, "pnc": True}),
        ("Additional Insured and Waiver of Subrogation", {"ai": True, "waiver": True}),
        ("all", {"ai": True, "waiver": True, "pnc": True}),
        ("Y/N/Y", {"ai": True, "waiver": False, "pnc": True}),
        ("none", {"ai": False, "waiver": False, "pnc": False}),
    ],
)
def test_one_column_for_all_flags(text, flags):
    done = clean(headers=["Name", "AI/WOS/PNC"], name="A", flags=text)
    assert {key: done.values[key] for key in flags} == flags
    assert done.problems == []


@pytest.mark.parametrize(
    "text, keys",
    [
        ("Additional Insured", ["additional_insured"]),
        ("MORTGAGEE / Loss Payee", ["mortgagee", "loss_payee"]),
        ("Lender's Loss Payable", ["lenders_loss_payable"]),
        ("LLP", ["lenders_loss_payable"]),
        ("MTG-01", ["mortgagee"]),
        ("Certificate Holder", []),
    ],
)
def test_interest_types(text, keys):
    assert clean(name="A", type=text).values["type"] == keys


@pytest.mark.parametrize("sign", ["; ", ", ", "\n", " | "])
@pytest.mark.parametrize("name", ["Owner and Contractor", "Owner/Lessor", "Site & Co"])
def test_a_type_whose_name_looks_like_two_is_one_beside_another(name, sign):
    types = {**TYPES, fold(name): "own"}
    cleaner = Cleaner({0: "name", 1: "type"}, types=types)
    done = cleaner.clean(Row(2, ["A", f"{name}{sign}Mortgagee"], "ss"))
    assert (done.values.get("type"), done.problems) == (["own", "mortgagee"], [])


def test_a_type_whose_name_has_a_comma_is_one():
    types = {**TYPES, "lender isaoa": "own"}
    cleaner = Cleaner({0: "name", 1: "type", 2: "type"}, types=types)
    done = cleaner.clean(Row(2, ["A", "Lender, ISAOA", "Mortgagee"], "sss"))
    assert (done.values.get("type"), done.problems) == (["own", "mortgagee"], [])


def test_an_unknown_type_is_asked_about():
    done = clean(name="A", type="Godfather")
    assert codes(done.problems) == [("type", "type_unknown")]


# --------------------------------------- what spreadsheet programs do to values


@pytest.mark.parametrize("key", ["project", "loan_number", "policy", "zip"])
def test_a_number_that_became_a_date_is_asked_about(key):
    done = clean(name="A", kinds="sd", **{key: "2026-03-14"})
    assert codes(done.problems) == [(key, "became_date")]


@pytest.mark.parametrize("text", ["1.23E+11", "1E+15"])
def test_a_number_that_lost_its_digits_is_asked_about(text):
    done = clean(name="A", loan_number=text)
    assert codes(done.problems) == [("loan_number", "digits_lost")]


def test_a_long_number_keeps_only_fifteen_digits_in_a_workbook():
    done = clean(name="A", kinds="sn", loan_number="1234567890123450000")
    assert codes(done.problems) == [("loan_number", "digits_lost")]
    assert not clean(name="A", loan_number="1234567890123456789").problems


def test_errors_and_formulas_are_asked_about():
    done = clean(name="A", kinds="se", city="#REF!")
    assert codes(done.problems) == [("city", "cell_error")]
    done = clean(name="A", kinds="sf", city="")
    assert codes(done.problems) == [("city", "cell_formula")]


@pytest.mark.parametrize(
    "text, day",
    [
        ("2026-12-31", "2026-12-31"),
        ("12/31/2026", "2026-12-31"),
        ("31/12/2026", "2026-12-31"),
        ("3/4/26", "2026-03-04"),
        ("46387", "2026-12-31"),
        ("Dec 31, 2026", "2026-12-31"),
        ("31 de diciembre de 2026", "2026-12-31"),
        ("2026-12-31 00:00:00", "2026-12-31"),
    ],
)
def test_dates(text, day):
    assert clean(name="A", valid_until=text).values["valid_until"] == day


@pytest.mark.parametrize(
    "text",
    [
        *("1/1/2026 - 12/31/2026", "1/1/26 12/31/26", "2026-01-01 - 2026-12-31"),
        *("1/1/2026 to 12/31/2026", "1/1/2026–12/31/2026", "Jan 26 - 27"),
        *("Jan 1 - Dec 31 2026", "1-2/2026", "2026/2027", "Jan 1-31, 2026"),
    ],
)
def test_a_range_of_dates_is_asked_about(text):
    done = clean(name="A", valid_until=text)
    assert codes(done.problems) == [("valid_until", "date_unclear")]


@pytest.mark.parametrize(
    "text", ["12/31/2026 12:01 AM", "2026-12-31T00:00:00Z", "2026-12-31 00:00:00.000"]
)
def test_a_time_behind_a_date_is_none_of_it(text):
    assert clean(name="A", valid_until=text).values["valid_until"] == "2026-12-31"


def test_something_that_is_no_date_is_asked_about():
    done = clean(name="A", valid_until="end of project")
    assert codes(done.problems) == [("valid_until", "date_unclear")]


# ------------------------------------------------------- rows that are no entry


@pytest.mark.parametrize(
    "text",
    [
        *("Total", "TOTAL: 12", "Grand total", "Count", "Page 2 of 3"),
        *("Printed on 11/20/2026", "Prepared by Mary", "*** End of report ***"),
    ],
)
def test_total_rows_are_no_holders(text):
    assert clean(name=text, city="").skip == "total"


def test_a_company_named_total_is_one():
    done = clean(name="Total Wine", street="1 Way", city="Boston", zip="02110")
    assert done.skip == ""


def test_the_header_repeated_on_each_page():
    assert clean(headers=["Name", "City"], name="Name", city="City").skip == "header"


# ------------------------------------------------------------------ corrections


def test_what_the_user_types_goes_before_what_the_file_says():
    done = clean({"zip": "90210", "state": "CA"}, name="A", state="ZZ", zip="2134")
    assert (done.values["zip"], done.values["state"], done.problems) == (
        "90210",
        "CA",
        [],
    )


def test_a_cell_can_be_cleared():
    done = clean({"email": ""}, name="A", email="broken@")
    assert "email" not in done.values
    assert done.problems == []


def test_a_value_for_a_column_the_file_does_not_have():
    assert clean({"city": "Lynn"}, name="A").values["city"] == "Lynn"


TEXT = st.text(max_size=60)


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
def test_any_text_is_cleaned_or_asked_about(name, a, b, c, d, e, f, g):
    done = clean(
        name=name, street=a, city=b, state=c, zip=d, email=e, phone=f, flags=g,
        country=a, valid_until=b, type=c, loan_number=d, policy=e, attention=f, isaoa=g,
        place=b,
    )  # fmt: skip
    assert not [key for key in done.values if key.startswith("_")]
    assert all(len(entry) == 3 for entry in done.problems + done.notices)


@settings(max_examples=200, deadline=None)
@given(TEXT)
@example("\\\\:0")
@example("\\\\\\\\s")
def test_cleaning_twice_changes_nothing(text):
    once = clean(name=text).values
    again = clean(name=once.get("name", "")).values
    assert again.get("name", "") == once.get("name", "") or set(again) - {"name"}


# ------------------------------------------------- what the reader says of a cell


def clean_marked(marks, corrections=None, **texts):
    row = Row(2, list(texts.values()), "s" * len(texts), marks=marks)
    return Cleaner(dict(enumerate(texts))).clean(row, corrections)


def test_what_is_struck_is_told_and_a_struck_name_is_asked():
    struck = [0, "struck", {"value": "Old Bank"}]
    done = clean_marked([struck], name="New Bank", city="Boston")
    assert (done.problems, done.get("name")) == ([], "New Bank")
    assert done.notices == [["name", "struck", {"value": "Old Bank"}]]
    done = clean_marked([struck], name="", city="Boston")
    assert done.problems == [["name", "name_struck", {"value": "Old Bank"}]]
    done = clean_marked([struck], {"name": "New"}, name="", city="Boston")
    assert (done.problems, done.get("name")) == ([], "New")
    done = clean_marked([[1, *struck[1:]]], first_name="Ann", last_name="", city="X")
    assert codes(done.problems) == [("name", "name_struck")]


def test_a_mark_of_the_whole_row_is_told_and_one_of_another_column_is_not():
    done = clean_marked([[-1, "struck", {}], [7, "struck", {}]], city="Boston")
    assert codes(done.notices) == [("name", "struck")]
