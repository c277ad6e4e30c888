"""The templates for translators: as Odoo exports them from the addons as they are."""

import re

from .. import paths
from ..machine import postgres
from ..machine.shell import must
from ..odoo import addons, database, odoo_run


def _comparable(text):
    """Without the dates, and the version of Odoo that wrote it."""
    return re.sub(
        r'^"(POT-Creation-Date|PO-Revision-Date|Project-Id).*\n', "", text, flags=re.M
    )


def _export(db, name):
    target = paths.BUILD / "lint" / f"{name}.pot"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    words = [paths.PYTHON, "-m", "tools.odoo.odoo_main"]
    words += [f"--addons-path={addons.folder()}", "i18n", "export"]
    words += [f"--database={db}", f"--output={target}", name]
    must(words, env=odoo_run.environment(), cwd=paths.ROOT)
    return target.read_text(encoding="utf-8")


def outdated(fix):
    """(addon, complaint) for each addon with a template; "" when it is up to date."""
    ours = addons.all_ours()
    files = {name: path / "i18n" / f"{name}.pot" for name, path in ours.items()}
    files = {name: file for name, file in files.items() if fix or file.exists()}
    installable = [name for name in files if not addons.missing_dependency(name)]
    if not installable:
        return
    with postgres.running():
        base = database.template_with_addon(modules=installable)
        with database.temporary(base) as db:
            for name in installable:
                yield name, _compare(files[name], _export(db, name), fix)


def _compare(file, wanted, fix):
    there = file.read_text(encoding="utf-8") if file.exists() else ""
    if _comparable(there) == _comparable(wanted):
        return ""
    if not fix:
        return f"{file.name} is not up to date: dev/lint --fix writes it anew"
    file.parent.mkdir(exist_ok=True)
    file.write_text(wanted, encoding="utf-8")
    return ""
