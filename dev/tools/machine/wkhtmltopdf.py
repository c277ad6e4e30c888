"""The program that makes PDF of HTML: the machine's, or WKHTMLTOPDF's."""

import os
import shutil

from .. import paths


def installed():
    """The machine's program, or None. ``WKHTMLTOPDF`` wins."""
    named = os.environ.get("WKHTMLTOPDF")
    if named:
        return shutil.which(named)
    places = os.environ.get("PATH", "").split(os.pathsep)
    outside = os.pathsep.join(one for one in places if one != str(paths.BIN))
    return shutil.which("wkhtmltopdf", path=outside)


def patched():
    """A second program to try the pages on, or None."""
    return os.environ.get("WKHTMLTOPDF_PATCHED") or None
