from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ...pdf.fonts import undrawable
from ..common.address import find_missing_parts, leave_needed
from ..common.argument import is_blank
from ..common.case import block, warn
from ..register.coi_interest_renewal import get_last_day
from .coi_check import rule

_lt = LazyTranslate(__name__)

# Texts that must stand in their own place; a long description is no surprise.
OWN_PLACES = ("holder", "attention", "loan")


class CoiCheck(models.AbstractModel):
    """Rules on the holder, and on what the agency has to do with it."""

    _inherit = "coi.check"

    @api.model
    @rule(_lt("No longer in the list"))
    def _rule_listed(self, case):
        if not case.asked.active:
            yield block(
                self.env._(
                    "The holder is no longer in the insured's Additional Interests. "
                    "Add it again or leave it out."
                ),
                case.interest,
            )

    @api.model
    @rule(_lt("No name"))
    def _rule_name(self, case):
        if is_blank(case.party.name or ""):
            yield block(
                self.env._("The holder has no name. Complete the contact."),
                case.holder,
            )

    @api.model
    @rule(_lt("Address incomplete"), may_override=True)
    def _rule_address(self, case):
        missing = self._get_missing_address(case.party, case.holder)
        if not missing:
            return
        yield block(
            self.env._(
                "The holder's address is incomplete: %(missing)s. "
                "Complete the contact.",
                missing=", ".join(missing.values()),
            ),
            case.holder,
            about=",".join(missing),
        )

    @api.model
    def _get_missing_address(self, party, contact):
        """``{part: its name}`` of what its address lacks.

        :param party: the contact's row (``Facts``), or the contact itself
        """
        missing = find_missing_parts(party)
        if not missing:
            return {}
        labels = {
            "street": self.env._("street"),
            "city": self.env._("city"),
            "zip": self.env._("ZIP code"),
            "state": self.env._("state"),
        }
        needed = leave_needed(missing, contact.country_id.code)
        return {part: labels[part] for part in needed}

    @api.model
    @rule(_lt("Goes to a continuation page"))
    def _rule_fit(self, case):
        for name in OWN_PLACES:
            if case.values[name] and case.measure(name) == "continuation":
                yield warn(
                    self.env._(
                        "%(what)s: too long for its box, even in the smallest type. "
                        "The full text goes to a continuation page.",
                        what=self._get_place_name(name),
                    ),
                    case.holder if name == "holder" else case.interest,
                )

    @api.model
    def _get_place_name(self, name):
        return {
            "holder": self.env._("Name and address"),
            "attention": self.env._("Attention"),
            "loan": self.env._("Loan number"),
        }[name]

    @api.model
    @rule(_lt("No font for these letters"))
    def _rule_font(self, case):
        unknown = self._find_unprintable("".join(case.values.values()), case.form)
        if unknown:
            yield self._explain_font(unknown, self._get_writer(case, unknown))
        letters = case.letters
        unknown = letters and case.facts.remember(
            ("unprintable", letters, case.form.id),
            self._find_unprintable,
            letters,
            case.form,
        )
        if unknown:
            yield self._explain_font(unknown, case.insured)

    @api.model
    def _find_unprintable(self, text, form):
        return set() if text.isascii() else undrawable(form._get_face().missing(text))

    @api.model
    def _explain_font(self, unknown, target):
        return block(
            self.env._(
                "No font of the server can print %(characters)s. Ask your "
                "administrator to install one that can.",
                characters=" ".join(sorted(unknown)[:10]),
            ),
            target,
        )

    @api.model
    def _get_writer(self, case, letters):
        """The record in which one of ``letters`` stands."""
        if letters & set(case.values["holder"]):
            return case.holder
        return self._get_author(case, lambda text: letters & set(text))

    @api.model
    @rule(_lt("Listed twice"))
    def _rule_twin(self, case):
        if case.same_as:
            yield warn(
                self.env._(
                    "This holder is in the selection twice: the same name and address "
                    "also appear under %(name)s. Take one out, or archive it.",
                    name=case.same_as.display_name,
                ),
                case.interest,
            )

    @api.model
    @rule(_lt("Interest ended"), may_override=True)
    def _rule_valid_until(self, case):
        until = get_last_day(case.asked)
        if until and until < case.issue_date:
            yield block(
                self.env._(
                    "The interest ended on %(day)s. Give it a new end, or archive it.",
                    day=case.facts.say_date(until),
                ),
                case.interest,
                about=until.isoformat(),
            )

    @api.model
    @rule(_lt("Unchanged, not needed"))
    def _rule_unchanged(self, case):
        if case.sent:
            yield warn(
                self.env._(
                    "Nothing the holder sees has changed since certificate %(number)s "
                    "of %(day)s: it does not need to be issued again.",
                    number=case.sent._get_full_number(),
                    day=case.facts.say_date(case.sent.issue_date),
                ),
                case.sent,
            )

    @api.model
    @rule(_lt("Not the latest revision"))
    def _rule_revised(self, case):
        old = case.revises
        if old and not (old.is_kept and old.state == "issued"):
            yield block(
                self.env._(
                    "Certificate %(number)s is no longer the valid one: revise its "
                    "latest revision.",
                    number=old._get_full_number(),
                ),
                old,
            )

    @api.model
    @rule(_lt("Certificate of someone else"))
    def _rule_same_names(self, case):
        old = case.revises
        if old and not old._is_made_for(case.company, case.insured, case.holder):
            yield block(
                self.env._(
                    "Certificate %(number)s was made for %(holder)s (insured: "
                    "%(insured)s), and its number must never name anyone else. Cancel "
                    "it if it is wrong, and generate a new one.",
                    number=old._get_full_number(),
                    holder=old.holder_name,
                    insured=old.insured_name,
                ),
                old,
            )
