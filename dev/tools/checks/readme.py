"""The addon's README.rst and its page in the app list, made from its fragments.

``readme/*.rst`` is what people write; ``README.rst`` and
``static/description/index.html`` follow from it.
"""

import ast

from docutils.core import publish_parts

from ..odoo import addons

SECTIONS = [
    ("DESCRIPTION", None),
    ("INSTALL", "Installation"),
    ("CONFIGURE", "Configuration"),
    ("USAGE", "Usage"),
    ("DEVELOP", "Extending it"),
]


def text_of(addon):
    """The README.rst that belongs to the fragments of the folder ``addon``."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
    rule = "=" * len(manifest["name"])
    parts = [f"{rule}\n{manifest['name']}\n{rule}"]
    for name, title in SECTIONS:
        fragment = addon / "readme" / f"{name}.rst"
        if not fragment.exists():
            continue
        if title:
            parts.append(f"{title}\n{'=' * len(title)}")
        parts.append(fragment.read_text().strip())
    parts.append(f"Licence\n=======\n\n{manifest['license']}")
    return "\n\n".join(parts) + "\n"


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
    """Names of files that do not follow from the fragments; ``fix`` writes them."""
    found = [
        (path, content)
        for addon in addons.all_ours().values()
        if (addon / "readme").is_dir()
        for path, content in files(addon).items()
        if not path.exists() or path.read_text() != content
    ]
    if fix:
        for path, content in found:
            path.write_text(content)
        return []
    return [f"{path}: run dev/lint --fix" for path, _content in found]
