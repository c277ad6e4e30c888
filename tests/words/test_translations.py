"""The check that keeps translations complete finds what it is there to find."""

import polib
import pytest
from tools.checks import translations

TEXTS = ("Save", "%(count)s rows", "\nfor {holder} ", "<b>Blocked</b>")
SPANISH = ("Guardar", "%(count)s filas", "\npara {holder} ", "<b>Bloqueado</b>")


@pytest.fixture
def files(tmp_path):
    """(translation, template): complete."""
    file, template = tmp_path / "es.po", tmp_path / "addon.pot"
    write(template, [(text, "") for text in TEXTS])
    write(file, zip(TEXTS, SPANISH, strict=True))
    return file, template


def write(path, entries, **of_entry):
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for msgid, msgstr in entries:
        book.append(polib.POEntry(msgid=msgid, msgstr=msgstr, **of_entry))
    book.save(path)


def change(file, msgid, msgstr):
    book = polib.pofile(file)
    book.find(msgid).msgstr = msgstr
    book.save(file)


def test_what_is_complete_is_left_alone(files):
    assert translations.findings(*files) == []
    translations.merge(*files)
    assert translations.findings(*files) == []
    assert [entry.msgstr for entry in polib.pofile(files[0])] == list(SPANISH)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "wrong"),
    [
        ("Save", "", "not translated"),
        ("Save", "  ", "not translated"),
        ("%(count)s rows", "filas", "other placeholders"),
        ("%(count)s rows", "%(number)s filas", "other placeholders"),
        ("%(count)s rows", "%(count)s de %(count)s filas", "other placeholders"),
        ("\nfor {holder} ", "\npara {titular} ", "other placeholders"),
        ("\nfor {holder} ", "para {holder} ", "other blanks"),
        ("\nfor {holder} ", "\npara {holder}", "other blanks"),
        ("<b>Blocked</b>", "<b>Bloqueado", "other placeholders"),
        ("<b>Blocked</b>", "<i>Bloqueado</i>", "other placeholders"),
    ],
)
def test_what_is_wrong_is_named(files, msgid, msgstr, wrong):
    change(files[0], msgid, msgstr)
    [told] = translations.findings(*files)
    assert told.startswith(wrong) and told.endswith(repr(msgid))


def test_fuzzy(files):
    write(files[0], zip(TEXTS, SPANISH, strict=True), flags=["fuzzy"])
    told = translations.findings(*files)
    assert [each.partition(":")[0] for each in told] == ["fuzzy"] * 4


def test_obsolete(files):
    book = polib.pofile(files[0])
    book.append(polib.POEntry(msgid="Gone", msgstr="Ido", obsolete=True))
    book.save(files[0])
    assert translations.findings(*files) == ["not needed any more: 'Gone'"]


def test_a_new_text_is_merged_untranslated_and_an_old_one_goes(files):
    file, template = files
    write(template, [(text, "") for text in (*TEXTS[1:], "Open")])
    told = translations.findings(file, template)
    assert [each.partition(":")[0] for each in told] == [
        "not needed any more",
        "missing",
    ]
    translations.merge(file, template)
    assert translations.findings(file, template) == ["not translated: 'Open'"]
    assert polib.pofile(file).find("%(count)s rows").msgstr == "%(count)s filas"
    assert not polib.pofile(file).find("Save")


def test_a_translation_that_is_not_there(files):
    file, template = files
    file.unlink()
    [told] = translations.findings(file, template)
    assert "there is no es.po" in told
    translations.merge(file, template)
    assert len(translations.findings(file, template)) == len(TEXTS)
    assert polib.pofile(file).metadata["Language"] == "es"
