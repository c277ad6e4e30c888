"""What somebody has seen of what was found, and wants printed nevertheless."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from odoo.exceptions import UserError

from .argument import read_ids, read_text


@dataclass(frozen=True, slots=True)
class Consent:
    """Who said yes to what; the one place that answers whether a finding may print.

    ``confirmed``: somebody wants the certificates with a warning, too; ``kinds`` the
    keys of the rules whose warnings those are, None: of all; ``read_ids`` those
    interests whose warnings were read, None: all; ``told`` the codes of the
    findings somebody was told before, by interest id: of one that is not in it, all
    there are now; ``overrides`` what managers said, by interest id: a dict ``reason``
    and ``codes``, of the findings it is for (None: all that may be overridden), and
    once it is signed ``user_id``, ``user`` and ``date``.
    """

    confirmed: bool = False
    kinds: frozenset | None = None
    read_ids: frozenset | None = None
    told: Mapping = field(default_factory=dict)
    overrides: Mapping = field(default_factory=dict)

    def allows(self, interest_id, finding):
        """Whether this interest's certificate is wanted though there is ``finding``.

        :param finding: ``case.Finding``
        """
        if finding.level == "blocked":
            return self._is_overridden(interest_id, finding)
        if not self.confirmed:
            return False
        if self.kinds is not None and finding.key not in self.kinds:
            return False
        if self.read_ids is not None and interest_id not in self.read_ids:
            return False
        told = self.told.get(interest_id)
        return told is None or finding.code in told

    def _is_overridden(self, interest_id, finding):
        given = self.overrides.get(interest_id)
        if not given or not finding.may_override:
            return False
        return given["codes"] is None or finding.code in given["codes"]

    def sign(self, **signature):
        """The same, with who gave the reasons, and when."""
        signed = {
            interest_id: {**given, **signature}
            for interest_id, given in self.overrides.items()
        }
        return replace(self, overrides=signed)


def read_consent(env, confirmed, overrides, kinds=None):
    """The ``Consent`` that a caller gives.

    :param confirmed: True or False; or the ids of the interests whose warnings were
        read, an empty list for those of nobody
    :param kinds: keys of the rules whose warnings are confirmed; None: of all
    :param overrides: ``{interest id: reason or {"reason", "codes"}}``, as JSON has it;
        nothing for none
    :raises UserError: in words, where it is anything else
    """
    overrides = read_overrides(env, overrides)
    kinds = None if kinds is None else frozenset(kinds)
    if confirmed is True or confirmed is False:
        return Consent(confirmed, kinds, overrides=overrides)
    ids = frozenset(read_ids(env, confirmed, "confirmed"))
    return Consent(bool(ids), kinds, ids, overrides=overrides)


def read_kinds(env, given, known, what):
    """Kinds of warnings, by the keys of their rules.

    :param given: list of texts; nothing for none
    :param known: ``{key: whether it is confirmed by itself}`` of all there are
    :raises UserError: in words, where one is not known: whatever it was meant to be,
        it would not have been confirmed
    """
    if given is None or given is False:
        return frozenset()
    if not isinstance(given, list | tuple):
        _refuse_kinds(env, known, what)
    kinds = [read_text(env, each, what) for each in given]
    if not set(kinds) <= set(known):
        _refuse_kinds(env, known, what)
    return frozenset(kinds)


def _refuse_kinds(env, known, what):
    # All others are confirmed together: nobody need name them.
    kinds = [key for key, is_serious in known.items() if is_serious]
    raise UserError(
        env._(
            "%(what)s: give a list of kinds of warnings, which can be: %(kinds)s.",
            what=what,
            kinds=", ".join(sorted(kinds)),
        )
    )


def read_overrides(env, given, what="overrides"):
    """What managers said about holders.

    :param given: ``{interest id: reason or {"reason", "codes"}}``
    :returns: ``{interest id: {"reason": text, "codes": list of texts or None}}``
    """
    if given is None or given is False:
        return {}
    if not isinstance(given, dict):
        _refuse(env, what)
    return {
        _read_key(env, key, what): _read_override(env, each, what)
        for key, each in given.items()
    }


def _read_key(env, key, what):
    """An id as a key, which JSON makes a text."""
    if type(key) is int:
        return key
    if isinstance(key, str) and re.fullmatch("[0-9]{1,10}", key):
        return int(key)
    _refuse(env, what)


def _read_override(env, given, what):
    if not isinstance(given, dict):
        given = {"reason": given}
    if set(given) - {"reason", "codes"}:
        _refuse(env, what)
    return {
        "reason": read_text(env, given.get("reason"), what),
        "codes": _read_codes(env, given.get("codes"), what),
    }


def _read_codes(env, given, what):
    """The codes of the findings that were seen; None: it is not said which."""
    if given is None or given is False:
        return None
    if not isinstance(given, list | tuple):
        _refuse(env, what)
    return [read_text(env, each, what) for each in given]


def _refuse(env, what):
    raise UserError(
        env._(
            "%(what)s: give a reason, or its reason and codes, for each interest's "
            'ID, as in {"12": "The holder requested it"}.',
            what=what,
        )
    )
