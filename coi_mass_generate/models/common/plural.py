def plural(count, one, many):
    """Of two translated texts, the one for ``count`` things: Odoo has no ngettext."""
    return one if count == 1 else many
