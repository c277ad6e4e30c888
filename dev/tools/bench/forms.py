"""Certificates on a fillable form: the engine beside other programs that fill it in.

The form is of our own making, with the 129 fields that the trade's have. Ours fits,
stamps and hashes each certificate; the others put the same values into the same form,
draw them, take its fields away where they can, and write the file. By turns, in one
process, without a server; then the whole way through one (``forms_inside``).
"""

import hashlib
import io
import re
import statistics
import sys
import time

import pikepdf
import pypdf

from .. import paths, say
from ..odoo import addons
from . import forms_inside, read_back

ROBOTO = "odoo/addons/web/static/fonts/google/Roboto/Roboto-Regular.ttf"
TURNS = 5
REMARKS = "RemarkText"


def run(options):
    count, others = (200, 1) if options.small else (10_000, 10)
    bench = _Bench()
    say.line(f"  {count} certificates, read back")
    ours = bench.measure_ours(count)
    variants = [
        bench.measure_variant(turn) for turn in range(1 if options.small else 9)
    ]
    figures = {
        "forms_fill_ms": round(ours["fill"], 4),
        "forms_merged_ms": round(ours["merged"], 4),
        "forms_read_ms": round(bench.read_ms, 1),
        "forms_variant_ms": round(statistics.median(variants), 1),
    }
    for name, fill in (("pikepdf", _fill_by_pikepdf), ("pypdf", _fill_by_pypdf)):
        say.line(f"  the same by {name}")
        theirs = bench.measure_theirs(fill, others)
        figures[f"forms_{name}_ms"] = round(theirs, 1)
        figures[f"forms_vs_{name}"] = round(theirs / ours["fill"])
    inside = forms_inside.run(options)
    figures["forms_pages_checked"] = ours["pages"] + inside.pop("pages_checked")
    figures["forms_pages_wrong"] = ours["wrong"] + inside.pop("pages_wrong")
    return {**figures, **inside}


class _Bench:
    """A form, its head, and what stands in its fields."""

    def __init__(self):
        _find_packages()
        from pdf import acroform, face, typeset, writer
        from sample_forms import make

        self.engine = acroform, typeset, writer
        self.pdf = make()
        start = time.perf_counter()
        self.form = acroform.read_form(self.pdf)
        self.read_ms = (time.perf_counter() - start) * 1000
        package = paths.PRIVATE / "odoo/usr/lib/python3/dist-packages"
        self.face = face.Face((package / ROBOTO).read_bytes())
        self.labels = typeset.Labels(see="See continuation page", page="{page}")

    def make_head(self, insured):
        acroform, _typeset, writer = self.engine
        place, texts = acroform.Place, _get_texts(self.form, 0)
        holder = [name for name in texts if name.startswith("CertificateHolder")]
        contents = {**texts, _find(texts, "NamedInsured_FullName"): insured}
        contents |= {
            _find(texts, REMARKS): place("description"),
            _find(texts, "CertificateNumber"): place("number"),
        }
        contents = {name: what for name, what in contents.items() if name not in holder}
        blocks = [acroform.Block(tuple(holder), place("holder"))]
        filled = acroform.fill(self.form, self.face, contents, blocks)
        about = {"author": "Larkspur", "language": "en-US", "title": "Certificate"}
        return writer.make_head(filled.master, self.face, [], **about)

    def measure_variant(self, turn):
        """Milliseconds for the master of a further insured, the form being read."""
        start = time.perf_counter()
        self.make_head(f"Insured {turn}")
        return (time.perf_counter() - start) * 1000

    def measure_ours(self, count):
        """``fill`` and ``merged``, ms each, and ``pages`` of which ``wrong`` are."""
        _acroform, typeset, writer = self.engine
        head, values = self.make_head("Insured"), [_get_values(n) for n in range(count)]
        times = {"fill": [], "merged": []}
        for _turn in range(TURNS):
            start = time.perf_counter()
            for each in values:
                pages = typeset.compose(head, each, self.labels)
                writer.stamp_parts(head, pages)
            times["fill"].append(time.perf_counter() - start)
            file, start = io.BytesIO(), time.perf_counter()
            target = writer.Merged(file, title="All", author="Larkspur", language="en")
            for number, each in enumerate(values):
                pages = typeset.compose(head, each, self.labels)
                target.add(head, pages, f"{number}")
            target.close()
            times["merged"].append(time.perf_counter() - start)
        figures = {
            name: statistics.median(taken) / count * 1000
            for name, taken in times.items()
        }
        return {
            **figures,
            "pages": count,
            "wrong": _count_wrong(file.getvalue(), count),
        }

    def measure_theirs(self, fill, count):
        """Milliseconds a certificate."""
        times = []
        for number in range(count):
            texts = _get_texts(self.form, number)
            start = time.perf_counter()
            hashlib.sha256(fill(self.pdf, texts)).hexdigest()
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1000


def _find_packages():
    addon = addons.folder() / addons.MAIN
    sys.path[:0] = [str(addon), str(addon / "tests")]


def _find(texts, word):
    return next(name for name in texts if word in name)


def _get_values(number):
    """What is one holder's own, in words that are nobody else's."""
    return {
        "number": f"COI-{number:06}",
        "holder": f"Holder{number} LLC\n{number} Main Street\nSalem, OR 97301",
        "description": f"Reference{number}: " + "all operations of the insured. " * 6,
    }


def _get_texts(form, number):
    """A text for each field that takes one."""
    own, texts = _get_values(number), {}
    for field in form.fields:
        if field.kind != "text" or not field.is_usable:
            continue
        wide = field.box[2] - field.box[0]
        texts[field.name] = "Y" if wide < 20 else "11/26/2026" if wide < 60 else "Value"
    for name in texts:
        if REMARKS in name:
            texts[name] = own["description"]
        elif "CertificateNumber" in name:
            texts[name] = own["number"]
        elif "CertificateHolder_FullName" in name:
            texts[name] = own["holder"].partition("\n")[0]
    return texts


def _count_wrong(pdf, count):
    """Pages on which not all words are their own holder's."""
    pages = read_back.read(pdf)
    wrong = abs(len(pages) - count)
    for number, page in enumerate(pages):
        told = re.findall(r"(?:COI-|Holder|Reference)(\d+)", page)
        wrong += len(told) != 3 or set(map(int, told)) != {number}
    return wrong


def _fill_by_pikepdf(pdf, texts):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        # Its quickest way: names are flat here, so nothing has to be looked up.
        for field in document.Root.AcroForm.Fields:
            if str(field.T) in texts:
                field.V = pikepdf.String(texts[str(field.T)])
        document.Root.AcroForm.NeedAppearances = True  # or no value is drawn
        document.generate_appearance_streams()
        document.flatten_annotations()
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()


def _fill_by_pypdf(pdf, texts):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.update_page_form_field_values(None, texts, auto_regenerate=False)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()
