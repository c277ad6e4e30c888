"""Who works in Spanish reads Spanish: no English word of ours is left on a screen."""

import re
from pathlib import Path

import polib
import pytest
from places import INSURED, PLACES
from tools.odoo import script

TRANSLATION = (
    Path(__file__).resolve().parents[2] / "coi_mass_generate" / "i18n" / "es.po"
)
LANGUAGE = (
    f"name = {INSURED!r}"
    + """
lang = env["res.lang"]._activate_lang("es_MX")
env["base.language.install"].create({"lang_ids": lang.ids}).lang_install()
head = env["res.users"].search([("login", "=", "head")])
jefa = head.copy({"name": "jefa", "login": "jefa", "password": "jefa",
                  "lang": "es_MX", "email": "jefa@x.example"})
insured = env["res.partner"].search([("name", "=", name)])
hers = env(user=jefa.id, context={"lang": "es_MX"})
hers["coi.batch"].generate(insured_ids=insured.ids)
# What is stored in words is so in the words of whoever asked for it last.
hers["coi.renewal"].search([]).action_refresh()
hers["coi.notice"].search([]).action_refresh()
env.cr.commit()
env.registry.signal_changes()
"""
)
# Texts and attributes of all that is to be seen, but for what is as it was printed and
# what a list says itself.
TEXTS = """(shown) => {
    const asItIs = "[name=coverages_shown], [name=holder_block], .o-mail-Chatter, " +
        "[name=basis_summary], [name=description_preview], [name=description], " +
        "[name=header]";
    const found = [];
    for (const root of document.querySelectorAll(shown)) {
        for (const element of [root, ...root.querySelectorAll("*")]) {
            if (element.closest(asItIs) || !element.checkVisibility()) continue;
            for (const name of ["title", "placeholder", "aria-label", "data-tooltip"])
                found.push(element.getAttribute(name));
            for (const node of element.childNodes)
                if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
        }
    }
    return found.filter(Boolean);
}"""
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
TAG = re.compile(r"</?\w[^>]*>")
SAYS = 8  # letters between the holes of a text that says something by itself
LEAST = 5  # translations on any screen: else it was not looked at


def squeeze(text):
    return " ".join(text.split())


def get_pieces(text):
    """The parts of a text that stand by themselves on a page: those between tags."""
    return [each for each in map(squeeze, TAG.split(text)) if re.search("[a-z]", each)]


@pytest.fixture(scope="module")
def words():
    """(patterns of our English words, our Spanish words)."""
    english, spanish = set(), set()
    for entry in polib.pofile(TRANSLATION):
        for each, other in zip(
            get_pieces(entry.msgid), get_pieces(entry.msgstr), strict=False
        ):
            spanish.add(other)
            if each != other and says_something(each):
                english.add(each)
    return [make_pattern(each) for each in sorted(english - spanish)], spanish


def says_something(text):
    literal = HOLE.split(text)
    return len(literal) == 1 or len("".join(literal)) >= SAYS


def make_pattern(text):
    return re.compile(".+".join(map(re.escape, HOLE.split(text))))


@pytest.fixture(scope="module")
def spanish(agency, keys):
    """The login of a manager who works in Spanish."""
    script.run(agency, LANGUAGE)
    return "jefa"


@pytest.mark.parametrize("name", PLACES)
def test_no_english_word_of_ours_is_left(sign_in, spanish, words, name):
    screen = sign_in(spanish)
    PLACES[name].open(screen)
    texts = {squeeze(each) for each in screen.page.evaluate(TEXTS, PLACES[name].shown)}
    patterns, translated = words
    assert len(texts & translated) >= LEAST, f"hardly translated: {sorted(texts)}"
    left = {text for text in texts for pattern in patterns if pattern.fullmatch(text)}
    assert not left, f"in English: {sorted(left)}"
