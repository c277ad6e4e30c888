from odoo import api, fields, models
from odoo.exceptions import UserError

from ..common.argument import read_choice, read_flag, read_ids, read_text
from ..common.door import door, one
from ..common.plural import plural
from .coi_form_field import CHOICE
from .coi_form_value import HOLDER, PARTIES, PARTS

MANAGER = "coi_mass_generate.group_manager"
MOST = 10_000  # choices in one call
# Which parts of a name and address so many fields are, from the top.
FEWER_PARTS = {
    1: ("name",),
    2: ("name", "line1"),
    3: ("name", "line1", "city"),
    4: ("name", "line1", "line2", "city"),
    5: ("name", "line1", "line2", "city", "state"),
}
# Words of US forms by parts of keys, whatever language the screen is in.
WORDS = {
    "producer": "producer broker",
    "general_liability": "GL CGL",
    "umbrella": "UMB",
    "workers_comp": "WC employers liability EL",
    "letter": "INSR LTR",
    "effective": "EFF",
    "expiration": "EXP",
    "ai": "ADDL INSD AI",
    "waiver": "SUBR WVD WOS",
    "number": "no #",
    "description": "DOO",
}
SAME_LINE = 4  # pt: fields whose tops differ by less stand beside each other


class CoiFormScreen(models.AbstractModel):
    """A form with the screen on which a manager says what is printed in its fields."""

    _name = "coi.form.screen"
    _description = "Form with a Screen for Its Fields"

    field_count = fields.Integer(compute="_compute_field_count", groups=MANAGER)
    fields_text = fields.Char(
        "Fields", compute="_compute_fields_text", groups=MANAGER, compute_sudo=False
    )
    next_step = fields.Char(
        compute="_compute_next_step", groups=MANAGER, compute_sudo=False
    )

    @api.depends("field_ids")
    def _compute_field_count(self):
        for form in self:
            form.field_count = len(form.field_ids)

    @api.depends("field_ids.is_known", "field_ids.source")
    @api.depends_context("lang")
    def _compute_fields_text(self):
        for form in self:
            form.fields_text = form._say_fields() if form.field_ids else False

    def _say_fields(self):
        numbers = {
            "all": self.field_count,
            "known": self.known_count,
            "open": self.open_count,
        }
        return plural(
            self.field_count,
            self.env._("One field: %(known)s known, %(open)s to look at.", **numbers),
            self.env._(
                "%(all)s fields: %(known)s known, %(open)s to look at.", **numbers
            ),
        )

    @api.depends(
        *("kind", "state", "file_sha256", "licence_confirmed"),
        *("field_ids.source", "field_ids.is_usable"),
    )
    @api.depends_context("lang")
    def _compute_next_step(self):
        for form in self:
            is_new = form.kind == "pdf" and form.state == "draft"
            form.next_step = form._say_next_step() if is_new else False

    def _say_next_step(self):
        """What there is to do until certificates can be issued on it."""
        if not self.file_sha256:
            return self.env._(
                "Upload the blank, fillable PDF as its publisher licensed it to your "
                "agency, and save: its fields are read then."
            )
        if not any(self.field_ids.mapped("is_usable")):
            return self.env._(
                "Nothing can be printed in its fields, as they are turned against "
                "their page or have no room. Ask its publisher for another copy, and "
                "upload that."
            )
        if self.open_count:
            return self.env._(
                "Choose Map Fields, and say for each field to look at what is printed "
                "there."
            )
        if not self.licence_confirmed:
            return self.env._(
                "Confirm that your agency holds a license to use this form. Then "
                "choose Use This Form."
            )
        return self.env._(
            "Choose Use This Form: certificates can be issued on it from then on."
        )

    # ------------------------------------------------------------------- reading

    @api.readonly
    @door
    def get_screen(self):
        """All that the screen shows, as it is now.

        :returns: dict; lengths are pt on the page as it is shown, from its bottom left
        """
        self._check_may_map()
        values = self.env["coi.form.value"]._get_values()
        return {
            "name": self.display_name,
            "company_id": self.company_id.id,
            "file": f"/web/content/coi.form/{self.id}/file?unique={self.file_sha256}",
            "pages": self.facts["pages"],
            "values": [
                {
                    "key": key,
                    "label": value.label,
                    "group": value.group,
                    "is_own": value.scope == HOLDER,
                    "kind": value.kind,
                    "words": self._get_words(key),
                }
                for key, value in values.items()
            ],
            "parties": [[party, values[party].group] for party in PARTIES],
            "fields": [self._describe_field(field) for field in self.field_ids],
            **self._describe_state(),
        }

    @api.model
    def _get_words(self, key):
        """What the trade's forms, and who fills them in, call a value besides."""
        parts = {key.partition(".")[0], key.rpartition(".")[2]}
        return " ".join(words for part, words in WORDS.items() if part in parts)

    def _check_may_map(self):
        one(self).check_access("write")
        self._check_uploaded()

    @api.model
    def _describe_field(self, field):
        return {
            **{name: field[name] or "" for name in ("short", "kind", "label", "on")},
            "id": field.id,
            "page": field.page,
            "is_usable": field.is_usable,
            "places": field.facts["places"],
            "value": field.facts["value"] or "",
            "align": field.facts["align"],
            "multiline": field.facts["multiline"],
        }

    def _describe_state(self):
        """What changes while somebody works on it."""
        values = self.env["coi.form.value"]._get_values()
        entries = self.field_ids._get_entries(values)
        return {
            "state": self.state,
            "licence_confirmed": self.licence_confirmed,
            "locked": self._explain_locked(),
            "can_set_up": self.state != "draft" and not self._is_frozen(),
            "text": self.fields_text or "",
            "choices": {
                field.id: {
                    **{name: field[name] or "" for name in CHOICE},
                    "is_block": field.is_block,
                    "block": entry["block"],
                }
                for field, entry in zip(self.field_ids, entries, strict=True)
            },
        }

    def _explain_locked(self):
        """Why nothing can be chosen on it, and what to do; "" where it can."""
        if self.state == "ready":
            return self.env._(
                "This form is in use. To change what is printed in its fields, choose "
                "Set Up; nothing is issued on it until you choose Use This Form again."
            )
        if self.state == "retired":
            return self.env._(
                "This form is retired. To change what is printed in its fields, choose "
                "Set Up."
            )
        return ""

    def _is_frozen(self):
        """Whether nothing of it can be changed any more."""
        return False

    # ------------------------------------------------------------------ choosing

    @door
    def choose(self, choices):
        """Say what is printed in some of its fields: all of it, or nothing.

        :param choices: list of dicts: ``id`` of a field, its ``source``, and
            ``value_key`` or ``text`` where it asks for one; ``is_block``, if said
        :returns: what ``get_screen`` says of what changes
        """
        self._check_may_choose()
        wanted = self._read_choices(choices)
        for field in self.field_ids:
            if field.id in wanted:
                field.write(wanted[field.id])
        return self._describe_state()

    def _check_may_choose(self):
        self._check_may_map()
        why = self._explain_locked()
        if why:
            raise UserError(why)

    def _read_choices(self, choices):
        """``{id of a field: values to write}``"""
        is_list = isinstance(choices, list | tuple) and len(choices) <= MOST
        if not is_list or not all(isinstance(each, dict) for each in choices):
            raise UserError(
                self.env._(
                    "choices: give a list of at most %(limit)s choices, each with the "
                    "ID of a field and what is printed there.",
                    limit=MOST,
                )
            )
        ids = read_ids(self.env, [each.get("id") for each in choices], "id")
        self._get_chosen(ids)
        return {each["id"]: self._read_one_choice(each) for each in choices}

    def _get_chosen(self, ids):
        """Its fields with these ids."""
        strange = set(ids) - set(self.field_ids.ids)
        if strange:
            raise UserError(
                self.env._(
                    "%(form)s has no field with the ID %(ids)s: it was uploaded again. "
                    "Load the page again.",
                    form=self.display_name,
                    ids=", ".join(map(str, sorted(strange)[:10])),
                )
            )
        return self.field_ids.filtered(lambda field: field.id in ids)

    def _read_one_choice(self, given):
        env = self.env
        known = env["coi.form.field"]._fields["source"].get_values(env)
        source = read_choice(env, given.get("source"), known, "source")
        vals = {"source": source, "value_key": False, "text": False}
        if source == "value":
            keys = list(env["coi.form.value"]._get_values())
            vals["value_key"] = self._read_value_key(given.get("value_key"), keys)
        elif source == "text":
            vals["text"] = read_text(env, given.get("text"), "text")
        if "is_block" in given:
            vals["is_block"] = read_flag(env, given["is_block"], "is_block")
        return vals

    def _read_value_key(self, given, keys):
        """Not as ``read_choice`` does: hundreds of keys tell nobody what to do."""
        if isinstance(given, str) and given in keys:
            return given
        raise UserError(self.env._("Choose a value."))

    @door
    def print_as_block(self, field_ids, party):
        """Make some fields one block: the name and address of a party, all its lines
        on the fields' own pitch.

        :param field_ids: list of ids of its fields
        :param party: "producer", "insured" or "holder"
        :returns: what ``get_screen`` says of what changes
        """
        self._check_may_choose()
        read_choice(self.env, party, PARTIES, "party")
        chosen = self._get_chosen(read_ids(self.env, field_ids, "field_ids"))
        self._check_block(chosen)
        parts = FEWER_PARTS.get(len(chosen), PARTS)
        for turn, field in enumerate(self._sort_down(chosen)):
            part = parts[min(turn, len(parts) - 1)]
            field.write(
                {
                    "source": "value",
                    "value_key": f"{party}.{part}",
                    "text": False,
                    "is_block": True,
                }
            )
        return self._describe_state()

    def _check_block(self, chosen):
        if len(chosen) < 2 or len(set(chosen.mapped("page"))) > 1:
            raise UserError(
                self.env._("Choose two or more fields of one page to print a block in.")
            )
        if set(chosen.mapped("kind")) - {"text"} or not all(chosen.mapped("is_usable")):
            raise UserError(
                self.env._("A block is printed in fields for text: leave out the rest.")
            )

    @api.model
    def _sort_down(self, chosen):
        """From the top, and from the left where they stand beside each other."""

        def place(field):
            _page, (left, _bottom, _right, top) = field.facts["places"][0]
            return -round(top / SAME_LINE), left

        return chosen.sorted(place)
