"""Which of the columns of a list belong together, where there are several of a kind.

A list may have two addresses (business and home), the insured's beside the holder's,
or be two lists side by side. Only one address, and one list, goes in.
"""

from dataclasses import dataclass

from .text import fold, is_digits

# What goes together as one address. The street may have several columns.
STREETS = {"street", "street_before", "street_after", "unit"}
ADDRESS = {*STREETS, "city", "place", "state", "zip", "zip4", "country"}
# "Holder Name 2" may begin a second list.
_NAMES = {"name", "name2", "first_name"}
# Words before or behind a header that say whose or which address it is: of those of
# the same size, the first is taken.
HOLDERS = ("certificate holder", "cert holder", "holder s", "holder", "aoi")
KINDS = (
    *("mailing", "billing", "bill to", "bill from", "bill", "business", "work"),
    *("company", "primary", "main", "office", "remit to", "remit", "physical"),
    *("shipping", "ship to", "ship from", "ship", "home", "other", "secondary"),
    *("alternate", "alt"),
)
_ORDER = {kind: at for at, kind in enumerate(("", *KINDS))}


@dataclass
class _Column:
    """A column of an address.

    :param kind: '' or one of ``KINDS``; 'holder' where the header says so
    :param rest: its header without that
    :param run: 1 for the second time that the same headers come, and so on
    """

    index: int
    key: str
    kind: str
    rest: str
    run: int = 0


def find_others(claims, texts, parties):
    """Indexes of the columns that belong to another address, or to another list.

    :param claims: field key of each column, or ''
    :param texts: their headers
    :param parties: headers that name a party where nothing else does
    """
    folded = [fold(text) for text in texts]
    second = find_second(claims, texts, parties)
    end = len(folded) if second is None else second
    columns = [
        _Column(at, key, *_split_kind(folded[at]))
        for at, key in enumerate(claims[:end])
        if key in ADDRESS
    ]
    _number_runs(columns)
    others = set(range(end, len(folded)))
    own = _find_own_run(columns, claims)
    others |= {column.index for column in columns if column.run != own}
    left = [column for column in columns if column.index not in others]
    return others | {column.index for column in left} - _choose_kinds(left)


def find_second(claims, texts, parties):
    """Index of the column where a second list begins beside the first one, or None."""
    folded = [fold(text) for text in texts]
    names = [
        at
        for at, key in enumerate(claims)
        if key in _NAMES or (not key and folded[at] in parties)
    ]
    for first, second in zip(names, names[1:], strict=False):
        before = {_get_rest(text) for text in folded[first + 1 : second] if text}
        behind = {_get_rest(text) for text in folded[second + 1 :] if text}
        same = _get_rest(folded[first]) == _get_rest(folded[second])
        known = {
            _get_rest(folded[at])
            for at in range(first + 1, second)
            if claims[at] in ADDRESS or claims[at] in ("email", "phone")
        }
        common = before & behind & known
        if len(common) > 1 or (same and common):
            return second
    return None


def _get_rest(text):
    """A header without the number some programs add to one that comes again."""
    start, space, last = text.rpartition(" ")
    return start if space and is_digits(last) and start not in _COUNTED else text


# With a number these are lines of one address.
_COUNTED = {"address", "address line", "addr", "addr line", "street", "street address"}


def _split_kind(text):
    for kind in (*HOLDERS, *KINDS):
        rest = text.removeprefix(kind + " ").removesuffix(" " + kind)
        if rest != text:
            return ("holder" if kind in HOLDERS else kind), rest
    return "", text


def _number_runs(columns):
    """Tell apart columns whose headers come again: the insured's City, the holder's."""
    run, seen, streets = {}, {}, {}
    for column in columns:
        kind, rest = column.kind, _get_rest(column.rest)
        column.run = run.setdefault(kind, 0)
        if column.key in STREETS:
            streets.setdefault(kind, []).append(column)
            continue
        if rest in seen.setdefault(kind, set()) and streets.get(kind):
            run[kind] += 1
            seen[kind] = set()
            column.run = run[kind]
            for street in streets[kind]:
                street.run = column.run
        seen[kind].add(rest)
        streets[kind] = []


def _find_own_run(columns, claims):
    """The run of the holder's address: behind its name, not behind the insured's."""
    runs = {column.run for column in columns}
    if len(runs) < 2 or "name" not in claims or "insured" not in claims:
        return 0
    name, insured = claims.index("name"), claims.index("insured")
    behind = [column.run for column in columns if column.index > name]
    return behind[0] if insured < name and behind else 0


def _choose_kinds(columns):
    """Indexes of the columns of one kind of address, and of those that add to it."""
    kinds = {}
    for column in columns:
        kinds.setdefault(column.kind, []).append(column)
    taken, known = set(), set()
    for kind in sorted(kinds, key=lambda kind: _weigh(kind, kinds[kind])):
        said = {_get_place(column) for column in kinds[kind]}
        if not said & known:
            known |= said
            taken |= {column.index for column in kinds[kind]}
    return taken


def _weigh(kind, columns):
    """What sorts kinds of addresses: the holder's own, then the fullest."""
    return (
        kind != "holder",
        -len({column.key for column in columns}),
        _ORDER.get(kind, 0),
    )


def _get_place(column):
    """What two columns cannot both be of one address."""
    return column.rest if column.key in STREETS else column.key
