"""dev/pictures: the README's pictures, taken from the real screen with demo data."""

import io
import subprocess

from PIL import Image

from .. import paths, say
from ..machine import postgres
from ..odoo import database, script, webclient
from ..odoo.server import Server
from . import fillable

FOLDER = paths.ROOT / "docs" / "images"
INSURED = "Granite Ridge Contractors, LLC"
HOLDER = "City of Exampleton"
POLICY = "Text2"  # a field whose name nobody knows
COLORS = 128  # a screen has few: a palette makes the files a third as large
DOTS_PER_INCH = 110

# What agencies really have: the verdicts in the pictures are to have reasons.
_TROUBLE = """
ref = lambda name: env.ref(f"coi_mass_generate.demo_{name}")
ref("holder_quarry").write({"street": False, "zip": False})
ref("interest_school").description = "30 days' written notice of cancellation."
ref("holder_orchard").write({
    "city": "Austin", "zip": "78701", "state_id": env.ref("base.state_us_44").id,
})
ref("interest_harbor").valid_until = "2020-01-31"
env.cr.commit()
"""


class Pictures:
    def __init__(self, page, url):
        self.page = page
        self.url = url

    def take(self):
        webclient.sign_in(self.page, self.url, "csr")
        self._open_insured()
        self.page.mouse.move(0, 0)
        self._save("tab", self.page.screenshot())
        self.page.click("[name=action_coi_generate]")
        self.page.wait_for_selector(".o_coi_row")
        self.page.click(".o_coi_check_all")
        self.page.wait_for_selector(".o_coi_blocked")
        self._save("wizard", self.page.locator(".modal-content").screenshot())
        self.page.click(".o_coi_filter_blocked")
        self._save("verdicts", self.page.locator(".modal-content").screenshot())
        self.page.click(".modal footer [name=action_generate]")
        self.page.wait_for_selector(".o_form_view .o_coi_progress")
        self._save("batch", self.page.screenshot())
        self.page.click("[name=action_open_certificates]")
        self._save("certificate", self._draw_certificate())

    def take_form(self):
        """How the last fields of a form are mapped whose names nobody knows."""
        webclient.sign_in(self.page, self.url, "admin")
        self.page.goto(f"{self.url}/odoo/action-coi_mass_generate.coi_form_action/new")
        self.page.set_input_files(
            "[name=file] input[type=file]",
            {
                "name": "form.pdf",
                "mimeType": "application/pdf",
                "buffer": fillable.make(),
            },
        )
        self.page.wait_for_function(
            "(text) => document.querySelector('[name=number] input')?.value === text",
            arg=fillable.NUMBER,
        )
        self.page.fill("[name=name] input", fillable.NAME)
        self.page.click(".o_form_button_save")
        self.page.click(".o_coi_open_map >> visible=true")
        self.page.wait_for_selector(".o_coi_paper[data-drawn]")
        self.page.click(f".o_coi_box[data-name={POLICY}]")
        self.page.wait_for_selector(".o_coi_value_search:focus")
        self.page.keyboard.type("policy number")
        self.page.wait_for_selector(".o_coi_value.o_coi_active")
        self.page.mouse.move(0, 0)
        self._save("map_fields", self.page.screenshot())

    def _open_insured(self):
        self.page.goto(f"{self.url}/odoo/action-coi_mass_generate.action_insureds")
        self.page.click(f".o_data_cell:has-text('{INSURED}')")
        self.page.wait_for_selector(".o_field_x2many_list .o_data_row")
        self.page.wait_for_selector(".o-mail-Message")

    def _draw_certificate(self):
        """PNG of the first page of one sent certificate."""
        row = f".o_data_row:has-text('{HOLDER}')"
        with self.page.expect_download() as download:
            self.page.click(f"{row} [name=action_download_pdf]")
        words = ["pdftoppm", "-png", "-singlefile", "-r", DOTS_PER_INCH]
        words.append(download.value.path())
        return subprocess.run(
            list(map(str, words)), check=True, capture_output=True
        ).stdout

    def _save(self, name, png):
        target = FOLDER / f"{name}.png"
        picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLORS)
        picture.save(target, optimize=True)
        say.line(f"{target.relative_to(paths.ROOT)}: {target.stat().st_size:,} bytes")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    source = database.template_with_addon
    with postgres.running(), database.temporary(source(demo=True)) as name:
        script.run(name, _TROUBLE)
        with Server(name) as server, webclient.browser() as browser:
            size = {"width": 1280, "height": 860}
            Pictures(browser.new_page(viewport=size), server.url).take()
            Pictures(browser.new_page(viewport=size), server.url).take_form()
    return 0


if __name__ == "__main__":
    say.main(main)
