"""What callers from outside may decide, and what they may not.

A caller of a public method sends a context of any content with it. Odoo obeys it
everywhere: ``default_*`` fills records that are created on the way, ``active_test``
brings back what was archived, ``bin_size`` turns files into sizes. Hence

* every public method is a ``@door``: it sees of the context only what callers may say;
* ``sudo()`` that creates, writes, searches or reads is ``trusted()``: it sees no more;
* what other code may reach without a door (computed fields, downloads) begins with
  ``clean()``.
"""

from functools import wraps

import pytz

from odoo.exceptions import UserError


def door(*keys):
    """Decorator of a public method, with or without keys: ``@door("coi_mending")``.

    :param keys: keys of the context that are this method's own
    """
    if len(keys) == 1 and callable(keys[0]):
        return _make_door(keys[0], ())
    return lambda method: _make_door(method, keys)


def _make_door(method, keys):
    @wraps(method)
    def enter(self, *args, **kwargs):
        return method(clean(self, *keys), *args, **kwargs)

    enter._coi_door = keys
    return enter


def clean(records, *keys):
    """``records`` (or a model) with no more context than callers may decide.

    :param keys: keys of the context that are kept besides
    """
    env = records.env
    context = {name: env.context[name] for name in keys if name in env.context}
    for name, read in READERS.items():
        if name in env.context:
            context[name] = read(env, env.context[name])
    return records if context == env.context else records.with_env(env(context=context))


def one(records):
    """``records``, which must be one: a program may call a button with any number.

    ``ensure_one()`` is for programmers: what it raises is a crash to a caller.
    """
    if len(records) != 1:
        raise UserError(
            records.env._(
                "%(model)s: this is done with one at a time, not with %(count)s.",
                model=records._description,
                count=len(records),
            )
        )
    return records


def trusted(records):
    """``records`` for work on behalf of a user who may not do it alone.

    The caller has checked that the user may have it done, and says so in a comment.
    """
    return clean(records).sudo()


def _read_lang(env, code):
    """An installed language; the user's own where there is no such."""
    plain = env(context={})
    installed = dict(plain["res.lang"].get_installed())
    known = isinstance(code, str) and code in installed
    return code if known else plain.user.lang


def _read_tz(env, name):
    """The user's own time zone, which says what day it is; the caller's, where there
    is such a zone, for a user who has none."""
    own = env(context={}).user.tz
    known = isinstance(name, str) and name in pytz.all_timezones_set
    return own or (name if known else False)


def _read_companies(env, ids):
    """The companies the user works in; whether they are the user's, Odoo checks."""
    if isinstance(ids, list | tuple) and all(type(each) is int for each in ids):
        return ids
    raise UserError(
        env(context={})._("allowed_company_ids: give a list of IDs of companies.")
    )


READERS = {
    "lang": _read_lang,
    "tz": _read_tz,
    "allowed_company_ids": _read_companies,
}
