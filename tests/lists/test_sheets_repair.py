"""Traces of web pages and of wrong alphabets: undone and told, or asked."""

import pytest
from coi_sheets import Row, header
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.fields import FIELDS
from coi_sheets.repair import repair
from hypothesis import given
from hypothesis import strategies as st


def clean(corrections=None, **texts):
    cleaner = Cleaner(dict(enumerate(texts)))
    return cleaner.clean(Row(2, list(texts.values()), "s" * len(texts)), corrections)


def get_codes(entries):
    return [(key, code) for key, code, _detail in entries]


def test_a_row_of_a_web_export():
    done = clean(
        name="Smith &amp; Sons LLC",
        street="14 Quay St<br>Suite 3",
        city="Boston",
        state="MA",
        zip="02110",
    )
    assert done.get("name") == "Smith & Sons LLC"
    assert (done.get("street"), done.get("street2")) == ("14 Quay St", "Suite 3")
    assert get_codes(done.notices) == [
        ("name", "html_decoded"),
        ("street", "html_decoded"),
    ]
    assert done.notices[0][2] == {
        "value": "Smith &amp; Sons LLC",
        "new": "Smith & Sons LLC",
    }


@pytest.mark.parametrize(
    "text, plain",
    [
        ("A &amp;amp; B LLC", "A & B LLC"),
        ("Caf&eacute; &#209;and&#xFA;", "Café Ñandú"),
        ("O&#39;Brien &#8211; LLC", "O'Brien – LLC"),
        ("O&apos;Brien &mdash; O&#146;Neil", "O'Brien — O’Neil"),
        ("SMITH &AMP; SONS", "SMITH & SONS"),
        ("Smith&nbsp;&amp&nbsp;Co", "Smith & Co"),
        ("&quot;Pops&quot; Diner", '"Pops" Diner'),
        ("<b>Quay</b> Works <span class='x'>LLC</span>", "Quay Works LLC"),
        ("&lt;b&gt;Quay&lt;/b&gt;", "Quay"),
        ("<a href='https://x.example'>Quay Works</a>", "Quay Works"),
        ("Quay &lt;Works&gt;", "Quay <Works>"),
        ("Unit &frac12; &ldquo;B&rdquo;", "Unit ½ “B”"),
    ],
)
def test_what_is_certain_is_undone(text, plain):
    done = repair(text)
    assert " ".join(done.text.split()) == plain
    assert done.told == ("html_decoded",)


@pytest.mark.parametrize(
    "text",
    [
        "14 Quay St<br>Suite 4",
        "14 Quay St<BR/>Suite 4",
        "14 Quay St<br clear='all' />Suite 4",
        "<p>14 Quay St</p><p>Suite 4</p>",
        "<div>14 Quay St</div>\n<div>Suite 4</div>",
        "<ul><li>14 Quay St<li>Suite 4</ul>",
        "14 Quay St&lt;br&gt;Suite 4",
        "<table><tr><td>14</td><td>Quay St</td></tr><tr><td>Suite 4</td></tr></table>",
    ],
)
def test_lines_of_a_web_page_are_lines(text):
    done = clean(name="Quay LLC", street=text, city="Boston", state="MA", zip="02110")
    assert (done.get("street"), done.get("street2")) == ("14 Quay St", "Suite 4")


@pytest.mark.parametrize(
    "name",
    [
        "AT&T",
        "R&D LLC",
        "A&P; Sons",
        "B&B;",
        "<Unknown>",
        "<B> Tower LLC",
        "Building <A>",
        "Ben & Jerry; Co",
        "X<Y Holdings",
        "A > B Partners",
        "Lee <lee@roe.example>",
        "Who? What? LLC",
        "¿Qué Tal? LLC",
        "Café Ñandú – “Peña” LLC",
        "SÃO JOÃO & IRMÃOS Ltda",
        "À la Carte",
        "Ünlü Şahin A.Ş.",
        "Łódź Żółć",
        "MĂŞTI SRL",
        "CAFÉ® ÉTÉ",
        "ООО «Рога и Копыта»",
        "株式会社サンプル",
        "L’Été",
    ],
)
def test_a_name_as_typed_stays(name):
    done = repair(name)
    assert (done.text, done.told, done.asked) == (name, (), "")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp437"])
@pytest.mark.parametrize(
    "name",
    ["Café Ñandú LLC", "São João", "Müller & Söhne", "Peña Cañón", "Hernández Núñez"],
)
def test_double_encoding_is_undone_and_told(encoding, name):
    garbled = name.encode().decode(encoding, "replace")
    if "\ufffd" in garbled:
        assert repair(garbled).asked or repair(garbled).text == name
        return
    done = clean(name=garbled)
    assert done.get("name") == name
    assert get_codes(done.notices)[0] == ("name", "encoding_repaired")


def test_three_times_encoded():
    garbled = "Café"
    for _turn in range(2):
        garbled = garbled.encode().decode("cp1252")
    assert repair(garbled).text == "Café"


@pytest.mark.parametrize(
    "name, code",
    [
        ("Caf\ufffd Luna", "letters_lost"),
        ("Pe?a Works LLC", "letters_unsure"),
        ("Caf├ Luna", "letters_odd"),
        ("Cafå√e Luna", "letters_odd"),
        ("SĂŁo Jose", "letters_odd"),
        ("Нarbor Center", "letters_odd"),
        ("<s>Old Bank</s> New Bank", "markup_unclear"),
        ("<del>Old Bank</del>", "markup_unclear"),
    ],
)
def test_what_is_lost_or_unclear_is_asked(name, code):
    done = clean(name=name, city="Boston")
    assert ("name", code) in get_codes(done.problems)
    assert not done.get("name")
    assert "name" not in dict(get_codes(clean({"name": "Peña"}, name=name).problems))


def test_a_question_mark_in_a_text_is_one():
    done = clean(name="Quay LLC", description="See https://x.example/a?b=1")
    assert not done.problems


@pytest.mark.parametrize("key", sorted(FIELDS))
def test_every_field_is_made_plain(key):
    done = clean(**{"name": "Quay LLC", key: "&nbsp;x &amp;amp; y"})
    assert (key, "html_decoded") in get_codes(done.notices)


def test_headers_of_a_web_page_are_known():
    rows = [Row(1, ["Holder&nbsp;Name", "Address<br>1", "DirecciÃ³n 2"], "sss")]
    assert header.find_header(rows).known == 2
    assert header.map_columns(header.find_header(rows).texts) == [
        *("name", "street", "street")
    ]


@given(st.text(max_size=60))
def test_any_text_is_repaired_once_and_for_all(text):
    done = repair(text)
    if not done.asked:
        assert repair(done.text).text == done.text


# ------------------------------------------------------------------------- escapes

ESCAPES = [
    ("O\\'Neil Works", "O'Neil Works"),
    ("Elm\\, Oak \\& Sons", "Elm, Oak & Sons"),
    ('The \\"Big\\" Elm', 'The "Big" Elm'),
    ("1\\/2 Price Books", "1/2 Price Books"),
    ("Smith \\u0026 Sons", "Smith & Sons"),
    ("Caf\\u00e9 Elm\\u2019s", "Café Elm’s"),
    ("Elm_x000D_ Works", "Elm Works"),
    ("Elm_x000D__x000a_Works", "Elm Works"),
    ("Elm_x00A0_Works", "Elm Works"),
]


@pytest.mark.parametrize("text, name", ESCAPES)
def test_signs_that_programs_write_before_others_are_taken_away(text, name):
    done = clean(name=text)
    assert (done.get("name"), done.problems) == (name, [])
    assert get_codes(done.notices) == [("name", "escapes_decoded")]


@pytest.mark.parametrize("text", ["Elm\\nOak", "Elm\\tOak", "Elm\\rOak", "\\x41 Works"])
def test_a_backslash_that_is_left_is_asked(text):
    done = clean(name=text, street="1 A St")
    assert (done.get("name"), get_codes(done.problems)) == ("", [("name", "backslash")])


def test_a_backslash_may_be_meant_in_a_description():
    done = clean(name="Elm", description="See \\server\\jobs or C:\\jobs")
    assert (done.problems, "C:\\jobs" in done.get("description")) == ([], True)


def test_what_a_database_writes_for_nothing_is_nothing():
    done = clean(name="Elm", street="1 A St", city="\\N", state="\\N", zip="\\N")
    assert (done.get("city"), done.get("zip"), done.problems) == ("", "", [])


# -------------------------------------------------------------- no words in a column


@pytest.mark.parametrize("key", ["name2", "street", "city", "attention", "insured"])
def test_a_zero_is_what_a_formula_makes_of_an_empty_cell(key):
    done = clean(name="Elm", **{key: "0"})
    assert (key, "taken_as_empty") in get_codes(done.notices)
    assert "0" not in map(str, done.values.values())


@pytest.mark.parametrize("text", ["0", " 0 ", "0.00"])
def test_a_zero_is_no_name(text):
    done = clean(name=text, street="1 A St", city="Boston")
    assert done.get("name") == ""


@pytest.mark.parametrize(
    "text",
    [
        *("TRUE", "FALSE", "null null", "NULL nan", "Error 2042", "error 2015"),
        *("{{name}}", "{{ holder.name }}", "<<Name>>", "${name}", "%NAME%"),
    ],
)
def test_what_is_no_name_is_asked(text):
    done = clean(name=text, street="1 A St", city="Boston", state="MA", zip="02110")
    assert (done.get("name"), get_codes(done.problems)) == (
        "",
        [("name", "cell_error")],
    )


@pytest.mark.parametrize(
    "name",
    [
        *("100% Roofing", "Error Free Systems", "Null & Void LLC", "$5 Pizza", "{Elm}"),
        *("True Value", "False Creek Inc", "0 Gravity Gym", "None Better Foods"),
    ],
)
def test_a_name_that_looks_like_one_stays(name):
    done = clean(name=name, street="1 A St", city="Boston", state="MA", zip="02110")
    assert (done.get("name"), done.problems) == (name, [])


@pytest.mark.parametrize(
    "text, name",
    [
        *(("'Elm Works'", "Elm Works"), ("`Elm`", "Elm"), ("«Elm»", "Elm")),
        *(("`Elm'", "Elm"), ("'12 Oaks'", "12 Oaks")),
    ],
)
def test_marks_around_a_whole_text_are_left_off(text, name):
    done = clean(name=text)
    assert (done.get("name"), done.problems) == (name, [])
    assert get_codes(done.notices) == [("name", "marks_left_off")]


@pytest.mark.parametrize(
    "name", ["'Tis the Season", "Ladies' Choice'", "'A' and 'B'", "Elms'"]
)
def test_other_apostrophes_stay(name):
    assert (
        clean(name=name, street="1 A").notices
        == clean(name="Elm", street="1 A").notices
    )
