"""The certificate the tests draw: two static pages and a continuation page."""

import base64
import os
import subprocess

from coi_pdf import master, typeset, writer

FLAGS = [f"{kind}:p{number}" for number in range(4) for kind in ("ai", "waiver")]
TOP = ["number", "revision", "date", "page"]
NAMES = [*TOP, "holder", "attention", "loan", "description", *FLAGS, "body"]
LABELS = typeset.Labels(
    see="See continuation page",
    page="Page {page} of {pages}",
    headings={"holder": "Certificate holder", "description": "Description"},
)
# A marker's height is a whole number of px: the page renderer paints whole px only,
# and .5em of an odd font size puts the baseline one px too low.
# Boxes in CSS px, 96 of them drawn as about 72 * 0.74 pt.
SIZES = {"holder": (420, 90), "description": (990, 84), "body": (990, 1180)}
STYLE = """
body {font-family: Certificate; font-size: 14px; line-height: 1.2; margin: 0}
table {border-collapse: separate; border-spacing: 2px; width: 1000px}
td {border: 1px solid #555; padding: 2px 3px; vertical-align: top}
.next {page-break-before: always}
.mark {display: inline-block; height: 4px; width: 1em}
"""
VALUES = {
    "number": "CMG-000001",
    "revision": "0",
    "date": "11/22/2026",
    "holder": "Oak (West) \\ Properties LLC\n12 Main Street\nSuite 4\nSalem, OR 97301",
    "attention": "Property manager",
    "loan": "LN 4711",
    "description": "All operations of the named insured.",
    "ai:p0": "Y",
    "waiver:p2": "Y",
}


def certificate(ttf, *, marked=True):
    """HTML of the master; unmarked: the same, its boxes without a color."""
    rows = [
        _row(TOP, marked),
        _row(["holder", "attention", "loan"], marked),
        *(_row(FLAGS[i : i + 2], marked, f"Policy {i}") for i in range(0, 8, 2)),
        _row(["description"], marked),
    ]
    pages = [
        f"<table>{''.join(rows)}</table>",
        f'<table class="next">{_row(TOP, marked, "More insurers")}</table>',
        f'<table class="next">{_row(TOP, marked)}</table>'
        f"<table>{_row(['body'], marked)}</table>",
    ]
    return document(face_rule(ttf) + STYLE, "".join(pages))


def face_rule(ttf):
    font = base64.b64encode(ttf).decode()
    url = f"url(data:font/ttf;base64,{font})"
    return f"@font-face {{font-family: Certificate; src: {url}}}"


def document(style, body):
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


def _row(names, marked, label=""):
    cells = [_cell(name, marked) for name in names]
    words = f"<td>{label} {'Static words. ' * 3}</td>" if label else ""
    return f"<tr>{words}{''.join(cells)}</tr>"


def _cell(name, marked):
    width, height = SIZES.get(name, (120, 17))
    return cell(NAMES.index(name), marked, f"width:{width}px;height:{height}px")


def cell(number, marked=True, style=""):
    """A table cell with both markers of slot ``number``."""
    box = f"background:{color(252, number)};" if marked else ""
    mark = f"background:{color(253, number)}" if marked else ""
    return f'<td style="{box}{style}"><span class="mark" style="{mark}"></span></td>'


def color(green, number):
    red, blue = (254, number) if number < 256 else (253, number - 256)
    return f"rgb({red},{green},{blue})"


def render(program, folder, html):
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(html)
    words = [program, "--quiet", "--page-size", "Letter", source, target]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(words, env=env, check=True, capture_output=True)
    return target.read_bytes()


def head(pdf, face, texts=()):
    return finish(master.read_master(pdf, NAMES), face, texts)


def finish(read, face, texts=()):
    return writer.make_head(
        read,
        face,
        texts,
        author="Harbor Insurance Agency",
        language="en-US",
        title="Certificate",
        centered=FLAGS,
    )
