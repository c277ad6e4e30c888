import json
from hashlib import sha256

from odoo import api, models
from odoo.tools import SQL

from ..common.case import warn
from ..common.door import trusted
from ..common.json_text import dump, encode

KEY = "asked"


def get_print(text):
    """Short for ``text``, which may be long."""
    return sha256(text.encode()).hexdigest()[:16] if text else ""


class CoiAsked(models.AbstractModel):
    """What a line was asked for, so that nobody gets what its requester did not see.

    Between request and making lie seconds in the background, and hours where a batch
    is paused, cancelled or has failed. What a certificate would say otherwise than it
    was judged then keeps it aside. Only postal addresses, and how the agency can be
    reached, are taken as they are on the day: correcting them changes neither whom a
    certificate is for nor what it promises.
    """

    _name = "coi.asked"
    _description = "What Was Requested"

    # ----------------------------------------------------------------- remember

    @api.model
    def _describe(self, case):
        """What the certificate of ``case`` would say, part by part, as JSON.

        :returns: text of a list, see ``_get_part_names``; "" where nothing was judged
        """
        if not case.values:
            return ""
        return dump(self._get_parts(case))

    @api.model
    def _get_parts(self, case):
        values = case.values
        return [
            values["holder"].partition("\n")[0],
            case.insured_name,
            case.asked.project or "",
            case.lang,
            sorted(case.policies._ids),
            case.page_print,
            get_print(values["description"]),
            get_print(f"{values['attention']}\n{values['loan']}"),
            sorted(name for name in values if ":" in name),
        ]

    @api.model
    def _get_page_print(self, static):
        """Short for what a page says of form and policies (``coi.page``), and who
        signs."""
        producer = static["producer"]
        said = [
            *(static[name] for name in ("form", "insurers", "coverages")),
            *(producer[name] for name in ("name", "representative", "signature")),
        ]
        return get_print(encode(said))

    @api.model
    def _get_part_names(self):
        return [
            self.env._("the certificate holder"),
            self.env._("the insured"),
            self.env._("the project"),
            self.env._("the language"),
            self.env._("the policies shown"),
            self.env._("the form, the policy data, or the signature"),
            self.env._("the description of operations"),
            self.env._("attention or loan number"),
            self.env._("the Y for additional insured or waiver"),
        ]

    # ------------------------------------------------------------------ compare

    @api.model
    def _compare(self, line, case):
        """Let ``case``, judged now, say what of it is not what ``line`` asked for."""
        changed = self._get_changed(line, case) if case.values else []
        if changed:
            case.findings.append(self._prepare_finding(", ".join(changed), case))

    @api.model
    def _get_changed(self, line, case):
        """Names of what has changed."""
        then = json.loads(line.asked or "[]")
        now = self._get_parts(case)
        changed = [was != is_ for was, is_ in zip(then, now, strict=False)]
        names = self._get_part_names()
        odd = {name for name, is_odd in zip(names, changed, strict=False) if is_odd}
        if line.holder_id.id != case.asked.holder_id:
            odd.add(names[0])
        if line.insured_id.id != case.asked.insured_id:
            odd.add(names[1])
        return [name for name in names if name in odd]

    @api.model
    def _prepare_finding(self, changed, case):
        finding = warn(
            self.env._(
                "Since this certificate was requested, this has changed: %(what)s. "
                "Look at it, and generate it again.",
                what=changed,
            ),
            case.interest,
        )
        finding.key, finding.title = KEY, self.env._("Changed since it was requested")
        return finding

    # -------------------------------------------------------------------- aside

    @api.model
    def _set_aside(self, lines):
        """Keep aside, of the waiting ``lines`` of one batch, those that cannot even be
        judged any more as their requester.

        :returns: those lines
        """
        # sudo(): users only read lines, and this is an outcome; whether a colleague
        # still works here is no secret.
        batch = trusted(lines.batch_id)
        asked = self.with_context(lang=batch.user_id.lang)
        refusal = asked._get_refusal(batch)
        odd = lines if refusal else self._filter_moved(lines)
        if odd:
            message = refusal or asked._explain_moved()
            trusted(odd).write({"state": "aside", "message": message})
        return odd

    @api.model
    def _explain_moved(self):
        return self.env._(
            "Since this certificate was requested, its interest was moved to another "
            "company. Generate it there, or list the holder again."
        )

    @api.model
    def _get_refusal(self, batch):
        """Why nothing is made for who asked for ``batch``; "" where all is well."""
        user = batch.user_id
        may = user.active and batch.company_id in user.company_ids
        if may and user.has_group("coi_mass_generate.group_user"):
            return ""
        return self.env._(
            "%(user)s, who requested this certificate, may no longer issue "
            "certificates of %(company)s. Someone who may can resume it.",
            user=user.name,
            company=batch.company_id.name,
        )

    @api.model
    def _filter_moved(self, lines):
        """Those whose interest belongs to another company now."""
        self.env["coi.additional.interest"].flush_model(["company_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT l.id FROM coi_batch_line l JOIN coi_additional_interest i"
                " ON i.id = l.interest_id WHERE l.id = ANY(%s)"
                " AND i.company_id != l.company_id",
                lines.ids,
            )
        )
        return lines.browse(row_id for [row_id] in rows)
