"""The addon's README.rst and its page in the app list, made from its fragments.

``readme/*.md`` is what people write, under the names that OCA's template for 19.0 gives
them; ``README.rst`` and ``static/description/index.html`` follow from it.
"""

import pypandoc
from docutils.core import publish_parts

from ..odoo import addons

# In the order of the template.
SECTIONS = [
    ("DESCRIPTION", None),
    ("CONTEXT", "Use Cases / Context"),
    ("INSTALL", "Installation"),
    ("CONFIGURE", "Configuration"),
    ("USAGE", "Usage"),
    ("ROADMAP", "Known issues / Roadmap"),
    ("DEVELOP", "Development"),
    ("CONTRIBUTORS", "Contributors"),
    ("CREDITS", "Other credits"),
]
WIDTH = 88


def text_of(addon):
    """The README.rst that belongs to the fragments of the folder ``addon``."""
    manifest = addons.manifest(addon)
    rule = "=" * len(manifest["name"])
    parts = [f"{rule}\n{manifest['name']}\n{rule}"]
    for name, title in SECTIONS:
        fragment = addon / "readme" / f"{name}.md"
        if not fragment.exists():
            continue
        if title:
            parts.append(f"{title}\n{'=' * len(title)}")
        parts.append(_to_rst(fragment))
    parts.append(f"Licence\n=======\n\n{manifest['license']}")
    return "\n\n".join(parts) + "\n"


def _to_rst(fragment):
    """The fragment in README.rst's own markup; its headings go below the section's."""
    words = [f"--columns={WIDTH}", "--shift-heading-level-by=1"]
    return pypandoc.convert_file(fragment, "rst", "gfm", extra_args=words).strip()


def unknown(addon):
    """Names of fragments that no README would show."""
    known = {name for name, _title in SECTIONS}
    return [
        path.name
        for path in sorted((addon / "readme").iterdir())
        if path.suffix != ".md" or path.stem not in known
    ]


def page_of(text):
    """The HTML body the app list shows."""
    settings = {"initial_header_level": 2, "report_level": 2, "halt_level": 2}
    parts = publish_parts(text, writer_name="html5", settings_overrides=settings)
    return f"<section>\n{parts['html_body'].strip()}\n</section>\n"


def files(addon):
    """Content by path of all that is made from the fragments."""
    text = text_of(addon)
    return {
        addon / "README.rst": text,
        addon / "static" / "description" / "index.html": page_of(text),
    }


def outdated(fix):
    """Complaints about fragments and what does not follow from them; ``fix`` writes
    what does not."""
    told = [one for one in addons.all_ours().values() if (one / "readme").is_dir()]
    strange = [
        f"{addon.name}/readme/{name}: no fragment of OCA's template"
        for addon in told
        for name in unknown(addon)
    ]
    found = [
        (path, content)
        for addon in told
        for path, content in files(addon).items()
        if not path.exists() or path.read_text() != content
    ]
    if fix:
        for path, content in found:
            path.write_text(content)
        return strange
    return strange + [f"{path}: run dev/lint --fix" for path, _content in found]
