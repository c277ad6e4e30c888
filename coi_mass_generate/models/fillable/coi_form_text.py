from collections import defaultdict

from odoo import api, models

from ..forms.coi_page import ROW_OPTIONS
from .coi_form_value import LETTERS, OTHER, OWN_LIMITS, get_option_key

ON = "X"  # of a mark, in what is kept of a page


class CoiFormText(models.AbstractModel):
    """What the shared values of a form are on a certificate, as a US form prints them:
    dates as MM/DD/YYYY, amounts without a sign of money."""

    _name = "coi.form.text"
    _description = "Texts for Fields of a Form"

    # ---------------------------------------------------------------- standing

    @api.model
    def _stand(self, policies, keys):
        """Which policy stands where: ``{place: policy}``.

        A form has a place where it says a policy's number, and of the place of many
        lines also what line it is. The others are listed on further pages.

        :param policies: in the page's order
        :param keys: set of the values that the form's fields are filled with
        """
        places = self._get_used_places(keys)
        standing = {}
        for policy in policies:
            for place in (policy.coverage_id.key, policy.row):
                if place in places and place not in standing:
                    standing[place] = policy
                    break
        return standing

    @api.model
    def _get_used_places(self, keys):
        places = self.env["coi.form.value"]._get_places()
        used = {place for place in places if f"{place}.number" in keys}
        return used if f"{OTHER}.label" in keys else used - {OTHER}

    # ------------------------------------------------------------------- texts

    @api.model
    def _get_texts(self, policies, letters, standing, keys):
        """``{key: text}`` of shared values; a mark that is there is ``ON``.

        :param policies: those shown, in the page's language and company
        :param letters: ``{insurer: its letter}``
        """
        insured = policies.insured_id[:1]
        texts = {
            **self._get_producer_texts(self.env.company, self.env.company.partner_id),
            **self._get_party_texts("insured", insured),
            **self._get_insurer_texts(letters),
        }
        for place, policy in standing.items():
            cells = self._get_cell_texts(place, policy, letters, keys)
            texts.update({f"{place}.{cell}": text for cell, text in cells.items()})
        return texts

    @api.model
    def _get_producer_texts(self, company, contact):
        """
        :param company: ``res.company`` record, or one with its fields
        :param contact: who has its address
        """
        return {
            **self._get_party_texts("producer", contact),
            "producer.name": company.name or "",
            "producer": "\n".join(
                [company.name or "", *contact._coi_get_address_lines()]
            ),
            "producer.contact": company.coi_contact or "",
            "producer.phone": company.phone or "",
            "producer.fax": company.coi_fax or "",
            "producer.email": company.email or "",
            "producer.representative": company.coi_representative or "",
            # Where there is a signature, its picture is drawn instead.
            "producer.signature": company.coi_representative or "",
        }

    @api.model
    def _get_party_texts(self, party, contact):
        lines = contact._coi_get_address_lines() if contact else []
        texts = {
            "name": contact.name,
            "line1": contact.street,
            "line2": contact.street2,
            "city": contact.city,
            "state": contact.state_id.code,
            "zip": contact.zip,
        }
        return {
            party: "\n".join([contact.name or "", *lines]),
            **{f"{party}.{part}": text or "" for part, text in texts.items()},
        }

    @api.model
    def _get_insurer_texts(self, letters):
        texts = {}
        for insurer, letter in letters.items():
            if letter in LETTERS:
                texts[f"insurer.{letter}.name"] = insurer.name
                texts[f"insurer.{letter}.naic"] = insurer.coi_naic or ""
        return texts

    # ---------------------------------------------------------------- one policy

    @api.model
    def _get_cell_texts(self, place, policy, letters, keys):
        cells = {
            "shown": ON,
            "letter": letters[policy.insurer_id],
            "insurer": policy.insurer_id.name,
            "naic": policy.insurer_id.coi_naic or "",
            "label": policy.coverage_id.name,
            "number": policy.name,
            "effective": self._format_date(policy.date_effective),
            "expiration": self._format_date(policy._get_end()),
            "retroactive": self._say_retroactive(policy),
            "aggregate_other": self._get_aggregate_other(policy),
            "retention_amount": self._get_retention(policy),
        }
        if policy.row == "workers_comp":
            cells["wc_excluded"] = "Y" if policy.wc_excluded == "yes" else "N"
        for name, value in ROW_OPTIONS[policy.row]:
            cells[get_option_key(name, value)] = ON if policy[name] == value else ""
        return {**cells, **self._get_limit_texts(place, policy, keys)}

    @api.model
    def _get_aggregate_other(self, policy):
        is_other = policy.aggregate_per == "other"
        return (policy.aggregate_other or "") if is_other else ""

    @api.model
    def _get_retention(self, policy):
        if policy.row != "umbrella" or not policy.retention_kind:
            return ""
        return self._format_amount(policy.retention_amount)

    @api.model
    def _say_retroactive(self, policy):
        if not policy._is_claims_made():
            return ""
        if policy.full_prior_acts:
            return self.env._("full prior acts")
        return self._format_date(policy.date_retroactive)

    @api.model
    def _get_limit_texts(self, place, policy, keys):
        texts = defaultdict(list)
        further = []
        for limit in policy.limit_ids:
            text = self._format_limit(limit)
            cell = f"limit.{limit.key}"
            if text and f"{place}.{cell}" in keys:
                texts[cell].append(text)
            elif text:
                further.append((limit._get_label(), text))
        found = {cell: "; ".join(said) for cell, said in texts.items()}
        for turn, (label, text) in enumerate(further[:OWN_LIMITS], 1):
            found[f"own_limit.{turn}.label"] = label
            found[f"own_limit.{turn}.value"] = text
        return found

    # -------------------------------------------------------- what has no place

    @api.model
    def _is_told(self, place, policy, keys):
        """Whether the form says all of a policy that our own page would."""
        if policy.row == OTHER and policy._is_claims_made():
            return False  # its row has no boxes
        cells = self._get_cell_texts(place, policy, {policy.insurer_id: ""}, keys)
        boxes = {get_option_key(*option) for option in ROW_OPTIONS[policy.row]}
        needed = boxes | {
            *("retroactive", "aggregate_other", "retention_amount", "wc_excluded"),
        }
        told = all(
            f"{place}.{cell}" in keys
            for cell, text in cells.items()
            if text and cell in needed
        )
        return told and self._are_limits_told(place, policy, keys)

    @api.model
    def _are_limits_told(self, place, policy, keys):
        further = [
            limit
            for limit in policy.limit_ids
            if f"{place}.limit.{limit.key}" not in keys and self._format_limit(limit)
        ]
        return all(
            f"{place}.own_limit.{turn}.{part}" in keys
            for turn in range(1, len(further) + 1)
            for part in ("label", "value")
        )

    # ------------------------------------------------------------------ formats

    @api.model
    def _format_date(self, day):
        return day.strftime("%m/%d/%Y") if day else ""

    @api.model
    def _format_amount(self, amount):
        return f"{amount:,.2f}".removesuffix(".00")

    @api.model
    def _format_limit(self, limit):
        amount = self._format_amount(limit.amount) if limit.amount else ""
        return " ".join(filter(None, (amount, limit.text)))
