"""What a web page shows of its fields to fill in: what is filled in or chosen."""

# Fields that show their value as text.
_TEXTS = ("", "text", "email", "tel", "number", "search", "url", "date")


class Controls:
    """Takes the tags of fields in a cell, and says what of them is text of the cell."""

    def __init__(self):
        self._options = None  # of the list that is open: [(is chosen, its texts)]

    def start(self, tag, attributes):
        """The text that a field shows itself; '' without one."""
        if tag == "select":
            self._options = []
        elif tag == "option" and self._options is not None:
            self._options.append(("selected" in attributes, []))
        elif tag == "input":
            return _read_input(attributes)
        return ""

    def takes(self, text):
        """Whether a text belongs to a list to choose from, kept until it ends."""
        if self._options is None:
            return False
        if self._options:
            self._options[-1][1].append(text)
        return True

    def end(self):
        """What is chosen in the list that ends: the first, where nothing is said."""
        options, self._options = self._options or [], None
        chosen = [texts for is_chosen, texts in options if is_chosen]
        chosen = chosen or [texts for _is_chosen, texts in options[:1]]
        return ", ".join("".join(texts).strip() for texts in chosen)


def _read_input(attributes):
    kind = (attributes.get("type") or "").lower()
    if kind == "checkbox":
        return "Y" if "checked" in attributes else ""
    return (attributes.get("value") or "") if kind in _TEXTS else ""
