"""What is said of an uploaded form, in the user's words."""

from ..common.plural import plural


def explain_refusal(env, error):
    """Why a file cannot be used, and what to do.

    :param error: ``pdf.errors.FormError``
    """
    words = {
        "password": env._(
            "This PDF needs a password to open. Save a copy of it without the "
            "password, or ask for the fillable copy."
        ),
        "filling_forbidden": env._(
            "The publisher of this PDF does not allow filling it in. Ask for a copy "
            "that may be filled in."
        ),
        "xfa_only": env._(
            'This is a "dynamic" PDF, which shows "Please wait…" in many programs. Ask '
            "its publisher for the fillable, not dynamic, PDF."
        ),
        "no_fields": env._(
            "This PDF has no fields to fill in: it is a printed or scanned copy. "
            "Upload the fillable form, not one that was printed to PDF."
        ),
        "signed": env._(
            "This PDF is already signed. Upload the blank form, before anybody signed "
            "it."
        ),
        "unreadable": env._(
            "This file cannot be read as a PDF. Upload the form as you got it from "
            "its publisher."
        ),
        "too_big": env._(
            "This PDF is larger than %(limit)s MB. Ask for a smaller copy of the form.",
            limit=error.detail.get("limit", ""),
        ),
        "too_slow": env._(
            "Reading this PDF takes too long. Ask its publisher for a simpler copy of "
            "the form."
        ),
        "too_much_memory": env._(
            "Reading this PDF takes too much memory. Ask its publisher for a simpler "
            "copy of the form."
        ),
    }
    return words.get(error.code) or words["unreadable"]


def explain_warning(env, code):
    """What is to be known of a file that can be used."""
    words = {
        "xfa_dropped": env._(
            "The file has a second, dynamic part (XFA). It is left out: the fields are "
            "filled in."
        ),
        "layers_dropped": env._("Hidden layers of the file are not printed."),
        "turned_fields": env._(
            "Some fields are turned against their page: nothing can be printed there."
        ),
        "rights_dropped": env._(
            "The publisher's certificate for filling it in is not carried over."
        ),
        "scripts_dropped": env._("Scripts in the file do not run."),
    }
    return words.get(code, code)


def iter_facts(env, facts):
    """What a manager is told of a file, a line each.

    :param facts: ``coi.form.facts``
    """
    width, height = facts["pages"][0]
    said = {
        "width": f"{width / 72:g}",
        "height": f"{height / 72:g}",
        "size": -(-facts["size"] // 1000),
    }
    pages = len(facts["pages"])
    yield plural(
        pages,
        env._(
            "One page of %(width)s × %(height)s inches; a certificate will have "
            "%(size)s kB at least.",
            **said,
        ),
        env._(
            "%(pages)s pages of %(width)s × %(height)s inches; a certificate will "
            "have %(size)s kB at least.",
            pages=pages,
            **said,
        ),
    )
    for code in facts["warnings"]:
        yield explain_warning(env, code)
