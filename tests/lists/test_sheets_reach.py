"""E-mail addresses and phone numbers: whole, or a question; never a part of one."""

import pytest
from coi_sheets.clean import reach
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st
from test_sheets_clean import clean, codes

# -------------------------------------------------------------- one whole address


@pytest.mark.parametrize(
    "address",
    [
        "maeve.o'brien@liffey.example",
        "certs/ap@liffey.example",
        "d'arcy+coi@liffey.example",
        "pat@xn--mnchen-3ya.example",
        "pat@liffey.xn--p1ai",
        "pat@münchen.example",
        "пат@пример.example",
        "pat&lee@liffey.example",
        "pat=doe@liffey.example",
        "a!b#c$d%e^f{g}h|i`j~k@liffey.example".replace("|", "-"),
        '"pat doe"@liffey.example',
        '"doe, pat"@liffey.example',
        "pat@sub.liffey-docks.co.example",
        "PAT.DOE@LIFFEY.EXAMPLE",
        "pat@liffey.test",
        "_pat-@liffey.example",
        "1@2.example",
        "x" * 64 + "@liffey.example",
    ],
)
def test_an_address_stays_whole(address):
    done = clean(name="A", email=address)
    assert (done.values.get("email"), done.problems, done.notices) == (address, [], [])


@pytest.mark.parametrize(
    "text, emails",
    [
        ("mailto:pat@liffey.example", "pat@liffey.example"),
        ("MAILTO:pat@liffey.example?subject=Certificate", "pat@liffey.example"),
        ("mailto:pat%2Bcoi@liffey.example", "pat+coi@liffey.example"),
        ("Email: pat@liffey.example", "pat@liffey.example"),
        ("SMTP:pat@liffey.example", "pat@liffey.example"),
        ("'pat@liffey.example'", "pat@liffey.example"),
        ('"pat@liffey.example"', "pat@liffey.example"),
        ("<pat@liffey.example>", "pat@liffey.example"),
        ("“pat@liffey.example”", "pat@liffey.example"),
        ("pat@liffey.example.", "pat@liffey.example"),
        ("- pat@liffey.example", "pat@liffey.example"),
        ("pat@a.example;lee@b.example", "pat@a.example, lee@b.example"),
        ("pat@a.example,lee@b.example,", "pat@a.example, lee@b.example"),
        ("pat@a.example / lee@b.example", "pat@a.example, lee@b.example"),
        ("certs/ap@a.example/lee@b.example", "certs/ap@a.example, lee@b.example"),
        ("o'brien@a.example\\d'arcy@b.example", "o'brien@a.example, d'arcy@b.example"),
        ("pat@a.example|lee@b.example", "pat@a.example, lee@b.example"),
        ("pat@a.example lee@b.example", "pat@a.example, lee@b.example"),
        ("pat@a.example\nlee@b.example", "pat@a.example, lee@b.example"),
        ("pat@a.example and lee@b.example", "pat@a.example, lee@b.example"),
        ("pat@a.example&lee@b.example", "pat@a.example, lee@b.example"),
        ("pat@a.example; PAT@A.EXAMPLE", "PAT@A.EXAMPLE"),
        ("pat@xn--mnchen-3ya.example; pat@münchen.example", "pat@münchen.example"),
        ("<pat@a.example><lee@b.example>", "pat@a.example, lee@b.example"),
        ("pat@a.example <pat@a.example>", "pat@a.example"),
        ("'pat@a.example' <pat@a.example>", "pat@a.example"),
    ],
)
def test_what_is_around_addresses_is_no_part_of_them(text, emails):
    done = clean(name="A", email=text)
    assert (done.values.get("email"), done.problems) == (emails, [])


@pytest.mark.parametrize(
    "text, emails, beside",
    [
        ("Pat Doe <pat@x.example>", "pat@x.example", "Pat, Doe"),
        ('"Doe, Pat" <pat@x.example>', "pat@x.example", '"Doe, Pat"'),
        ("Doe, Pat <pat@x.example>", "pat@x.example", "Doe, Pat"),
        ("Pat Doe (pat@x.example)", "pat@x.example", "Pat, Doe"),
        ("pat@x.example (AP)", "pat@x.example", "AP"),
        ("pat@x.example(AP)", "pat@x.example", "AP"),
        ("Accounts payable: ap@x.example", "ap@x.example", "Accounts payable:"),
        (
            "AP: ap@x.example; Certs: c@x.example",
            "ap@x.example, c@x.example",
            "AP:, Certs:",
        ),
        ("O'Brien <m@x.example>; d@x.example", "m@x.example, d@x.example", "O'Brien"),
    ],
)
def test_names_and_remarks_beside_an_address_are_told(text, emails, beside):
    done = clean(name="A", email=text)
    assert (done.values.get("email"), done.problems) == (emails, [])
    assert done.notices == [["email", "email_beside", {"value": beside}]]


@pytest.mark.parametrize(
    "text",
    [
        "pat [at] x.example",
        "pat(at)x.example",
        "pat at x dot example",
        "pat＠x.example",
        "pat@x(dot)example",
        "pat smith@x.example",
        "pat,smith@x.example",
        "pat;smith@x.example",
        "pat@ x.example",
        "pat @x.example",
        "pat@x. example",
        "pat@x .example",
        "pat@@x.example",
        "pat@x@y.example",
        "pat@x.examplelee@y.example",
        "pat@x..example",
        ".pat@x.example",
        "pat.@x.example",
        "pat..doe@x.example",
        "pat@-x.example",
        "pat@x_y.example",
        "pat@x",
        "pat@localhost",
        "pat@10.0.0.1",
        "pat@x.123",
        "maeve.o’brien@x.example",
        "'pat@x.example",
        "pat@x.example'",
        '"pat"doe@x.example',
        'pat"doe"@x.example',
        '"pat doe@x.example',
        "pat:doe@x.example",
        "pat<doe@x.example",
        "pat(doe)smith@x.example",
        "pat)doe@x.example",
        "<pat@x.example>doe",
        "lee@y.example <pat@x.example>",
        "pat@x.example; lee@",
        "pat@x.example ext 12",
        "pat@x.example/lee",
        "x" * 65 + "@x.example",
        "pat@" + "x" * 64 + ".example",
        "see website",
        "@x.example",
    ],
)
def test_of_a_broken_address_nothing_is_taken_and_that_is_said(text):
    done = clean(name="A", email=text)
    assert done.problems == []
    assert codes(done.notices) == [("email", "email_bad")]
    assert done.notices[0][2]["value"] == text
    assert "email" not in done.values


LETTERS = st.text("ab1.'+-_/@ ,;<>()\"&:\\|\néßж", max_size=24)


@settings(max_examples=1500, deadline=None)
@given(LETTERS, LETTERS)
def test_no_address_is_a_part_of_what_stood_there(before, after):
    """What touches an address that is taken is none of what an address can hold."""
    text = f"{before}pat@liffey.example{after}"
    read = reach.read_emails(text)
    if read.unclear:
        return
    for address in read.found.values():
        at = text.find(address)
        signs = text[at - 1 : at] + text[at + len(address) :][:1]
        assert not any(map(str.isalnum, signs)), (text, address)
        assert signs == "''" or not set(signs) & set("'+-_@"), (text, address)


NAMES = st.text("aZ9._+-", max_size=12)
DOMAINS = st.text("aZ9-.", max_size=12)
TOPS = st.sampled_from(("example", "Aa", "a"))


@settings(max_examples=1500, deadline=None)
@given(
    st.text("aZ9._+-", max_size=12), DOMAINS, st.sampled_from(("example", "Aa", "a"))
)
def test_the_short_way_takes_nothing_the_library_refuses(name, domain, top):
    address = f"{name}@{domain}.{top}"
    plain = reach._PLAIN.fullmatch(address)
    try:
        whole = validate_email(address, check_deliverability=False).original
    except EmailNotValidError:
        whole = None
    assert not plain or whole == address
    assert bool(reach.email_key(address)) == bool(whole)


@pytest.mark.parametrize("top", ["local", "localhost", "invalid", "onion", "ARPA"])
def test_a_domain_that_nobody_can_reach_is_asked_about(top):
    assert not reach.email_key(f"pat@liffey.{top}")


@pytest.mark.parametrize(
    "one, other",
    [
        ("Pat@X.example", "pat@x.example"),
        ("a@x.example; b@x.example", "B@x.example, A@x.example"),
        ("maeve.o'brien@x.example", "Maeve O'Brien <Maeve.O'Brien@x.example>"),
        ("pat@münchen.example", "pat@xn--mnchen-3ya.example"),
        ("see website", "See Website "),
    ],
)
def test_the_same_addresses_in_other_spelling(one, other):
    assert reach.email_keys(one) == reach.email_keys(other)
    assert reach.email_keys(one) != reach.email_keys("lee@x.example")


# ----------------------------------------------------------------- phone numbers


@pytest.mark.parametrize(
    "text, country, number",
    [
        ("617-555-0142", "", "+1 617-555-0142"),
        ("6175550142 ext 12", "", "+1 617-555-0142 ext. 12"),
        ("+1 (617) 555-0142, extension: 7", "", "+1 617-555-0142 ext. 7"),
        ("(617)555-0142 x", "", "+1 617-555-0142"),
        ("617.555.0142 ext.", "", "+1 617-555-0142"),
        ("617-555-0142, extension:", "", "+1 617-555-0142"),
        ("020 7946 0958 #", "GB", "+44 20 7946 0958"),
        ("1-800-555-FAX", "", "1-800-555-FAX"),
        ("011 44 20 7946 0958", "", "+44 20 7946 0958"),
        ("+61755501425", "", "+61 7 5550 1425"),
        ("020 7946 0958", "GB", "+44 20 7946 0958"),
        ("020 7946 0958 ext. 4", "GB", "+44 20 7946 0958 ext. 4"),
        ("0044 20 7946 0958", "GB", "+44 20 7946 0958"),
        ("+1 617 555 0142", "GB", "+1 617-555-0142"),
        ("(604) 555-0142", "CA", "+1 604-555-0142"),
        ("030 23125 0", "DE", "+49 30 231250"),
        ("55 5123 4567", "MX", "+52 55 5123 4567"),
        ("020 7946 0958", "", None),
        ("555-0142", "", "555-0142"),
        ("1-800-FLOWERS", "", "1-800-FLOWERS"),
        ("Office 617-555-0142", "", "Office 617-555-0142"),
        ("617-555-0142 (cell)", "", "617-555-0142 (cell)"),
        ("617-555-0142 / 617-555-0143", "", "617-555-0142 / 617-555-0143"),
        ("617-555-0142 and 555", "", None),
        ("617-555-014", "", None),
        ("617-555-01425", "", None),
        ("12/31/2026", "", None),
        ("call Pat", "", None),
    ],
)
def test_a_phone_number_is_dialled_in_the_country_of_the_row(text, country, number):
    done = clean(name="A", country=country, phone=text)
    assert done.values.get("phone") == number
    assert done.problems == []
    assert codes(done.notices) == ([] if number else [("phone", "phone_bad")])


@pytest.mark.parametrize(
    "one, other, region",
    [
        ("(617) 555-0142", "+1 617.555.0142", "US"),
        ("16175550142", "617 555 0142", "US"),
        ("617-555-0142 x5", "+1 617-555-0142 ext. 5", "US"),
        ("020 7946 0958", "+44 20 7946 0958", "GB"),
        ("011 44 20 7946 0958", "+44 (0)20 7946 0958", "US"),
        ("1-800-FLOWERS", "800-356-9377", "US"),
        ("617-555-0142 or 617-555-0143", "617-555-0143/617-555-0142", "US"),
    ],
)
def test_the_same_number_in_other_spelling(one, other, region):
    assert reach.phone_key(one, region) == reach.phone_key(other, region)


@pytest.mark.parametrize(
    "one, other",
    [
        ("617-555-0142", "617-555-0143"),
        ("617-555-0142 x5", "617-555-0142"),
        ("617-555-0142 x5", "617-555-0142 x6"),
        ("+61 7555 0142", "617-555-0142"),
        ("555-0142", "617-555-0142"),
    ],
)
def test_other_numbers_are_others(one, other):
    assert reach.phone_key(one) != reach.phone_key(other)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["US", "GB", "AQ", ""]))
def test_any_text_is_a_number_or_none(text, region):
    number = reach.clean_phone(text, region)
    assert not number or reach.phone_key(number, region)
