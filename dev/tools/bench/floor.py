"""The floor: what writing certificates costs when everything about them is known.

Given each certificate's lines, already broken, with their places: encode them, write
the page's operators, the file's few objects, its cross-reference table and its
trailer. No fitting, no checks, no hash, no cache, one font, ASCII only. Nothing that
writes one file a certificate can do less; ``ratio_floor`` compares with this.

Run as a script: microseconds a certificate. It uses the standard library only.
"""

import sys
import time

SHARED = 18  # objects every file begins with: fonts, forms, pictures
SHARED_BYTES = 40_000
HEAD_TABLE = b"0000000000 65535 f \n" + b"0000000010 00000 n \n" * SHARED
ROOT = SHARED + 1


def prepared(number):
    """A certificate's places and lines: ``[(x, y, [line, …]), …]``."""
    holder = [
        f"Holder {number} Properties LLC ISAOA/ATIMA",
        f"{number} Main Street",
        "Suite 400",
        "Springfield, IL 62701",
    ]
    description = [
        "All operations of the named insured at the location of the holder, as far as",
        "the policies shown above cover them. Additional insured status applies where",
        f"the endorsement on the policy says so. Reference {number}.",
    ]
    fields = [holder, description, [f"CMG-{number:06}"], ["0"], ["11/22/2026"]]
    fields += [["Page 1 of 1"], ["Property manager"], [f"LN {number}"], *[["Y"]] * 7]
    return [(36, 700 - 30 * place, lines) for place, lines in enumerate(fields)]


def operators(fields):
    """A page's content."""
    shown = []
    for x, y, lines in fields:
        text = "\n".join(lines).encode("ascii")
        text = text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        rows = text.replace(b"\n", b")'\n(")
        shown.append(b"/F0 8 Tf 9.6 TL 1 0 0 1 %d %d Tm\n(%b)'\n" % (x, y, rows))
    return b"q/M Do Q BT\n%bET" % b"".join(shown)


def file(head, fields, title):
    """A certificate's file, ``head`` being the bytes it begins with."""
    content = operators(fields)
    own = [
        b"%d 0 obj\n<</Type/Pages/Count 1/Kids[%d 0 R]>>\nendobj\n" % (ROOT, ROOT + 3),
        b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (ROOT + 1, ROOT),
        b"%d 0 obj\n<</Title(%b)>>\nendobj\n" % (ROOT + 2, title),
        b"%d 0 obj\n<</Type/Page/Parent %d 0 R/MediaBox[0 0 612 792]/Resources 9 0 R"
        b"/Contents %d 0 R>>\nendobj\n" % (ROOT + 3, ROOT, ROOT + 4),
        b"%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n"
        % (ROOT + 4, len(content), content),
    ]
    place, table = len(head), HEAD_TABLE
    for data in own:
        table += b"%010d 00000 n \n" % place
        place += len(data)
    end = b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    numbers = ROOT + 5, ROOT + 1, ROOT + 2, place
    return b"".join([head, *own, b"xref\n0 %d\n" % (ROOT + 5), table, end % numbers])


def run(count, shared_bytes=SHARED_BYTES):
    """Seconds to write ``count`` files; preparing their lines is not included.

    :param shared_bytes: how many bytes all of them begin with: the compared head's
    """
    head = b"%" * shared_bytes
    certificates = [(prepared(n), b"Certificate CMG-%06d" % n) for n in range(count)]
    start = time.perf_counter()
    for fields, title in certificates:
        file(head, fields, title)
    return time.perf_counter() - start


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(f"{run(count) / count * 1e6:.1f} µs a certificate")
