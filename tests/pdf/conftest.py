"""What the tests of the page engine share: the engine itself, a face, a master.

The engine is plain Python: it is loaded here as the package ``coi_pdf``, without the
addon around it, which would need Odoo.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ROOT / "coi_mass_generate" / "pdf"
ROBOTO = "odoo/addons/web/static/fonts/google/Roboto/Roboto-Regular.ttf"


def _load_engine():
    spec = importlib.util.spec_from_file_location(
        "coi_pdf", ENGINE / "__init__.py", submodule_search_locations=[str(ENGINE)]
    )
    sys.modules["coi_pdf"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)


if "coi_pdf" not in sys.modules:
    _load_engine()

import drawing  # noqa: E402 - needs the engine
from coi_pdf import typeset  # noqa: E402


@pytest.fixture(scope="session")
def ttf():
    """The certificate's face where there is one, else any TrueType face."""
    return find_face().read_bytes()


def find_face():
    private = ROOT / ".dev" / "odoo" / "usr" / "lib" / "python3" / "dist-packages"
    for place in (os.environ.get("COI_TEST_FONT"), private / ROBOTO):
        if place and Path(place).exists():
            return Path(place)
    query = ["fc-match", "--format=%{file}", "DejaVu Sans:fontformat=TrueType"]
    found = Path(subprocess.run(query, capture_output=True, text=True).stdout)
    assert found.suffix == ".ttf", "no TrueType face: set COI_TEST_FONT"
    return found


@pytest.fixture(scope="session")
def face(ttf):
    return typeset.Face(ttf)


@pytest.fixture(scope="session")
def render(ttf, tmp_path_factory):
    """``render(html) -> bytes``: a PDF on US Letter by wkhtmltopdf."""
    program = os.environ.get("WKHTMLTOPDF") or shutil.which("wkhtmltopdf")
    assert program, "wkhtmltopdf is missing: set WKHTMLTOPDF"
    folder = tmp_path_factory.mktemp("render")
    return lambda html: drawing.render(program, folder, html)


@pytest.fixture(scope="session")
def master_pdf(render, ttf):
    return render(drawing.certificate(ttf))


@pytest.fixture
def make_head(master_pdf, face):
    """``make_head(*texts)``: a head of the tests' certificate."""
    return lambda *texts: drawing.head(master_pdf, face, texts)


@pytest.fixture
def head(make_head):
    return make_head("Łódź Ünïcödé Ελλάδα Житомир Đặng")
