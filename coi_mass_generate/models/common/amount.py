"""Amounts as people write them, read by the very reader of imported lists."""

from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ...sheets.clean.amounts import read_amount


def read_written(env, currency, text):
    """What somebody wrote into a field: ``(amount, words)``.

    Nothing is guessed: what cannot be meant is refused in words.

    :param text: "1m", "500k", "$2,000,000", a word as "Excluded", or nothing
    """
    found = (0, "")
    for plain in _spell(env, currency, text or ""):
        found = read_amount(plain) if plain.strip() else (0, "")
        if found:
            break
    if found is None:
        raise UserError(explain(env, text))
    return found


def explain(env, text):
    return env._(
        '"%(value)s" cannot be read as an amount with certainty. Write it as in '
        "1,000,000 or 1m or 500k, or a word such as Excluded.",
        value=text.strip(),
    )


def _spell(env, currency, text):
    """Ways to read ``text``: as the user's language writes numbers, and as it is."""
    if currency.symbol != "$":
        text = text.replace(currency.symbol or "", "").replace(currency.name, "")
    lang = env["res.lang"]._get_data(code=env.lang or "en_US")
    if lang.decimal_point == ",":
        whole, point, cents = text.partition(",")
        whole = whole.replace(lang.thousands_sep or ",", ",")
        yield f"{whole}.{cents}" if point else whole
    yield text


def format_amount(env, currency, amount):
    """``amount`` as it is printed: cents only if there are."""
    digits = 0 if amount == int(amount) else 2
    text = formatLang(env, amount, digits=digits)
    if currency.position == "after":
        return f"{text} {currency.symbol}"
    return f"{currency.symbol}{text}"


def warn_of(env, error):
    """What an onchange returns to tell, beside the field, what is wrong with it."""
    title, message = env._("Amount"), str(error)
    return {"warning": {"title": title, "message": message, "type": "notification"}}


def get_look(company):
    """Fields that decide how an amount of a company's looks.

    :param company: path to it, as ``api.depends`` takes it
    """
    return (
        f"{company}.currency_id.symbol",
        f"{company}.currency_id.position",
        f"{company}.partner_id.lang",
    )
