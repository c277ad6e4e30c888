"""Reading a form: somebody's fillable PDF becomes drawn pages and their fields."""

import io
from typing import NamedTuple

from pypdf import PdfReader
from pypdf.constants import UserAccessPermissions
from pypdf.generic import DictionaryObject

from ..errors import FormError
from .fields import FILLABLE, SIGNATURE, is_hidden, read_field
from .layers import Layers
from .looks import ONLY, read_looks
from .paper import Paper, draw
from .values import get, get_array, get_dictionary

# Either is enough to be allowed to fill a form in.
_MAY_FILL = UserAccessPermissions.FILL_FORM_FIELDS | UserAccessPermissions.ADD_OR_MODIFY
# Windows, places to click, and notes that only a click opens.
_NOT_PRINTED = {"/Widget", "/Link", "/Popup", "/Text", "/FileAttachment"}


class Sheet(NamedTuple):
    """A page without its fields: a pypdf stream that draws it, its group or None, its
    box in pt, whose lower left is the origin, and the ``looks.Look`` of each note or
    stamp on it."""

    drawing: object
    group: object
    box: tuple
    others: list


class Form(NamedTuple):
    """A form, to be filled (``filling.fill``) as often as wanted.

    ``sheets``: of ``Sheet``; ``fields``: of ``fields.Field``, as they stand in the
    file; ``looks``: for each field its ``looks.Look`` by state; ``warnings``: what will
    not be as in the file, sorted.
    """

    sheets: list
    fields: list
    looks: list
    warnings: list


def read_form(pdf):
    """
    :param pdf: bytes, somebody's file, which may be anything: see ``checking``
    :returns: ``Form``
    :raises FormError: it cannot be filled in, or not be read
    """
    try:
        return _read(open_file(pdf))
    except (FormError, MemoryError):
        raise
    except Exception as error:
        raise FormError("unreadable", error=repr(error)[:200]) from error


def open_file(pdf):
    """A pypdf reader, of a locked file as well, if it may be read and filled in."""
    reader = PdfReader(io.BytesIO(pdf), strict=False)
    if reader.is_encrypted:
        if not reader.decrypt(""):
            raise FormError("password")
        allowed = reader.user_access_permissions
        if allowed is not None and not allowed & _MAY_FILL:
            raise FormError("filling_forbidden")
    return reader


def _read(reader):
    root = reader.trailer["/Root"].get_object()
    acroform = get_dictionary(root, "/AcroForm")
    if _is_dynamic(root):
        raise FormError("xfa_only")
    layers, sheets, widgets = Layers(root), [], []
    for number, page in enumerate(reader.pages):
        paper = Paper(page)
        drawn = draw(page, paper, layers)
        group = page.raw_get("/Group") if "/Group" in page else None
        others = list(_find_others(acroform, page, paper, layers))
        sheets.append(Sheet(drawn, group, paper.box, others))
        widgets += _find_widgets(acroform, page, number, paper, layers)
    fields = [field for field, _looks in widgets]
    _check(acroform, fields)
    warnings = _warn(root, acroform, fields, layers)
    return Form(sheets, fields, [looks for _field, looks in widgets], warnings)


def _is_dynamic(root):
    """Whether the pages are drawn by the viewer, from an XFA part."""
    needs = get(root, "/NeedsRendering")
    return bool(getattr(needs, "value", False))


def _find_annotations(page):
    """Yield ``(place, kind, dictionary)``."""
    for index, annotation in enumerate(get_array(page, "/Annots")):
        annotation = annotation.get_object()
        if isinstance(annotation, DictionaryObject):
            yield index, get(annotation, "/Subtype"), annotation


def _find_others(acroform, page, paper, layers):
    """Yield the ``Look`` of what somebody typed or stamped onto the page."""
    for _index, kind, annotation in _find_annotations(page):
        if (
            kind in _NOT_PRINTED
            or is_hidden(annotation)
            or layers.hide(annotation, "/OC")
        ):
            continue
        looks = read_looks(annotation, paper, get_dictionary(acroform, "/DR"))
        if ONLY in looks:
            yield looks[ONLY]


def _find_widgets(acroform, page, number, paper, layers):
    """Yield ``(Field, {state: Look})``."""
    resources = get_dictionary(acroform, "/DR")
    for index, kind, widget in _find_annotations(page):
        if kind != "/Widget":
            continue
        field = read_field(acroform, widget, number, index, paper)
        if field:
            if layers.hide(widget, "/OC"):
                field = field._replace(hidden=True)
            yield field, read_looks(widget, paper, resources)


def _check(acroform, fields):
    if any(field.kind == SIGNATURE and field.value for field in fields):
        raise FormError("signed")
    if not any(field.kind in FILLABLE for field in fields):
        raise FormError("xfa_only" if "/XFA" in acroform else "no_fields")


def _warn(root, acroform, fields, layers):
    found = {
        "xfa_dropped": "/XFA" in acroform,
        "layers_dropped": layers.are_dropped,
        "turned_fields": any(field.turned for field in fields),
        "rights_dropped": "/Perms" in root,
        "scripts_dropped": _has_scripts(root, acroform),
    }
    return sorted(name for name, is_so in found.items() if is_so)


def _has_scripts(root, acroform):
    names = get_dictionary(root, "/Names")
    return "/JavaScript" in names or "/CO" in acroform or "/AA" in root
