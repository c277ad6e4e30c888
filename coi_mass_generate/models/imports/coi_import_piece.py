from dataclasses import dataclass, field


@dataclass
class Piece:
    """A record the import writes; ``id`` is 0 for a new one.

    :param vals: what is written
    :param old: what stood there before, of a record that is there
    :param said: of a part that a renewal may copy, what the list says of it
    """

    id: int = 0
    vals: dict = field(default_factory=dict)
    old: dict = field(default_factory=dict)
    doing: str = "unchanged"
    said: dict = field(default_factory=dict)

    def get_changes(self):
        """{field: [old, new]} of what is written to a record that is there."""
        return {key: [self.old[key], new] for key, new in self.vals.items()}

    def take(self, vals, there):
        """Keep of ``vals`` what differs from what is ``there``: {field: value}."""
        for key, new in vals.items():
            old = there[key]
            if (old or False) != (new or False):
                self.vals[key], self.old[key] = new, old or False
        if self.vals:
            self.doing = "update"


@dataclass
class Group(Piece):
    """Rows that are one record; the first of them leads.

    :param adding: lines of the rows that add something to those before them
    """

    entries: list = field(default_factory=list)
    adding: set = field(default_factory=set)

    @property
    def leader(self):
        return self.entries[0]

    def follow(self, entry):
        """A later row either adds something to the first one or says the same."""
        changes = self.doing != "unchanged" and entry.number in self.adding
        return "update" if changes else "unchanged"

    def close(self, key, code):
        """Leave out the rows that turned out to have problems; whether any is left.

        :param code: what the others are told: whom they follow
        """
        self.entries = [entry for entry in self.entries if entry.is_open]
        for entry in self.entries[1:]:
            entry.say(key, code, line=self.leader.number)
        return bool(self.entries)
