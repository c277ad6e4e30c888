"""Every text comes out whole: in its box, smaller, or on a continuation page."""

import json

import drawing
import make_golden
import pytest
from coi_pdf import errors, master, typeset
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SEE = [drawing.LABELS.see]
TEXT = st.text(st.sampled_from("iWM \n-,éŁж") | st.characters(max_codepoint=0x17F))
ONE_HEAD = [HealthCheck.function_scoped_fixture]  # heads are never changed


def compose(head, **values):
    return typeset.compose(head, values, drawing.LABELS)


def lines_of(head, pages, name):
    """Lines of a slot, page by page."""
    return [
        lines
        for _number, entries in pages
        for index, _size, lines, *_headed in entries
        if head.slots[index].name == name
    ]


def size_of(head, pages, name):
    [size] = [
        size for index, size, *_lines in pages[0][1] if head.slots[index].name == name
    ]
    return size


def check_inside(head, pages):
    """Nothing outside its box: widths of lines, last baseline, each line's head."""
    for number, entries in pages:
        for index, size, lines, *_headed in entries:
            slot = head.slots[index]
            assert slot.page == number
            widest = max(head.metrics.width(line, size) for line in lines)
            start = slot.left if slot.style.align == master.CENTER else slot.x
            assert start + widest <= slot.right + 1e-6
            top = typeset.baseline(head.metrics, slot, size)
            last = top - (len(lines) - 1) * size * typeset.LEADING
            room = 0 if len(lines) == 1 else head.metrics.descent * size
            assert last - room >= slot.bottom - 1e-6
            assert top <= slot.top


def everything(pages):
    return "".join("".join(entry[2]) for _number, entries in pages for entry in entries)


def squeezed(text):
    return "".join(text.split())


def test_an_ordinary_certificate(head):
    pages = compose(head, **drawing.VALUES)
    assert [number for number, _entries in pages] == [0, 1]
    assert lines_of(head, pages, "holder") == [drawing.VALUES["holder"].split("\n")]
    assert lines_of(head, pages, "number") == [["CMG-000001"]] * 2
    assert lines_of(head, pages, "page") == [["Page 1 of 2"], ["Page 2 of 2"]]
    assert lines_of(head, pages, "waiver:p0") == []
    check_inside(head, pages)


def test_pages_are_plain_json(head):
    pages = compose(head, **{**drawing.VALUES, "description": "word " * 2000})
    assert json.loads(json.dumps(pages)) == pages


def test_a_stored_head_fits_alike(head):
    again = type(head).load(head.dump())
    values = {**drawing.VALUES, "holder": "W" * 90, "description": "many words " * 99}
    assert compose(again, **values) == compose(head, **values)


def test_five_address_lines(head):
    holder = (
        "Oak Properties LLC\nc/o Elm Management\n12 Main Street\nSuite 4\nSalem, OR"
    )
    pages = compose(head, holder=holder)
    assert lines_of(head, pages, "holder") == [holder.split("\n")]
    check_inside(head, pages)


def test_a_smaller_size_is_tried_first(head):
    nominal = head.slots[0].size
    for count, least in ((5, nominal), (60, typeset.SMALLEST), (120, typeset.SMALLEST)):
        pages = compose(head, description="operations of the insured " * count)
        assert least <= size_of(head, pages, "description") <= nominal
        check_inside(head, pages)
    sizes = [size for size, _limit, _most in head.trials[0]]
    assert sizes[0] == nominal and sizes[-1] == typeset.SMALLEST
    assert all(0 < one - two <= 0.5 for one, two in zip(sizes, sizes[1:], strict=False))


def test_a_name_of_300_characters(head):
    name = "Consolidated Harbor Terminal Owners and Lenders Association " * 5
    assert len(name) == 300
    pages = compose(head, holder=f"{name}\n12 Main Street\nSalem, OR 97301")
    assert squeezed(name) in squeezed(everything(pages))
    check_inside(head, pages)


def test_a_description_of_5000_characters(head):
    text = "".join(
        f"Clause {number} says what is covered here. " for number in range(130)
    )
    text = text[:5000]
    pages = compose(head, **{**drawing.VALUES, "description": text})
    assert [number for number, _entries in pages] == [0, 1, 2]
    assert lines_of(head, pages, "description") == [SEE]
    [body] = lines_of(head, pages, "body")
    assert body[0] == "Description"
    assert " ".join(body[1:]) == text.strip()
    assert lines_of(head, pages, "page")[2] == ["Page 3 of 3"]
    assert lines_of(head, pages, "number")[2] == ["CMG-000001"]
    check_inside(head, pages)


def test_as_many_continuation_pages_as_needed(head):
    text = "".join(f"word{number} " for number in range(9000))
    pages = compose(head, holder="Oak\n" * 40, description=text)
    body = [line for lines in lines_of(head, pages, "body") for line in lines]
    first = body.index("Description")
    assert body[:first] == ["Certificate holder", *["Oak"] * 40, ""]
    assert " ".join(body[first + 1 :]) == text.strip()
    assert [number for number, _entries in pages] == [0, 1] + [2] * (len(pages) - 2)
    assert len(pages) > 5
    check_inside(head, pages)


def test_a_heading_stays_with_its_text(head):
    room = head.trials[head.body_slot][0][2]
    for spare in range(4):
        holder = "\n".join(f"Oak {number}" for number in range(room - 1 - spare))
        pages = compose(head, holder=holder, description="word " * 3000)
        bodies = lines_of(head, pages, "body")
        assert len(bodies[0]) <= room and bodies[0][-1] != "Description"
        assert bodies[1][0] != ""


def test_a_tiny_box_gets_a_mark(head):
    pages = compose(head, **{"ai:p0": "Yes, by endorsement " * 9})
    [[shown]] = lines_of(head, pages, "ai:p0")[:1]
    assert shown in (drawing.LABELS.see, drawing.LABELS.mark)
    assert lines_of(head, pages, "body")[0][0] == "ai:p0"


def test_what_appears_on_each_page_is_continued_once(head):
    number = "A" * 300
    pages = compose(head, number=number)
    assert squeezed(everything(pages)).count(number) == 1
    assert len(lines_of(head, pages, "number")) == 3


def test_blank_texts_leave_no_trace(head):
    pages = compose(head, holder="", description="   ", nowhere="")
    assert squeezed(everything(pages)) == "Page1of2Page2of2"


def test_a_text_without_a_slot_is_refused(head):
    with pytest.raises(errors.UnknownSlotError) as caught:
        compose(head, nowhere="text", holder="Oak")
    assert caught.value.names == ["nowhere"]


def test_a_character_without_a_glyph_is_refused(head):
    with pytest.raises(errors.MissingCharactersError) as caught:
        compose(head, holder="東京 Oak")
    assert caught.value.characters == ["京", "東"]
    compose(head, holder="Łodz\u0301\t12")


def test_characters_of_the_batch_only(make_head):
    head = make_head("Ωμέγα")
    assert head.covers(["Oak\tΩμέγα – “½”", "μ"]) and not head.covers(["Oak", "Ж"])
    compose(head, holder="Ωμέγα")
    with pytest.raises(errors.MissingCharactersError):
        compose(head, holder="Житомир")


def test_guessing_for_pages_drawn_elsewhere(head):
    text = "東京都千代田区丸の内" * 30
    pages = typeset.compose(head, {"description": text}, drawing.LABELS, guess=True)
    assert "".join(lines_of(head, pages, "description")[0]) == text
    with pytest.raises(errors.MissingCharactersError):
        compose(head, description=text)


def test_no_continuation_page(master_pdf, face):
    read = typeset_master(master_pdf)
    head = drawing.finish(read, face)
    assert head.body_page is None
    compose(head, **drawing.VALUES)
    with pytest.raises(errors.DoesNotFitError) as caught:
        compose(head, description="word " * 3000)
    assert caught.value.name == "description"


def typeset_master(pdf):
    """The tests' master without its last page."""
    read = drawing.master.read_master(pdf, drawing.NAMES)
    slots = [slot for slot in read.slots if slot.page < 2]
    return drawing.master.Master(read.pages[:2], slots)


def test_what_holders_share_is_fitted_once(head, monkeypatch):
    fitted = []
    fit = typeset.fit

    def counted(metrics, sizes, text):
        fitted.append(text)
        return fit(metrics, sizes, text)

    monkeypatch.setattr(typeset, "fit", counted)
    for number in range(50):
        compose(head, number=str(number), description="The same for all of them. " * 9)
    assert sum(text.startswith("The same") for text in fitted) == 1


def test_memory_is_bounded(head):
    for number in range(5000):
        compose(head, number=str(number))
    assert len(head.fits) < 1000


@given(holder=TEXT, description=TEXT, loan=TEXT)
@settings(max_examples=200, suppress_health_check=ONE_HEAD, deadline=None)
def test_any_text_is_whole_and_inside(head, holder, description, loan):
    texts = {"holder": holder, "description": description, "loan": loan}
    drawn = head.metrics.widths.keys() | {"\n"}
    texts = {
        name: "".join(char for char in typeset.clean(text * 20) if char in drawn)
        for name, text in texts.items()
    }
    pages = typeset.compose(head, texts, drawing.LABELS)
    check_inside(head, pages)
    body = squeezed(
        "".join(line for part in lines_of(head, pages, "body") for line in part)
    )
    for name, text in texts.items():
        [own] = lines_of(head, pages, name) or [[]]
        assert squeezed(text) == squeezed("".join(own)) or squeezed(text) in body


# ----------------------------------------------------------- what follows from others


@pytest.fixture
def follower_head(face):
    """A head whose places follow from others: a label, and who is meant."""
    return make_golden.make(face)


def shown(head, values, labels=make_golden.LABELS):
    """``[{slot: lines} of each page]``"""
    pages = typeset.compose(head, values, labels)
    check_inside(head, pages)
    return [
        {head.slots[index].name: lines for index, _size, lines, *_headed in entries}
        for _number, entries in pages
    ]


def test_a_label_is_there_with_its_text_only(follower_head):
    label = "label:description"
    assert label not in shown(follower_head, {"holder": "Oak"})[0]
    assert label not in shown(follower_head, {"description": ""})[0]
    [page] = shown(follower_head, {"description": "Roof."})
    assert page[label] == ["What it says"]
    other = make_golden.LABELS._replace(headings={"description": "Description"})
    assert shown(follower_head, {"description": "Roof."}, other)[0][label] == [
        "Description"
    ]


def test_who_is_meant_stands_on_further_pages(follower_head):
    values = {"holder": "Oak LLC\n12 Main Street", "description": "Work. " * 600}
    first, *further = shown(follower_head, values)
    assert "first:holder" not in first and len(further) > 1
    assert all(page["first:holder"] == ["Oak LLC"] for page in further)


def test_who_has_no_room_there_goes_on_with_the_text(follower_head):
    name = " ".join(f"Partner{number:03}" for number in range(25))
    values = {"holder": f"{name}\n12 Main Street", "description": "Work. " * 600}
    _first, second, *_further = shown(follower_head, values)
    assert second["first:holder"] == ["See continuation page"]
    assert squeezed(name) in squeezed("".join(second["body"]))
    name = " ".join(f"Partner{number:03}" for number in range(99))
    pages = shown(follower_head, {"holder": f"{name}\n12 Main Street"})
    text = squeezed("".join("".join(page.get("body", "")) for page in pages))
    assert text.count("Partner024") == 1, "not said twice"


def test_headings_are_numbered(head):
    text = "word " * 3000
    pages = compose(head, holder="Oak\n" * 40, description=text)
    found = [
        [lines[number] for number in headed]
        for _number, entries in pages
        for _index, _size, lines, *numbers in entries
        for headed in numbers
    ]
    assert found[0][0] == "Certificate holder"
    assert sum(found, []) == ["Certificate holder", "Description"]


def test_no_heading_of_many_lines_is_numbered_beyond_its_page(head):
    """What is called at length, in a box of few lines."""
    metrics = head.metrics
    sections = [("Heading " * 9, "text " * 20), ("Other", "text")]
    limit = metrics.width("Heading Heading", metrics.units)
    for room in range(2, 12):
        boxes = typeset.paginate(metrics, limit * 1.01, room, sections)
        headed = [lines[number] for lines, numbers in boxes for number in numbers]
        assert set(headed) <= {"Heading Heading", "Heading", "Other"}
        assert headed[-1] == "Other"
