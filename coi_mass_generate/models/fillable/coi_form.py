import base64
import re
from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ...pdf import acroform
from ...pdf.errors import FormError
from ...sheets import apart
from ..common.door import door, one, trusted
from .form_words import explain_refusal, iter_facts

MANAGER = "coi_mass_generate.group_manager"
# As forms of the trade say it of themselves: "ACORD 25 (2016/03)", "25 2016-03r2".
EDITION = re.compile(r"\b([A-Z]{2,10}\s+\d{1,4})\s*\(?\s*(\d{4})[/-](\d{2})")
# What only an upload, a choice, or whoever ticks the box, says of a form.
OWN_FACTS = (
    *("file_sha256", "facts", "mapping", "is_continuation"),
    *("licence_user_id", "licence_date"),
)


class CoiForm(models.Model):
    """A form that is somebody's fillable PDF: the agency's own licensed copy."""

    _name = "coi.form"
    _inherit = ["coi.form", "coi.form.screen"]

    kind = fields.Selection(
        selection_add=[("pdf", "Fillable PDF")], ondelete={"pdf": "cascade"}
    )
    report_id = fields.Many2one(default=lambda self: self._get_own_report())
    file = fields.Binary(
        "Fillable PDF",
        attachment=True,
        groups=MANAGER,
        help="The blank form as its publisher licensed it to your agency.",
    )
    file_name = fields.Char(groups=MANAGER)
    file_sha256 = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Being set up"), ("ready", "In use"), ("retired", "Retired")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        help="Of a fillable PDF: certificates are issued on it once it is in use.",
    )
    licence_confirmed = fields.Boolean(
        "We hold a license to use this form",
        copy=False,
        help="Forms of the trade are their publisher's property: they may be completed "
        "by those who hold a license, and may not be changed.",
    )
    licence_user_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False
    )
    licence_date = fields.Date("Confirmed on", readonly=True, copy=False)
    continuation_form_id = fields.Many2one(
        "coi.form",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id), ('is_continuation', '=', True)]",
        help="The agency's own form for remarks, on which texts go on that do not fit. "
        "Empty: a page of ours.",
    )
    facts = fields.Json(readonly=True, copy=False, groups=MANAGER)
    facts_text = fields.Text(
        "About the File", compute="_compute_facts_text", groups=MANAGER
    )
    field_ids = fields.One2many("coi.form.field", "form_id", groups=MANAGER)
    mapping = fields.Json(
        compute="_compute_mapping",
        store=True,
        groups=MANAGER,
        help="What its fields are filled with, as it is kept for drawing.",
    )
    is_continuation = fields.Boolean(compute="_compute_mapping", store=True)
    known_count = fields.Integer(
        "Fields Known", compute="_compute_counts", groups=MANAGER
    )
    open_count = fields.Integer(
        "To Be Decided", compute="_compute_counts", groups=MANAGER
    )
    missing_names = fields.Text(
        "Known Names Not Found", compute="_compute_counts", groups=MANAGER
    )

    @api.model
    def _get_own_report(self):
        """Our own page's: of a fillable PDF it draws what goes on behind it."""
        name = "coi_mass_generate.report_coi_certificate_action"
        return self.env.ref(name, raise_if_not_found=False)

    # ----------------------------------------------------------------- computed

    @api.depends("facts")
    @api.depends_context("lang")
    def _compute_facts_text(self):
        for form in self:
            lines = iter_facts(self.env, form.facts) if form.facts else ()
            form.facts_text = "\n".join(lines) or False

    @api.depends(
        "field_ids.source", "field_ids.value_key", "field_ids.text",
        "field_ids.is_block", "field_ids.form_id", "field_ids.page",
    )  # fmt: skip
    def _compute_mapping(self):
        values = self.env["coi.form.value"]._get_values()
        for form in self:
            chosen = form.field_ids.filtered(
                lambda field: field.source not in ("open", "keep")
            )
            form.mapping = chosen._get_entries(values) or False
            form.is_continuation = "body" in chosen.mapped("value_key")

    @api.depends("field_ids.is_known", "field_ids.source", "number", "company_id")
    def _compute_counts(self):
        names = self.env["coi.form.name"]
        for form in self:
            form.known_count = len(form.field_ids.filtered("is_known"))
            form.open_count = len(
                form.field_ids.filtered(lambda field: field.source == "open")
            )
            usual = form.field_ids and names.search(
                [
                    ("form_number", "=", form.number),
                    ("company_id", "in", [False, form.company_id.id]),
                ]
            )
            missing = set(usual.mapped("name")) if usual else set()
            missing -= set(form.field_ids.mapped("short"))
            form.missing_names = "\n".join(sorted(missing)) or False

    # ------------------------------------------------------------------- checks

    @api.constrains("kind", "company_id", "file")
    def _check_pdf(self):
        for form in self.filtered(lambda form: form.kind == "pdf"):
            if not form.company_id:
                raise ValidationError(
                    self.env._(
                        "A fillable PDF is licensed to one agency: choose its company."
                    )
                )

    @api.constrains("state")
    def _check_in_use(self):
        for form in self.filtered(lambda form: form.state == "ready"):
            form._check_complete()

    @api.constrains("continuation_form_id", "company_id")
    def _check_continuation(self):
        for form in self:
            more = form.continuation_form_id
            if more and (more.company_id != form.company_id or more == form):
                raise ValidationError(
                    self.env._(
                        "Choose a continuation form of the same company, and not the "
                        "form itself."
                    )
                )

    # --------------------------------------------------------------- the upload

    @api.onchange("file")
    def _onchange_file(self):
        """Tell at once what is wrong with it, and what it says it is."""
        if not self.file:
            return
        facts = self._read_file(self._decode(self.file))
        number, edition = _find_edition(facts)
        self.number = self.number or number
        self.edition = self.edition or edition
        self.name = self.name or number

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._add_sunset(vals) for vals in vals_list]
        read = [self._prepare_upload(vals) for vals in vals_list]
        forms = super().create([vals for vals, _facts in read])
        for form, (_vals, facts) in zip(forms, read, strict=True):
            if facts:
                form._make_fields(facts)
        return forms

    def write(self, vals):
        vals, facts = self._prepare_upload(vals)
        if facts and len(self) > 1:
            raise UserError(self.env._("Upload a file to one form at a time."))
        result = super().write(vals)
        if facts:
            self._make_fields(facts)
        return result

    @api.model
    def _add_sunset(self, vals):
        """``vals`` with the last day of an edition that is known."""
        if vals.get("kind") != "pdf" or vals.get("sunset_date"):
            return vals
        known = self.env["coi.form.edition"]._find(
            vals.get("number"), vals.get("edition")
        )
        return {**vals, "sunset_date": known.sunset_date} if known else vals

    @api.model
    def _prepare_licence(self, is_confirmed):
        """Who says so, and when: nobody else can be named."""
        day = is_confirmed and fields.Date.context_today(self)
        return {"licence_user_id": is_confirmed and self.env.uid, "licence_date": day}

    @api.model
    def _prepare_upload(self, vals):
        """``vals`` with what the file in them is, and its facts; False without one.

        :raises UserError: it cannot be used; nothing is stored then
        """
        vals = {name: value for name, value in vals.items() if name not in OWN_FACTS}
        if "licence_confirmed" in vals:
            vals |= self._prepare_licence(bool(vals["licence_confirmed"]))
        if not vals.get("file"):
            gone = {"file_sha256": False, "facts": False, "state": "draft"}
            return (vals | gone if "file" in vals else vals), False
        content = self._decode(vals["file"])
        facts = self._read_file(content)
        kept = {key: facts[key] for key in ("pages", "warnings", "size")}
        own = {
            "file_sha256": sha256(content).hexdigest(),
            "facts": kept,
            "state": "draft",
        }
        return {**vals, **own}, facts

    @api.model
    def _decode(self, file):
        """Bytes of what was sent as a file in base64."""
        try:
            return base64.b64decode(file)
        except (TypeError, ValueError) as error:
            refusal = explain_refusal(self.env, FormError("unreadable"))
            raise UserError(refusal) from error

    @api.model
    def _read_file(self, content):
        """What ``pdf.acroform.check`` tells of a file.

        :param content: bytes
        :raises UserError: it cannot be used
        """
        try:
            return acroform.check(content, apart.run)
        except FormError as error:
            raise UserError(explain_refusal(self.env, error)) from error

    def _make_fields(self, facts):
        """The fields of its file, with what is known to be printed in them."""
        before = {
            (field.name, field.on or ""): field._get_choice()
            for field in self.field_ids
            if field.source != "open"
        }
        # sudo(): only an upload makes fields, and who may change the form uploads.
        trusted(self).field_ids.unlink()
        entries = self._pick_fields(facts["fields"])
        names = self.env["coi.form.name"]
        shorts = {each["short"] for each in entries}
        known = names._find(shorts, self.company_id, self.number)
        trusted(self).field_ids = [
            Command.create(self._prepare_field(turn, each, known, before))
            for turn, each in enumerate(entries, 1)
        ]

    @api.model
    def _pick_fields(self, entries):
        """One of those that bear one name, with the ``places`` of all of them; of boxes
        of which one is ticked, each."""
        states = {}
        for each in entries:
            if each["kind"] in ("check", "radio"):
                states.setdefault(each["name"], set()).add(each["on"])
        picked = {}
        for each in entries:
            several = len(states.get(each["name"], ())) > 1
            on = each["on"] if several else ""
            entry = picked.setdefault(
                (each["name"], on), {**each, "on": on, "places": []}
            )
            entry["places"].append([each["page"] + 1, each["box"]])
        return list(picked.values())

    def _prepare_field(self, turn, each, known, before):
        name = known.get((each["short"], each["on"]))
        vals = {
            "sequence": turn,
            **{key: each[key] for key in ("name", "short", "kind", "label")},
            "page": each["page"] + 1,
            "on": each["on"] or False,
            "is_usable": each["is_usable"],
            "is_known": bool(name) and name.source != "open",
            "facts": {
                key: each[key]
                for key in (
                    *("places", "size", "align", "multiline", "comb", "max_length"),
                    *("options", "value", "hidden", "read_only", "turned"),
                )
            },
        }
        choice = before.get((each["name"], each["on"])) or (name and name._get_choice())
        # A button is nothing to decide on.
        fallback = {} if each["is_usable"] else {"source": "keep"}
        chosen = choice or fallback
        field = self.env["coi.form.field"].new({**vals, **chosen})
        if field._find_problem(self.env["coi.form.value"]._get_values()):
            chosen = fallback
        return {**vals, **chosen}

    # ------------------------------------------------------------------ its use

    @door
    def action_use(self):
        """Button: issue certificates on it from now on."""
        one(self).check_access("write")
        self.state = "ready"
        self.env["coi.form.name"]._learn(self.field_ids)

    def _check_uploaded(self):
        if self.kind != "pdf" or not self.file_sha256:
            raise UserError(self.env._("Upload the fillable PDF first."))

    def _check_complete(self):
        self._check_uploaded()
        if not self.licence_confirmed:
            raise UserError(
                self.env._(
                    "Confirm that your agency holds a license to use this form: check "
                    "the box, then use it."
                )
            )
        names_holder = any(
            "holder" in (each["block"], each["key"]) for each in self.mapping or ()
        )
        if not (names_holder or self.is_continuation):
            raise UserError(
                self.env._(
                    "Choose the fields for the holder's name and address: without them "
                    "nobody could tell whose certificate it is."
                )
            )

    @door
    def action_set_up(self):
        """Button: change what is printed in its fields."""
        one(self).check_access("write")
        if self._is_frozen():
            # Nothing could be set up, and nothing be issued on it until then.
            raise UserError(self._explain_locked())
        self.state = "draft"

    @door
    def action_retire(self):
        """Button: issue nothing on it any more."""
        one(self).check_access("write")
        self.state = "retired"

    # ----------------------------------------------------------------- choosing

    @api.model
    def _get_usable_domain(self, day):
        return super()._get_usable_domain(day) & self._get_choosable_domain()

    @api.depends("kind", "state", "is_continuation")
    def _compute_is_choosable(self):
        return super()._compute_is_choosable()

    @api.model
    def _get_choosable_domain(self):
        in_use = Domain("state", "=", "ready") & Domain("is_continuation", "=", False)
        return super()._get_choosable_domain() & (Domain("kind", "!=", "pdf") | in_use)

    def _is_usable(self, day):
        return super()._is_usable(day) and not self._find_unready()

    def _check_choice(self, company, day):
        result = super()._check_choice(company, day)
        # sudo(): whether it is in use is told to who may use it, which was checked.
        why = trusted(self)._find_unready() if day else ""
        if why:
            raise UserError(why)
        return result

    def _find_unready(self):
        """Why no certificate can be issued on it yet; "" where one can."""
        if self.kind != "pdf":
            return ""
        named = {"form": self.display_name}
        if self.state != "ready":
            return self.env._(
                "The form %(form)s is not in use: a manager has to set it up, and "
                "choose Use This Form, under Configuration / Forms.",
                **named,
            )
        if not self.licence_confirmed:
            return self._explain_unlicensed()
        if self.is_continuation:
            return self.env._(
                "The form %(form)s is for remarks that do not fit elsewhere. Choose "
                "another form.",
                **named,
            )
        return ""

    def _explain_unlicensed(self):
        return self.env._(
            "Nobody has confirmed that the agency holds a license to use the form "
            "%(form)s. A manager does so under Configuration / Forms.",
            form=self.display_name,
        )


def _find_edition(facts):
    """``(number, edition)`` a file says it is; "" for what it does not say."""
    said = [each["value"] for each in facts["fields"] if "Edition" in each["short"]]
    for text in [*said, facts["text"]]:
        found = EDITION.search(text)
        if found:
            return " ".join(found[1].split()), f"{found[2]}/{found[3]}"
    return "", ""
