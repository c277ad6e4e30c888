"""What an address needs before it can stand on a certificate."""

from .argument import is_blank

# Countries whose addresses have states and ZIP codes; that nobody named is one.
WITH_STATES = (False, None, "US", "CA")
OF_STATES = ("zip", "state")


def find_missing_parts(party):
    """Keys of what is missing: "street", "city", "zip", "state".

    :param party: a contact, or whatever else has its fields
    """
    said = {
        "street": f"{party.street or ''}{party.street2 or ''}",
        "city": party.city or "",
        "zip": party.zip or "",
    }
    missing = [key for key, text in said.items() if is_blank(text)]
    return missing if party.state_id else [*missing, "state"]


def leave_needed(missing, country):
    """Of ``missing`` what an address there cannot do without.

    :param country: code of the country, if one is named
    """
    if country in WITH_STATES:
        return missing
    return [key for key in missing if key not in OF_STATES]
