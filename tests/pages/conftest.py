"""What the tests of the page engine share: a face, a master, a head."""

import os
import shutil

import drawing
import faces
import pytest
from coi_pdf import typeset


@pytest.fixture(scope="session")
def ttf():
    return faces.find_face().read_bytes()


@pytest.fixture(scope="session")
def face(ttf):
    return typeset.Face(ttf)


BUILDS = ["WKHTMLTOPDF"]
if os.environ.get("WKHTMLTOPDF_PATCHED"):  # the build with patched Qt, if there is one
    BUILDS.append("WKHTMLTOPDF_PATCHED")


@pytest.fixture(scope="session", params=BUILDS)
def render(request, tmp_path_factory):
    """``render(html) -> bytes``: a PDF on US Letter by wkhtmltopdf."""
    program = os.environ.get(request.param) or shutil.which("wkhtmltopdf")
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
