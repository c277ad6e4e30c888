from dataclasses import dataclass, field

from ..text import clean_line, is_nothing


@dataclass
class Cleaned:
    """What cleaning made of one row.

    :param values: ``{field key: str, list or bool}``, empty ones left out
    :param notices: ``[[field key, code, details]]``, what was done
    :param problems: the same, what is asked
    :param skip: why the row is no entry: 'blank', 'total', 'note' or 'header'; else ''
    :param typed: keys of the fields the user has typed
    """

    values: dict = field(default_factory=dict)
    notices: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    skip: str = ""
    typed: frozenset = frozenset()

    def put(self, key, value):
        if value not in ("", None, []):
            self.values[key] = value

    def put_flag(self, key, flag, text):
        """Put yes or no; ask where ``text`` is neither, or another cell differs.

        :param flag: True, False, or None where it cannot be told
        """
        if flag is None:
            self.ask(key, "flag_unclear", value=text)
        elif self.get(key, flag) is not flag and key not in self.typed:
            self.ask(key, "flag_differs", value=text)
        else:
            self.values[key] = flag

    def take_plain(self, key, texts):
        """``texts`` on one line; '' where they say in words that there is nothing."""
        text = clean_line(" ".join(texts))
        if text and is_nothing(text):
            self.say(key, "taken_as_empty", value=text)
            return ""
        return text

    def say(self, key, code, **detail):
        self.notices.append([key, code, detail])

    def ask(self, key, code, **detail):
        self.problems.append([key, code, detail])

    def get(self, key, default=""):
        return self.values.get(key, default)
