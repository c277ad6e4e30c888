"""The programs outside of Python, and how long each may take."""

import os
import subprocess
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from .errors import ProgramError

# A page takes 0.2 s; what is not there after this many seconds will never be.
DRAW_SECONDS = 120
FONT_SECONDS = 30
_KEPT_LETTERS = 1000  # of what a program said


def draw(program, options, html, fonts):
    """A page drawn by wkhtmltopdf.

    :param program: str, its path
    :param options: list of str, its arguments
    :param html: str, complete in itself
    :param fonts: str, folder with fonts the page is set in, besides the machine's
    :returns: bytes of the PDF
    :raises ProgramError: it drew nothing; what it said
    """
    with TemporaryDirectory(prefix="coi-draw-") as folder:
        paths = [os.path.join(folder, name) for name in ("in.html", "out.pdf")]
        settings = os.path.join(folder, "fonts.conf")
        _write(paths[0], html)
        _write(settings, _font_settings(fonts))
        said = run_wkhtmltopdf([program, *options, *paths], settings)
        if os.path.exists(paths[1]) and os.path.getsize(paths[1]):
            with open(paths[1], "rb") as file:
                return file.read()
    raise ProgramError(said)


def run_wkhtmltopdf(words, font_settings):
    """What the program said; it may draw the page and still exit with 1."""
    try:
        done = subprocess.run(
            words,
            capture_output=True,
            check=False,
            env={**os.environ, "FONTCONFIG_FILE": font_settings},
            timeout=DRAW_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return done.stderr.decode(errors="replace")[-_KEPT_LETTERS:]


def list_characters():
    """The characters of the machine's fonts as fc-list writes them: ``20-7e a0-ff …``.

    "" where there is no fontconfig to ask.
    """
    try:
        return subprocess.run(
            ["fc-list", "--format", "%{charset} "],
            capture_output=True,
            check=True,
            text=True,
            timeout=FONT_SECONDS,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def _font_settings(folder):
    """Text of a fontconfig file: the machine's fonts, and those in ``folder``.

    With it wkhtmltopdf finds the face as a font of the machine, and sets real text;
    from an @font-face rule it would draw outlines that nobody can search or copy.
    """
    machine = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    return f"""<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">{escape(machine)}</include>
  <dir>{escape(folder)}</dir>
</fontconfig>
"""
