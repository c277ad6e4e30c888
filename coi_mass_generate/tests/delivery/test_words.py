import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged

WORD = re.compile(r"\bdelivered\b", re.I)
SOURCE = Path(__file__).resolve().parents[2] / "static" / "src"


@tagged("post_install", "-at_install")
class TestWords(TransactionCase):
    """Nobody knows that a mail was delivered, and nothing on a screen says so."""

    def test_no_screen_says_it(self):
        ids = self.env["ir.model.data"].search(
            [("module", "=", "coi_mass_generate"), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(ids.mapped("res_id"))
        self.assertGreater(len(views), 50)
        self.assertEqual([view.name for view in views if WORD.search(view.arch)], [])
        scripts = [each for each in SOURCE.rglob("*") if each.is_file()]
        said = [each.name for each in scripts if WORD.search(each.read_text())]
        self.assertEqual(said, [])

    def test_no_label_says_it(self):
        said = []
        for name in self.registry:
            if not name.startswith("coi."):
                continue
            for field in self.env[name]._fields.values():
                texts = [field.string or "", field.help or ""]
                if field.type == "selection":
                    told = field._description_selection(self.env)
                    texts += [label for _key, label in told]
                if any(WORD.search(text) for text in texts):
                    said.append(str(field))
        self.assertEqual(said, [])
