"""Other people's readers, to look at our files with. A missing one is a failure."""

import io
import subprocess

from pypdf import PdfReader


def run(*words, data=None):
    """Standard output of a program fed with ``data``; its complaints are failures."""
    done = subprocess.run(words, input=data, capture_output=True)
    assert done.returncode == 0 and not done.stderr, (words, done.stderr, done.stdout)
    return done.stdout


def texts(pdf, *options):
    """Text of each page, by poppler."""
    text = run("pdftotext", *options, "-", "-", data=pdf).decode()
    return text.split("\f")[:-1]


def words(pdf):
    """Words of each page, in order."""
    return [page.split() for page in texts(pdf, "-raw")]


def pypdf_words(pdf):
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    return [page.extract_text().split() for page in reader.pages]


def ghostscript_words(path):
    pattern = path.with_suffix(".gs-%d.txt")
    options = ["-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=txtwrite"]
    run("gs", *options, f"-sOutputFile={pattern}", path)
    pages = []
    while (page := path.with_suffix(f".gs-{len(pages) + 1}.txt")).exists():
        pages.append(page.read_text().split())
        page.unlink()
    return pages


def pixels(pdf, resolution=100):
    """All pages as one PPM stream, by poppler."""
    return run("pdftoppm", "-r", str(resolution), "-", data=pdf)


def check(pdf, folder):
    """Strict readers have nothing to say and agree on pages and their letters."""
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    said = run("qpdf", "--check", path).decode()
    assert "No syntax or stream encoding errors found" in said, said
    pages = words(pdf)
    assert int(run("qpdf", "--show-npages", path)) == len(pages)
    for others in (pypdf_words(pdf), ghostscript_words(path)):
        assert letters(others) == letters(pages)
    return pages


def letters(pages):
    """Of each page, sorted: readers differ in the order and the spaces they see."""
    return [sorted("".join(page)) for page in pages]
