"""Masters written by hand: every number in them is known."""


def page_pdf(*contents, rotate=0):
    """A PDF of one page for each content stream, written by hand."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(contents)))
    values = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>".encode(),
    ]
    for number, data in enumerate(contents):
        values.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<<>>"
            b"/Rotate %d/Contents %d 0 R>>" % (rotate, 4 + 2 * number)
        )
        values.append(b"<</Length %d>>stream\n%b\nendstream" % (len(data), data))
    return pdf_of(values)


def pdf_of(values):
    """A PDF of objects 1, 2, …, the first one being its catalog."""
    data, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, value in enumerate(values, 1):
        table += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    size = len(values) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return data + b"xref\n0 %d\n" % size + table + end % (size, len(data))


def mark(number, kinds=(252, 253), box="100 700 8 4", cell="90 690 200 30"):
    """Content that draws the markers of a slot: ``box`` for the baseline, ``cell``."""
    red, blue = (254, number) if number < 256 else (253, number - 256)
    fill = "{:.9f} {:.9f} {:.9f} rg {} re f\n"
    boxes = {252: cell, 253: box}
    colors = [(red / 255, kind / 255, blue / 255, boxes[kind]) for kind in kinds]
    return "".join(fill.format(*color) for color in colors).encode()
