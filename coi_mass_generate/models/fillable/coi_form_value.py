from typing import NamedTuple

from odoo import api, models, tools

from ...pdf.layout import FIRST_INSURERS
from ..common.grants import MARKED
from ..forms.coi_page import ROW_OPTIONS
from ..register.coi_policy_limit import ANY_LIMITS, LINE_LIMITS, ROW_LIMITS

SHARED, HOLDER = "shared", "holder"
TEXT, MARK, PICTURE = "text", "mark", "picture"
OTHER = "other"
INTEREST = "interest."  # begins the key of a type of interest
LETTERS = [chr(ord("A") + number) for number in range(FIRST_INSURERS)]
# Limits in a policy's own wording that a form can have places for.
OWN_LIMITS = 10
# Whose name and address may be one block, and what it is made of.
PARTIES = ("producer", "insured", "holder")
PARTS = ("name", "line1", "line2", "city", "state", "zip")


class Value(NamedTuple):
    """What a field of a form can be filled with.

    ``scope``: whether all holders of a page share it, or each has its own; ``kind``: a
    text, a mark that is there or not, or a picture.
    """

    label: str
    group: str
    scope: str = SHARED
    kind: str = TEXT


class CoiFormValue(models.AbstractModel):
    """The closed list of what fields of a form can be filled with, by key.

    Who adds one overrides ``_get_values``, and ``coi.form.text._get_texts``, which says
    what a shared one is on a certificate. A holder's own is the slot of the same name
    (``coi.page._prepare_values``); that of a grant is the slot of the policy that
    stands in its row.
    """

    _name = "coi.form.value"
    _description = "Values for Fields of a Form"

    @api.model
    def _get_values(self):
        """``{key: Value}`` in the order they are offered, in the user's language."""
        return self._get_own_values()

    @api.model
    @tools.ormcache("self.env.lang")
    def _get_own_values(self):
        return {
            **self._get_holder_values(),
            **self._get_interest_values(),
            **self._get_party_values(),
            **self._get_insurer_values(),
            **self._get_place_values(),
            **self._get_page_values(),
        }

    @api.model
    def _get_choices(self):
        """The same to choose from."""
        return [
            (key, f"{value.group}: {value.label}")
            for key, value in self._get_values().items()
        ]

    # -------------------------------------------------------- the certificate's

    @api.model
    def _get_holder_values(self):
        group, env = self.env._("Certificate"), self.env
        labels = {
            "date": env._("Issue date"),
            "number": env._("Certificate number"),
            "revision": env._("Revision"),
            "description": env._("Description of operations"),
            "attention": env._("Attention"),
            "loan": env._("Loan or reference number"),
        }
        shared = {
            "form.name": env._("Name of the form"),
            "form.number": env._("Number of the form"),
            "form.edition": env._("Edition of the form"),
        }
        return {
            **{key: Value(label, group, HOLDER) for key, label in labels.items()},
            **{key: Value(label, group) for key, label in shared.items()},
        }

    @api.model
    def _get_interest_values(self):
        """Boxes for what the holder's interest is, by the keys of its types."""
        group, env = self.env._("Interest"), self.env
        labels = {
            "additional_insured": env._("Additional insured"),
            "mortgagee": env._("Mortgagee"),
            "loss_payee": env._("Loss payee"),
            "lenders_loss_payable": env._("Lender's loss payable"),
            "lienholder": env._("Lienholder"),
            "contract_of_sale": env._("Contract of sale"),
            "lessor": env._("Lessor"),
            "owner": env._("Owner"),
            "other": env._("Other"),
        }
        return {
            f"{INTEREST}{key}": Value(label, group, HOLDER, MARK)
            for key, label in labels.items()
        }

    @api.model
    def _get_page_values(self):
        """What a page for texts that do not fit elsewhere has."""
        group, env = self.env._("Continuation page"), self.env
        labels = {
            "body": env._("Remarks"),
            "page": env._("Page x of y"),
            "page_number": env._("Number of the page"),
            "page_count": env._("Number of pages"),
        }
        return {key: Value(label, group, HOLDER) for key, label in labels.items()}

    # ------------------------------------------------------------------ parties

    @api.model
    def _get_party_values(self):
        env, found = self.env, {}
        groups = {
            "producer": env._("Agency"),
            "insured": env._("Insured"),
            "holder": env._("Holder"),
        }
        for party, group in groups.items():
            scope = HOLDER if party == "holder" else SHARED
            found[party] = Value(env._("Name and address"), group, scope)
            for part, label in self._get_part_labels().items():
                found[f"{party}.{part}"] = Value(label, group, scope)
        for key, label in self._get_producer_labels().items():
            found[f"producer.{key}"] = Value(label, groups["producer"])
        found["producer.signature"] = Value(
            env._("Signature"), groups["producer"], kind=PICTURE
        )
        return found

    @api.model
    def _get_part_labels(self):
        env = self.env
        return {
            "name": env._("Name"),
            "line1": env._("Street"),
            "line2": env._("Street, second line"),
            "city": env._("City"),
            "state": env._("State"),
            "zip": env._("ZIP code"),
        }

    @api.model
    def _get_producer_labels(self):
        env = self.env
        return {
            "contact": env._("Contact"),
            "phone": env._("Phone"),
            "fax": env._("Fax"),
            "email": env._("Email"),
            "representative": env._("Authorized representative"),
        }

    @api.model
    def _get_insurer_values(self):
        group, found = self.env._("Insurers"), {}
        for letter in LETTERS:
            name = self.env._("Insurer %(letter)s", letter=letter)
            naic = self.env._("NAIC number of insurer %(letter)s", letter=letter)
            found[f"insurer.{letter}.name"] = Value(name, group)
            found[f"insurer.{letter}.naic"] = Value(naic, group)
        return found

    # ----------------------------------------------------------------- policies

    @api.model
    def _get_places(self):
        """Where a policy can stand on a form: ``{place: its name}``.

        A row of a certificate, or a coverage line that forms of other kinds are about.
        """
        lines = self.env["coi.coverage.line"]
        rows = dict(lines._fields["row"]._description_selection(self.env))
        return {**rows, **self._get_line_places()}

    @api.model
    def _get_line_places(self):
        return {
            "property": self.env._("Property"),
            "inland_marine": self.env._("Inland marine"),
            "professional": self.env._("Professional liability"),
            "pollution": self.env._("Pollution liability"),
            "cyber": self.env._("Cyber liability"),
        }

    @api.model
    def _get_place_values(self):
        found = {}
        for place, group in self._get_places().items():
            for key, (label, scope, kind) in self._get_cells(place).items():
                found[f"{place}.{key}"] = Value(label, group, scope, kind)
        return found

    @api.model
    def _get_cells(self, place):
        """``{cell: (label, scope, kind)}`` of one place."""
        env = self.env
        texts = {
            "letter": env._("Insurer's letter"),
            "insurer": env._("Insurer"),
            "naic": env._("NAIC number"),
            "label": env._("Coverage"),
            "number": env._("Policy number"),
            "effective": env._("Effective date"),
            "expiration": env._("Expiration date"),
            "retroactive": env._("Retroactive date"),
            **self._get_place_texts(place),
            **self._get_limit_labels(place),
        }
        return {
            **{key: (label, SHARED, TEXT) for key, label in texts.items()},
            "shown": (env._("Shown"), SHARED, MARK),
            **self._get_option_cells(place),
            **{
                kind.key: (kind.get_label(env), HOLDER, TEXT)
                for kind in MARKED
                if place not in kind.not_on
            },
        }

    @api.model
    def _get_place_texts(self, place):
        env = self.env
        return {
            "general_liability": {"aggregate_other": env._("Aggregate per, other")},
            "umbrella": {"retention_amount": env._("Deductible or retention")},
            "workers_comp": {"wc_excluded": env._("Owners or officers excluded (Y/N)")},
        }.get(place, {})

    @api.model
    def _get_option_cells(self, place):
        page, policies = self.env["coi.page"], self.env["coi.policy"]
        options = ROW_OPTIONS.get(place, [])
        return {
            get_option_key(name, value): (
                page._get_option_label(policies, name, value),
                SHARED,
                MARK,
            )
            for name, value in options
        }

    @api.model
    def _get_limit_labels(self, place):
        labels, env = self.env["coi.policy.limit"]._get_labels(), self.env
        keys = ROW_LIMITS.get(place) or LINE_LIMITS.get(place) or ANY_LIMITS
        found = {f"limit.{key}": labels[key] for key in keys}
        for turn in range(1, OWN_LIMITS + 1):
            name = env._("Name of further limit %(number)s", number=turn)
            amount = env._("Further limit %(number)s", number=turn)
            found[f"own_limit.{turn}.label"] = name
            found[f"own_limit.{turn}.value"] = amount
        return found


def get_option_key(name, value):
    """The cell of a box that is ticked where the field ``name`` has ``value``."""
    return name if value is True else f"{name}={value}"
