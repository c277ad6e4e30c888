"""Separated text as rows of cells, whatever its quotation marks are worth.

A quotation mark that is never closed makes one cell of all that follows, and two of
them pair each other and swallow the rows between. Cells over several lines are honest,
too: an address has three. So a cell over several lines is believed as long as its lines
do not look like rows of this very file; else each line is a row, or that is asked.
"""

import csv
import re
from dataclasses import dataclass, field

from .refused import Refused

# Commas of a text are not told from those of rows with fewer columns.
SURE = 4
# Where so many cells of a line are damaged, or so many are usual, its cells cannot be
# told apart.
DAMAGED = 20
COLUMNS = 1_000
# A cell with marks of its own inside goes over no more text than this.
INNER = 2_000
# So much of a cell is shown.
SHOWN = 60
# Longer lines are read cell by cell; of cells, even empty ones, no line has more.
LONG_LINE = 1024 * 1024
CELLS = 16_384
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")
_BLANK = re.compile(r"[\r\n]+")
_ENDS = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class Form:
    """How a file is written.

    :param width: how many cells its rows have; 0 where that is not known yet
    :param spaced: whether its separators are followed by a space
    :param several: columns in which cells over several lines are usual
    """

    separator: str
    quote: str = '"'
    width: int = 0
    spaced: bool = False
    several: frozenset = frozenset()


@dataclass(slots=True)
class Record:
    """One row as it is written.

    :param line: the number of its first line
    :param last: the number of its last line
    :param marks: as ``book.Row`` has them
    :param several: columns whose cells go over several lines
    """

    line: int
    last: int = 0
    cells: list = field(default_factory=list)
    marks: list = field(default_factory=list)
    several: list = field(default_factory=list)

    def mark(self, index, code, **detail):
        self.marks.append([index, code, detail])

    @property
    def is_open(self):
        return any(code == "quote_open" for _index, code, _detail in self.marks)


class _Patterns:
    """What a cell can be, for one separator and one quotation mark.

    ``quoted`` is its text between marks, ``plain`` what is not, ``end`` the separator
    behind it, empty at the end of a line. None of them can take a text in two ways.
    """

    def __init__(self, separator, quote):
        s, q = re.escape(separator), re.escape(quote)
        blank = r"[ \xa0]*"
        end = rf"(?=[{s}\r\n]|\Z)"
        inside = rf"[^{q}\r\n]*(?:{q}{q}[^{q}\r\n]*)*"
        over_lines = rf"[^{q}]*(?:{q}{q}[^{q}]*)*"
        closed = rf"{blank}{q}{inside}{q}{blank}"
        sound = rf"(?:{closed}|(?!{blank}{q})[^{s}{q}\r\n]*)"
        self.opens = re.compile(rf"{blank}{q}")
        self.sound = re.compile(rf"{sound}(?:{s}{sound})*")
        self.closing = re.compile(rf"{blank}{q}{inside}{q}(?!{q})")
        self.cell = re.compile(
            rf"(?:{blank}{q}(?P<quoted>{inside}){q}{blank}{end}"
            rf"|(?P<plain>[^{s}\r\n]*))(?P<end>{s}?)"
        )
        self.behind = re.compile(
            rf"{blank}{q}(?P<quoted>{inside}){q}(?!{q})(?P<plain>[^{s}\r\n]*)(?P<end>{s}?)"
        )
        self.inner = re.compile(
            rf"{blank}{q}(?P<quoted>[^\r\n]*?){q}{blank}{end}(?P<plain>)(?P<end>{s}?)"
        )
        self.lines = re.compile(
            rf"{blank}{q}(?P<quoted>{over_lines}){q}{blank}{end}(?P<plain>)(?P<end>{s}?)"
        )
        self.inner_lines = re.compile(
            rf"{blank}{q}(?P<quoted>.*?){q}{blank}{end}(?P<plain>)(?P<end>{s}?)",
            re.DOTALL,
        )


class Cutter:
    """Iterates over the ``Record``s of a text, in time that grows with it.

    :param most: how many characters a cell may have
    :ivar blank: how many empty lines were passed over so far
    """

    def __init__(self, text, form, most):
        self.text, self.form, self.most = text, form, most
        self.blank = 0
        self._patterns = _Patterns(form.separator, form.quote)
        self._at, self._next_line = 0, 1
        self._record, self._start = None, 0
        self._is_doubted = False

    def __iter__(self):
        csv.field_size_limit(LONG_LINE)
        while self._pass_blank() < len(self.text):
            self._record = Record(self._next_line)
            self._start = self._at
            if not self._take_sound():
                self._take_cells()
            self._record.last = self._next_line - 1
            self._doubt()
            yield self._record

    def _pass_blank(self):
        """Where the next line with something in it begins."""
        found = _BLANK.match(self.text, self._at)
        if found:
            ends = found[0]
            count = ends.count("\n") + ends.count("\r") - ends.count("\r\n")
            self.blank += count
            self._next_line += count
            self._at = found.end()
        return self._at

    # ------------------------------------------------------------------- one line

    def _take_sound(self):
        """Take the whole line where its quotation marks are as they should be."""
        form, found = self.form, _LINE.match(self.text, self._at)
        body = found[1]
        if form.quote not in body:
            self._record.cells = body.split(form.separator)
        elif len(body) < LONG_LINE and self._patterns.sound.fullmatch(body):
            [self._record.cells] = csv.reader(
                [body],
                delimiter=form.separator,
                quotechar=form.quote,
                skipinitialspace=True,
            )
        else:
            return False
        self._at = found.end()
        self._next_line += 1
        return True

    def _take_cells(self):
        """Take cell by cell, up to the end of the line on which the last one ends."""
        end, damaged = True, 0
        while end:
            found = self._patterns.cell.match(self.text, self._at)
            if found["quoted"] is None and self.form.quote in found[0]:
                damaged += 1
                is_clear = damaged < DAMAGED and self.form.width < COLUMNS
                text, found = self._mend(found, is_clear)
            else:
                text = self._get_text(found)
            self._record.cells.append(text)
            if len(self._record.cells) > CELLS:
                line = self._record.line
                raise Refused("too_many_columns", line=line, limit=CELLS)
            self._at, end = found.end(), found["end"]
        self._at = _LINE.match(self.text, self._at).end()
        self._next_line += 1

    def _get_text(self, found):
        quote = self.form.quote
        return (found["quoted"] or "").replace(quote * 2, quote) + (
            found["plain"] or ""
        )

    def _mend(self, found, may_choose):
        """(text, match) of what a cell with odd quotation marks is taken for.

        :param found: the match of its text up to the next separator, as it stands there
        """
        patterns = self._patterns
        if not patterns.opens.match(found[0]):
            self._check_single(found)
            return found["plain"], found
        if may_choose:
            is_closed = patterns.closing.match(self.text, self._at)
            chosen = self._choose(found) if is_closed else self._find_lines(found)
            chosen = chosen or self._find_inner_lines()
            if chosen:
                return chosen
        self._mark_open(found)
        return found["plain"], found

    def _mark_open(self, found):
        index = len(self._record.cells)
        self._record.mark(index, "quote_open", value=found["plain"].strip()[:SHOWN])

    def _check_single(self, found):
        """Ask about a mark without its partner, but for one that means inches."""
        quote, text = self.form.quote, found["plain"]
        before = text[: text.find(quote)].rstrip()
        if quote == '"' and text.count(quote) % 2 and not before[-1:].isnumeric():
            self._mark_open(found)

    def _choose(self, found):
        """The reading with which the row has as many cells as the others, or None."""
        if self._fits(found):
            return self._strip(found["plain"]), found
        for pattern in (self._patterns.inner, self._patterns.behind):
            tried = self._match(pattern, 2 * self.most)
            if tried and self._fits(tried):
                return self._tell_mended(tried)
        return None

    def _tell_mended(self, found):
        if self.form.quote == '"':
            value = " ".join(found[0].split())[:SHOWN]
            self._record.mark(len(self._record.cells), "quote_mended", value=value)
        return self._unescape(self._get_text(found)), found

    def _strip(self, plain):
        """Without the marks around a text that has such marks inside, not doubled."""
        quote, text = self.form.quote, plain.strip()
        inner = text[1:-1]
        if text[-1:] != quote or quote not in inner:
            return plain
        at = inner.find(quote)
        is_wrapped = inner.count(quote) % 2 or at == 0 or inner[at - 1] in " \\"
        return self._unescape(inner) if is_wrapped or quote == "'" else plain

    def _unescape(self, text):
        quote = self.form.quote
        return text.replace("\\" + quote, quote).replace(quote * 2, quote)

    def _fits(self, found):
        """Whether the row has as many cells as the others if this is one of them."""
        behind = sum(1 for _cell in self._follow(found))
        return len(self._record.cells) + 1 + behind == self.form.width

    def _follow(self, found):
        """Matches of the cells behind one, to the end of its line or a few too many."""
        for _cell in range(len(self._record.cells), self.form.width):
            if not found["end"]:
                return
            found = self._patterns.cell.match(self.text, found.end())
            yield found

    def _goes_on(self, found):
        """Whether a mark is open behind a cell: more lines may belong to its row."""
        return any(
            cell["quoted"] is None and self._patterns.opens.match(cell["plain"])
            for cell in self._follow(found)
        )

    # --------------------------------------------------------- cells over lines

    def _find_lines(self, found):
        """(text, match) of the cell that begins here and ends on a later line."""
        # Doubled marks take twice their room.
        whole = self._match(self._patterns.lines, 2 * self.most)
        if not whole:
            return None
        lines = self._get_lines(whole)
        like = [self._ends_here(found), *map(self._is_row, lines[1:])]
        is_odd = any(like) and not (self._fits(whole) or self._goes_on(whole))
        if is_odd or self._swallows(like):
            if is_odd or self.form.width >= SURE:
                self._mark_open(found)
                return found["plain"], found
            self._record.mark(
                *(len(self._record.cells), "quote_rows"),
                first=self._record.line,
                last=self._next_line + len(lines) - 1,
            )
        return self._take_lines(whole, lines)

    def _ends_here(self, found):
        """Whether the row is whole on the line on which an open cell begins."""
        record = self._record
        if self._fits(found):
            return True
        is_first = self._next_line == record.line
        return is_first and self._is_row(_LINE.match(self.text, self._start)[1])

    def _find_inner_lines(self):
        """The same where there are marks inside of the cell, not doubled."""
        whole = self._match(self._patterns.inner_lines, INNER)
        if not whole or not self._fits(whole):
            return None
        lines = self._get_lines(whole)
        cuts = self.form.width - 1
        if self._swallows(
            [
                True,
                *(
                    self._is_row(line) or self._count_cuts(line) == cuts
                    for line in lines[1:]
                ),
            ]
        ):
            return None
        self._take_lines(whole, lines)
        return self._tell_mended(whole)

    def _match(self, pattern, most):
        """A match that does not just end where no more is looked at."""
        limit = min(self._at + most, len(self.text))
        whole = pattern.match(self.text, self._at, limit)
        is_cut_off = whole and whole.end() == limit < len(self.text)
        return None if is_cut_off else whole

    def _get_lines(self, whole):
        """The lines a cell is on, from its start to the end of the last line."""
        end = _LINE.match(self.text, whole.end()).end(1)
        return _ENDS.split(self.text[self._at : end])

    def _take_lines(self, whole, lines):
        self._record.several.append(len(self._record.cells))
        self._next_line += len(lines) - 1
        return self._get_text(whole), whole

    def _swallows(self, like):
        """Whether the lines of a cell are rows of the file.

        :param like: of each line, whether it is one; of the first, whether the row ends
            there if it does not go on behind the line
        """
        form = self.form
        is_usual = form.width < SURE and len(self._record.cells) in form.several
        if not form.width or is_usual:
            return False
        return all(like) or (form.width > 2 and any(like[1:-1]))

    def _is_row(self, line):
        """Whether a line has the cells of a row, written as the others are.

        By itself its marks may pair each other, or be as wrong as the one before it.
        """
        width = self.form.width
        cells, at, end = 0, 0, True
        while end and cells <= width:
            found = self._patterns.cell.match(line, at)
            if cells and not self.form.spaced and found[0].startswith(" "):
                return False
            cells, at, end = cells + 1, found.end(), found["end"]
        # Where such cells are usual, separators in marks are no evidence.
        is_usual = len(self._record.cells) in self.form.several
        return cells == width or (not is_usual and self._count_cuts(line) + 1 == width)

    def _count_cuts(self, line):
        """How often a line may be cut, whatever its marks say.

        A comma with a space behind it is a sentence's, unless cells are written so.
        """
        separator = self.form.separator
        count = line.count(separator)
        return count if self.form.spaced else count - line.count(separator + " ")

    def _doubt(self):
        """Ask about what is no row behind an open mark: it may be part of a cell."""
        record, width = self._record, self.form.width
        cells = len(record.cells)
        usual = cells < width and self.form.several.issuperset(record.several)
        odd = record.several and not usual
        doubted = record.is_open or self._is_doubted or odd
        self._is_doubted = record.is_open or (self._is_doubted and cells != width)
        if not (width and cells != width and doubted):
            return
        if odd:
            record.mark(-1, "quote_rows", first=record.line, last=record.last)
        elif any(map(str.strip, record.cells)):
            record.mark(-1, "quote_cells", count=cells, width=width)
