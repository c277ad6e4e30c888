"""What this system is, and which archive its own sources point to."""

import re
from pathlib import Path

SOURCES = Path("/etc/apt")


def release():
    """(id, codename) of the system, from os-release."""
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        return "", ""
    found = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', text, re.MULTILINE))
    return found.get("ID", ""), found.get("VERSION_CODENAME", "")


def is_debian():
    return release()[0] == "debian"


def _stanzas(text):
    """The stanzas of a .sources file; values may go over several lines."""
    for block in re.split(r"\n\s*\n", text):
        fields, last = {}, None
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if line[:1] in (" ", "\t") and last:
                fields[last] += "\n" + line
            elif ":" in line:
                last, _, value = line.partition(":")
                last = last.strip().lower()
                fields[last] = value.strip()
        if fields:
            yield fields


def _one_line_entries(text):
    """The entries of a sources.list, in the words of a .sources file."""
    pattern = r"^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+)$"
    for options, uri, suite, components in re.findall(pattern, text, re.MULTILINE):
        fields = {"types": "deb", "uris": uri, "suites": suite}
        fields["components"] = components
        for option in options.split():
            name, _, value = option.partition("=")
            fields[name.lower()] = value
        yield fields


def _entries():
    lists = [SOURCES / "sources.list", *sorted(SOURCES.glob("sources.list.d/*.list"))]
    for path in filter(Path.exists, lists):
        yield from _one_line_entries(path.read_text())
    for path in sorted(SOURCES.glob("sources.list.d/*.sources")):
        yield from _stanzas(path.read_text())


def _is_main_archive(entry):
    """Not the updates, not the security archive, not somebody else's packages."""
    suites = entry.get("suites", "").split()
    return (
        entry.get("enabled", "yes").lower() != "no"
        and "deb" in entry.get("types", "").split()
        and "main" in entry.get("components", "").split()
        and bool({release()[1], "stable"}.intersection(suites))
    )


def archive_source(suite):
    """The machine's own Debian sources as text for a .sources file, other suite.

    Only where and by whose key: nothing that would relax the check of signatures.
    """
    blocks = []
    for entry in filter(_is_main_archive, _entries()):
        block = (
            f"Types: deb\nURIs: {entry['uris']}\nSuites: {suite}\nComponents: main\n"
        )
        if entry.get("signed-by"):
            block += f"Signed-By: {entry['signed-by']}\n"
        if block not in blocks:
            blocks.append(block)
    return blocks
