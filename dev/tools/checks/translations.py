"""The translations that are kept complete: Spanish, of every addon with a template."""

import re

import polib

from ..odoo import addons

LANGUAGES = ("es",)
# What a translation must not lose, add or change: placeholders and tags.
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w+\}|</?\w+")
WIDTH = 78


def incomplete(fix):
    """(file name, complaint) for each translation; "" when nothing is missing."""
    for name, path in addons.all_ours().items():
        folder = path / "i18n"
        template = folder / f"{name}.pot"
        for language in LANGUAGES if template.exists() else ():
            file = folder / f"{language}.po"
            if fix:
                merge(file, template)
            yield f"{name}/{file.name}", "\n".join(findings(file, template))


def findings(file, template):
    """What is missing or wrong in a translation, a line each."""
    if not file.exists():
        return [f"there is no {file.name}: dev/lint --fix begins one"]
    known, wanted = polib.pofile(file), polib.pofile(template)
    texts = {entry.msgid: entry for entry in known if not entry.obsolete}
    found = [
        f"not needed any more: {entry.msgid!r}"
        for entry in known
        if entry.obsolete or not wanted.find(entry.msgid)
    ]
    for entry in wanted:
        wrong = _judge(texts.get(entry.msgid))
        if wrong:
            found.append(f"{wrong}: {entry.msgid!r}")
    return found


def _judge(entry):
    """What is wrong with one entry of a translation, "" if nothing is."""
    if entry is None:
        return "missing: dev/lint --fix adds it"
    if entry.fuzzy:
        return "fuzzy"
    if not entry.msgstr.strip():
        return "not translated"
    if _kept(entry.msgid) != _kept(entry.msgstr):
        return "other placeholders or tags"
    if _ends(entry.msgid) != _ends(entry.msgstr):
        return "other blanks or line ends at its ends"
    return ""


def _kept(text):
    return sorted(KEPT.findall(text))


def _ends(text):
    """The blanks before and behind; how deep a view is indented says nothing."""
    around = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return [(bool(each), each.startswith("\n")) for each in around]


def merge(file, template):
    """Bring a translation to its template: what is new comes untranslated."""
    wanted = polib.pofile(template, wrapwidth=WIDTH)
    known = polib.pofile(file) if file.exists() else ()
    texts = {entry.msgid: entry for entry in known if not entry.obsolete}
    for entry in wanted:
        old = texts.get(entry.msgid)
        if old is not None:
            entry.msgstr, entry.flags = old.msgstr, old.flags
    wanted.metadata |= getattr(known, "metadata", {"Language": file.stem})
    if not file.exists() or str(wanted) != str(known):
        wanted.save(file)
