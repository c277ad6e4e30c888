"""Reading a PDF back, page by page, as a person would: text and where it stands."""

import io
import re
from itertools import pairwise

from pypdf import PdfReader

# Texts on one line of the page are drawn within this many points of each other.
SAME_LINE = 2


def squeeze(text):
    """``text`` with every run of blanks and line ends as one space."""
    return re.sub(r"\s+", " ", text).strip()


def read_pages(pdf):
    """The pages of ``pdf`` (bytes), each as a ``PageText``; the file must be sound."""
    return [PageText(page) for page in PdfReader(io.BytesIO(pdf), strict=True).pages]


def read_bookmarks(pdf):
    """``[(title, index of its page)]`` in the file's order."""
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    numbers = [page.indirect_reference.idnum for page in reader.pages]
    return [
        (entry.title, numbers.index(entry.raw_get("/Page").idnum))
        for entry in reader.outline
    ]


class PageText:
    """The text of one page, and the coverage rows found on it by position."""

    def __init__(self, page):
        self.places = []
        is_stamped = self._is_stamped(page)
        # What is stamped is read apart: pypdf joins texts of one line, and does not
        # follow the line feed of the operator ' rightly.
        own_fonts = page["/Resources"].get("/Font", {}).values() if is_stamped else ()
        self._passed_over = [font.get_object() for font in own_fonts]
        self.text = squeeze(page.extract_text(visitor_text=self._visit))
        self.lines = [
            squeeze(line) for line in page.extract_text().split("\n") if line.strip()
        ]
        if is_stamped:
            self._read_stamps(page.get_contents().operations)

    def _is_stamped(self, page):
        drawn = page["/Resources"].get("/XObject", {}).values()
        return any(each.get_object()["/Subtype"] == "/Form" for each in drawn)

    def _visit(self, text, matrix, text_matrix, font, _size):
        if text.strip() and any(text_matrix[4:]) and font not in self._passed_over:
            self.places.append((*self._locate(matrix, text_matrix), squeeze(text)))

    def _locate(self, matrix, text_matrix):
        a, b, c, d, e, f = matrix
        x, y = text_matrix[4:]
        return x * a + y * c + e, x * b + y * d + f

    def _read_stamps(self, operations):
        """Places of the texts in a page's own content (ISO 32000-1, 9.4)."""
        x = y = leading = 0
        for operands, operator in operations:
            if operator == b"Tm":
                x, y = map(float, operands[4:])
            elif operator == b"TL":
                leading = float(operands[0])
            elif operator in (b"'", b"T*"):
                y -= leading
            if operator in (b"Tj", b"'"):
                self.places.append((x, y, squeeze(str(operands[0]))))

    def find(self, text):
        """(x, y) of the piece that reads ``text`` and nothing else."""
        found = [(x, y) for x, y, piece in self.places if piece == text]
        assert len(found) == 1, f"{text!r} stands {len(found)} times on the page"
        return found[0]

    def has_line(self, text):
        """Whether a line, or a cell, of the page reads exactly ``text``."""
        return squeeze(text) in self.lines

    def get_flags(self, policy_number):
        """(additional insured, waiver, primary and non-contributory) as printed in the
        policy's row, '' for none."""
        _x, y = self.find(policy_number)
        edges = [
            self._find_column("Additional", "insured"),
            self._find_column("Waiver of", "subrogation"),
            self._find_column("Primary,", "non-"),
            self._find_column("Limits of insurance"),
        ]
        return tuple(self._read_cell(y, left, right) for left, right in pairwise(edges))

    def _find_column(self, *heading):
        """Where the column under a heading of these lines begins."""
        return min(self.find(line)[0] for line in heading) - SAME_LINE

    def get_limits(self, policy_number):
        """``{label: value}`` of the policy's row."""
        edge = self._find_column("Limits of insurance")
        top = self.find(policy_number)[1] + SAME_LINE
        end = self._find_row_end(top)
        labels = [
            (y, text)
            for x, y, text in self.places
            if edge <= x < edge + 2 * SAME_LINE and end < y < top
        ]
        ends = [y + SAME_LINE for y, _text in labels[1:]] + [end]
        return {
            label: self._read_area(edge + 20, 1000, y + SAME_LINE, bottom)
            for (y, label), bottom in zip(labels, ends, strict=True)
        }

    def get_letter(self, policy_number):
        """The letter of the insurer in the policy's row."""
        x, y = self.find(policy_number)
        return self._read_cell(y, 0, self.find("Coverage")[0])

    def _find_row_end(self, top):
        """Height of the next row: where the next policy's dates begin."""
        column = self.find("Policy")[0]
        below = [
            y
            for x, y, text in self.places
            if abs(x - column) < SAME_LINE and y < top - 2 * SAME_LINE
        ]
        starts = [y for y in below if not self._is_date_line(y, column)]
        return max(starts, default=self._find_table_end()) + SAME_LINE

    def _find_table_end(self):
        """Height of what stands below the coverages."""
        marks = ("Description of operations", "Page ")
        return max(y for _x, y, text in self.places if text.startswith(marks))

    def _is_date_line(self, y, column):
        line = self._read_cell(y, column - 1, column + 60)
        return line.startswith(("Effective", "Expires", "Retroactive"))

    def _read_cell(self, y, left, right):
        return self._read_area(left, right, y + SAME_LINE, y - SAME_LINE)

    def _read_area(self, left, right, top, bottom):
        pieces = [
            text
            for x, y, text in sorted(self.places, key=lambda place: (-place[1], place))
            if left <= x < right and bottom < y < top
        ]
        return " ".join(pieces)
