"""One row of a list of policies -> values, notices and problems."""

import re
from datetime import date
from functools import partial

from ..fields import POLICIES, TEXT
from ..tables import read_table, split_words
from ..text import clean_line, clean_lines, fold, is_nothing
from . import answers, details, endorsements
from . import policy_options as options
from .amounts import is_marked, read_amount
from .cleaner import STEPS, Cleaner, get_added, make_added_steps
from .insurer import clean_insurer, clean_naic
from .lines import find_line

LIMITS = {
    row["key"]: {
        **row,
        "rows": split_words(row["rows"]),
        "least": int(row["least"]),
        "most": int(row["most"]),
    }
    for row in read_table(__file__, "limits.csv")
}
# No umbrella has less than this: a list in thousands does.
_LEAST = {"umbrella": 500_000}
# Behind an amount, these and the headers of its column say again what it is for.
_IDLE_OF = {
    key: frozenset(
        (
            *POLICIES.fields[key].headers,
            *(("aggregate", "agg") if key.endswith("aggregate") else ()),
        )
    )
    for key in LIMITS
}
DATES = ("effective", "expiration", "cancelled")
_OVER = re.compile(
    r"cancel\w*|non ?renew\w*|not renew\w*|lapsed|terminated|rescinded|flat cancel\w*"
    r"|not taken|quot\w*|submitted|submission|declined|prospect|dead|lost|void\w*"
    r"|cancelad[ao]|cotiza\w*|can|canc|cncl|cxl\w*|xcl|nrn|ntu|nt|lap|lapse|inactive"
    r"|closed?|deleted?|removed|suspend\w*|propos\w*|appl(?:ication|ied)|incomplete"
    r"|replaced|superseded|moved|nonpay\w*|not|never|no|inactiv[ao]|vencid[ao]"
)
_CURRENT = re.compile(
    r"active|in ?force|current|issued|bound|new|renew\w*|reinstated|rewritten|expired"
    r"|policy|vigente|activ[ao]|endorsed|change\w*|act|ren|rew|rwr|rei|nbs?|end|exp"
)
_AS_TYPED = ("policy", "naic", "zip", "endorsements", "insured", "insurer")
_SEVERAL = re.compile(r"[;|]|, ")
_TWO = re.compile(r"[0-9] (?:[/&+]|and) [A-Za-z]{0,6}[ -]?[0-9]")
_FLOAT = re.compile(r"[0-9]+\.0")
_TELLING = ("policy", "insurer", "line")
_OF_ADDRESS = ("street", "place", "city", "state", "zip", "country", "address")
# The years of dates that policies have; others are typing errors, or of the last
# century and written with two digits.
YEARS = range(1990, 2070)
# Claims-made policies reach back farther than any policy does.
_RETROACTIVE_YEARS = range(1950, 2070)
FULL_PRIOR_ACTS = "full prior acts"
_ALL_BEFORE = re.compile(
    r"(?:full |unlimited |all )?prior acts(?: coverage| cover| included)?|full|fpa"
    r"|unlimited|no retro(?:active)?(?: date)?|retroactividad total"
)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
# When terms begin and end, written beside the day.
_MIDNIGHT = re.compile(
    r"(?:,? at)? ?\b(?:00|12):01(?::00)? ?(?:a\.?m\.?)?"
    r"(?: ?(?:standard time|std\.?|[ecmp]s?t|local time))?",
    re.IGNORECASE,
)
# Terms shorter or longer than these are told, in days.
_USUAL_TERM = range(80, 400)


class PolicyCleaner(Cleaner):
    """Cleans the rows of a list of policies.

    :param lines: ``{folded name or key of a coverage line: its key}``
    :param rows: ``{key of a coverage line: its row of the certificate}``
    """

    def __init__(self, mapping, headers=(), *, lines, rows, **options):
        super().__init__(mapping, headers, **options)
        self.lines, self.rows = lines, rows
        fields, ours = self.fields, POLICIES.fields
        own = options.get("steps") or {}
        self.steps = [*_STEPS, *make_added_steps(fields, own, ours)]
        self.as_typed = {*_AS_TYPED, *get_added(fields, TEXT, ours)}
        # What has one of these is a policy, as what has an address is a holder.
        self.address_columns = [
            index for key in _TELLING for index in self.columns.get(key, ())
        ]

    def _clean(self, row, corrections, is_entry=False):
        done = super()._clean(row, corrections, is_entry)
        options.finish_options(self, done)
        _finish_limits(self, done)
        _finish_endorsements(done)
        _finish_dates(done)
        _finish_retroactive(done)
        return done


# -------------------------------------------------------------------- who and what


def clean_line_of_coverage(cleaner, texts, done):
    text = done.take_plain("line", texts)
    if not text:
        return
    found = find_line(text, cleaner.lines)
    if not found:
        done.ask("line", "line_unknown", value=text)
        return
    key, form = found
    done.put("line", key)
    done.put("_form", form)


def clean_number(_cleaner, texts, done):
    lines = clean_lines("\n".join(texts))
    text = " ".join(lines)
    if not text or is_nothing(text):
        return
    is_typed = "policy" in done.typed
    if len(lines) > 1 or _SEVERAL.search(text) or (_TWO.search(text) and not is_typed):
        done.ask("policy", "policy_several", value=text)
    elif not re.search("[0-9]", text) and not is_typed:
        done.ask("policy", "policy_no_number", value=text)
    else:
        done.put("policy", text.removesuffix(".0") if _FLOAT.fullmatch(text) else text)


def clean_status(_cleaner, texts, done):
    text = done.take_plain("status", texts)
    folded = fold(text)
    if not text:
        return
    if any(map(_OVER.fullmatch, (folded, *folded.split()))):
        if not done.get("cancelled"):
            done.ask("cancelled", "status_over", value=text)
    elif not any(map(_CURRENT.fullmatch, (folded, *folded.split()[:1]))):
        done.say("status", "status_unknown", value=text)


def clean_day(cleaner, texts, done, key, years=YEARS):
    text = clean_line(" ".join(texts))
    if key == "cancelled" and (answers.read_flag(text) is False or _is_zero(text)):
        done.say(key, "taken_as_empty", value=text)
        return
    plain = _COMPACT.sub(r"\1-\2-\3", text) if _COMPACT.fullmatch(text) else text
    plain = _MIDNIGHT.sub("", plain, count=1).strip()
    details.clean_date(cleaner, [plain or text], done, key)
    day = done.get(key)
    if day and int(day[:4]) not in years:
        done.values.pop(key)
        done.ask(key, "date_unclear", value=text)


def clean_retroactive(cleaner, texts, done):
    """A day, or words by which there is none as all of before is insured."""
    text = clean_line(" ".join(texts))
    if _ALL_BEFORE.fullmatch(fold(text)):
        done.put("retroactive", FULL_PRIOR_ACTS)
    elif is_nothing(text) or _is_zero(text):
        done.say("retroactive", "taken_as_empty", value=text)
    elif text:
        clean_day(cleaner, texts, done, "retroactive", _RETROACTIVE_YEARS)


def _finish_retroactive(done):
    since, begin = done.get("retroactive"), done.get("effective")
    if not since:
        return
    if done.get("claims_basis") == "occurrence":
        done.ask("retroactive", "retroactive_occurrence", value=since)
    elif not done.get("claims_basis"):
        done.put("claims_basis", "claims_made")
        done.say("claims_basis", "retroactive_means")
    if since != FULL_PRIOR_ACTS and begin and since > begin:
        done.say("retroactive", "retroactive_late", value=since)


def _is_zero(text):
    """Whether it is the day that programs write where there is none: 00/00/0000."""
    return bool(text) and not text.strip("0/-. ")


def _finish_dates(done):
    begin, end = done.get("effective"), done.get("expiration")
    if begin and end and end <= begin:
        done.ask("expiration", "dates_order", value=end, other=begin)
    elif begin and end:
        days = (date.fromisoformat(end) - date.fromisoformat(begin)).days
        if days not in _USUAL_TERM:
            code = "term_long" if days > 365 else "term_short"
            done.say("expiration", code, value=begin, other=end)
    over = done.get("cancelled")
    if over and ((begin and over < begin) or (end and over > end)):
        done.ask("cancelled", "cancelled_outside", value=over)


# ------------------------------------------------------------------- limits, options


def clean_limit(cleaner, texts, done, key):
    text = done.take_plain(key, texts)
    if not text:
        return
    found = read_amount(text, _IDLE_OF[key]) if len(set(texts)) == 1 else None
    if found is None:
        done.ask(key, "amount_unclear", value=" / ".join(texts))
        return
    row = cleaner.rows.get(done.get("line"))
    least = max(LIMITS[key]["least"], _LEAST.get(row, 0))
    if found == (0, ""):
        done.say(key, "taken_as_empty", value=text)
    elif 0 < found[0] < least and not is_marked(text):
        done.ask(key, "amount_small", value=text)
    elif found[0] > LIMITS[key]["most"] and key not in done.typed:
        done.ask(key, "amount_large", value=text)
    else:
        done.values[key] = list(found)


def _finish_limits(cleaner, done):
    row = cleaner.rows.get(done.get("line"))
    if not row:
        return
    aggregate = done.get("limit_aggregate")
    if row == "general_liability" and aggregate:
        if "limit_general_aggregate" not in done.values:
            done.values["limit_general_aggregate"] = done.values.pop("limit_aggregate")
            done.say("limit_aggregate", "aggregate_is_general")
    for key in [key for key in done.values if key in LIMITS]:
        if row not in LIMITS[key]["rows"]:
            done.values.pop(key)
            done.ask(key, "limit_other_line", line=done.get("line"), field=key)
    _compare_limits(done)


def _compare_limits(done):
    """An aggregate below the limit of one occurrence stands in the wrong column."""
    [each, *_words] = done.get("limit_each_occurrence") or [0]
    for key in ("limit_general_aggregate", "limit_aggregate"):
        [aggregate, *_words] = done.get(key) or [0]
        if 0 < aggregate < each:
            done.say(key, "aggregate_less")


# ---------------------------------------------------------------------- endorsements


def clean_endorsements(_cleaner, texts, done, key, grant=None):
    """Keep what the cells name until all columns of endorsements are read.

    :param grant: what the column itself says that its endorsements give
    """
    found = done.values.setdefault("_items", [])
    for text in texts:
        for piece in endorsements.split_items("\n".join(clean_lines(text))):
            if is_nothing(piece) or answers.read_flag(piece) is False:
                done.say(key, "taken_as_empty", value=piece)
                continue
            item = endorsements.read_item(piece)
            if not item:
                done.ask(key, "endorsement_unclear", value=piece[:200])
            elif endorsements.names_another(item):
                done.ask(key, "endorsement_several", value=piece[:200])
            elif item["grants"] is None or item["basis"] is None:
                done.ask(key, "endorsement_contradicts", value=piece)
            else:
                if grant and not item["grants"]:
                    item["grants"] = endorsements.read_grants(grant, item["number"])
                item["_key"] = key
                found.append(item)


def keep_text(_cleaner, texts, done, key):
    done.put("_" + key, clean_line(" ".join(texts)))


def _finish_endorsements(done):
    items = done.values.pop("_items", [])
    basis = done.values.pop("_endorsement_basis", "")
    grants = done.values.pop("_endorsement_grants", "")
    if basis and not is_nothing(basis):
        _spread(items, basis, done, "basis", endorsements.read_basis)
    if grants and not is_nothing(grants):
        _spread(items, grants, done, "grants", endorsements.read_grants)
    merged = {}
    for item in items:
        _settle(item, done)
        _merge(merged, item, done)
    done.put("endorsements", list(merged.values()))


def _spread(items, text, done, name, read):
    """Give the endorsements of a row what one cell says: of all, or one by one."""
    key = f"endorsement_{name}"
    pieces = [piece for piece in re.split(r"[;,\n|]", text) if piece.strip()]
    if len(pieces) != len(items):
        pieces = [text] * len(items)
        if name == "grants" and len(items) > 1:
            done.ask(key, "endorsements_in_order", value=text)
            return
    for item, piece in zip(items, pieces, strict=True):
        said = read(piece, item["number"]) if name == "grants" else read(piece)
        if not said:
            done.ask(key, f"{name}_unclear", value=text)
            return
        if name == "basis" and item[name] and item[name] != said:
            done.ask(key, "endorsement_contradicts", value=item["number"])
            return
        item[name] = item[name] or said


def _settle(item, done):
    """Where nothing is said of it: what the form usually gives, to be confirmed."""
    key = item.pop("_key")
    item["usual"] = not item["grants"]
    number, edition = item["number"], item["edition"]
    usual = endorsements.get_usual(number, edition)
    item["grants"] = list(item["grants"] or usual)
    is_usual = bool(item["usual"] and item["grants"])
    if not endorsements.can_give(number, item["grants"], edition):
        done.ask(key, "endorsement_other_form", value=number)
    elif not item["basis"] and item["grants"] and not item["usual"]:
        done.ask(key, "basis_missing", value=number)
    elif is_usual:
        code = "endorsement_usual" if item["basis"] else "endorsement_bare"
        done.say(key, code, value=number)
    elif not item["basis"]:
        done.say(key, "basis_scheduled", value=number)
    elif item["basis"] == "scheduled" and item["grants"]:
        done.say(key, "endorsement_scheduled", value=number)


def _merge(merged, item, done):
    """Two columns may name one form: what it gives is added up."""
    key = endorsements.number_key(item["number"]), item["edition"]
    first = merged.setdefault(key, item)
    if first is item:
        return
    if first["basis"] and item["basis"] and first["basis"] != item["basis"]:
        done.ask("endorsements", "endorsement_contradicts", value=item["number"])
    first["basis"] = first["basis"] or item["basis"]
    first["grants"] = sorted({*first["grants"], *item["grants"]})
    first["usual"] = first["usual"] and item["usual"]


_STEPS = [
    ("insured", partial(details.clean_text, key="insured")),
    *((key, step) for key, step in STEPS if key in _OF_ADDRESS),
    ("line", clean_line_of_coverage),
    ("policy", clean_number),
    ("insurer", clean_insurer),
    ("naic", clean_naic),
    *((key, partial(clean_day, key=key)) for key in DATES),
    ("retroactive", clean_retroactive),
    ("status", clean_status),
    *((key, partial(options.clean_choice, key=key)) for key in options.CHOICES),
    *((key, partial(clean_limit, key=key)) for key in LIMITS),
    ("autos", options.clean_autos),
    *((key, partial(options.clean_auto, key=key)) for key in options.AUTOS),
    *(
        (key, partial(options.clean_retention, key=key))
        for key in ("retention", "deductible")
    ),
    ("wc_excluded", options.clean_excluded),
    ("endorsements", partial(clean_endorsements, key="endorsements")),
    *(
        (key, partial(clean_endorsements, key=key, grant=grant))
        for key, grant in (
            ("ai_endorsement", "additional insured"),
            ("waiver_endorsement", "waiver"),
            ("pnc_endorsement", "primary"),
        )
    ),
    *(
        (key, partial(keep_text, key=key))
        for key in ("endorsement_basis", "endorsement_grants")
    ),
]
