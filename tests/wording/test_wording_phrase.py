"""Where a phrase is found, however it is spelt, and where it is not."""

import time

import pytest
from coi_wording.book import Book, Wanted
from coi_wording.fold import get_plain, get_trace
from coi_wording.phrase import PhraseError, read_phrase
from hypothesis import example, given, settings
from hypothesis import strategies as st

NOTICE, GUARANTEE = "# day* ... notice", "guarant*"


def find(phrase, text):
    found = read_phrase(phrase).find(get_plain(text))
    if found:
        # What is looked at first must not say no.
        assert read_phrase(phrase).trace in get_trace(text)
    return found


@pytest.mark.parametrize(
    "sign",
    [
        "\u200b", "\u00ad", "\u2060", "\u200c", "\u200d", "\u034f", "\ufe0f", "\u200f",
        "\u202e", "\u2066", "\ufeff", "\u115f", "\u3164", "\uffa0", "\u2800", "\u180b",
        "\U000e0061", "\U000e0100", "\u0301", "\u20dd", "\x00", "\x1f",
        "\n", "\r\n", " \n ", "\u2028", "\u000b", "-", "-\n", "- ", "\u2010",
        "\u2013\n", "_", "/", ".", "·", "*", "'", "’",
    ],
)  # fmt: skip
def test_a_sign_within_the_words_hides_nothing(sign):
    text = "All coverage is guar{0}anteed and 30 da{0}ys no{0}tice is given"
    assert find(GUARANTEE, text.format(sign)) == "guaranteed"
    assert find(NOTICE, text.format(sign)) == "30 days notice"


@pytest.mark.parametrize(
    "word",
    [
        "guаrаntееd",  # Cyrillic
        "gυαrαηtεεd",  # Greek
        "ցսaraոteeɗ",  # Armenian
        "ᏀᏌᎪᎡᎪΝᎢᎬᎬᎠ".replace("Ꮜ", "U"),  # Cherokee
        "ｇｕａｒａｎｔｅｅｄ",
        "𝓰𝓾𝓪𝓻𝓪𝓷𝓽𝓮𝓮𝓭",
        "𝕘𝕦𝕒𝕣𝕒𝕟𝕥𝕖𝕖𝕕",
        "ɢᴜᴀʀᴀɴᴛᴇᴇᴅ",
        "ⓖⓤⓐⓡⓐⓝⓣⓔⓔⓓ",
        "🄶🅄🄰🅁🄰🄽🅃🄴🄴🄳",
        "🇬🇺🇦🇷🇦🇳🇹🇪🇪🇩",
        "ġúäŕåñťęēđ",
        "ꞬUARANTEED".replace("Ꞔ", "G"),
        "GUARANTEED",
        "g u a r a n t e e d",
    ],
)
def test_letters_that_only_look_alike_hide_nothing(word):
    assert find(GUARANTEE, f"All coverage is {word} here").startswith("guarant")


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("will be notified", "They wiII be notified", "wiii be notified"),
        (NOTICE, "10-day n0tice", "10 day n0tice"),
        (NOTICE, "30days' notice", "30 days notice"),
        (NOTICE, "٣٠ days notice", "30 days notice"),
        (NOTICE, "forty-five days written notice", "forty five days written notice"),
        (NOTICE, "30-day prior writ-\nten no-\ntice", "30 day prior writ ten notice"),
        ("as per ... lease*", "as per lease", "as per lease"),
        ("as per ... lease*", "as per a b c d e f lease", "as per a b c d e f lease"),
        ("... notice ...", "Notice!", "notice"),
        ("保险", "所有保险 保险", "保险"),
        ("größe", "GRÖSSE", "grosse"),
    ],
)
def test_what_is_found(phrase, text, words):
    assert find(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        (NOTICE, "30 days no tice"),
        (NOTICE, "Thirty day rental"),
        (NOTICE, "30 days a b c d e f g notice"),
        ("solong", "so long"),
        ("certify", "certificate"),
        ("certify", "recertify"),
        ("warrant", "warrants"),
        ("as per ... lease*", "as per a b c d e f g lease"),
        ("notice", "notices"),
        (GUARANTEE, "guar antee"),
        (GUARANTEE, ""),
        ("30*", "300 days"),
    ],
)
def test_what_is_not_found(phrase, text):
    assert find(phrase, text) == ""


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        *((each, "empty") for each in ("", "_", "ʼ", "# _", "___ ...", "...", "…")),
        *((each, "empty") for each in ("# ... #", "ª", "＿", "a*", "(", "[", "\\")),
        *((each, "empty") for each in ("# a ... b", "\u200b", "\u00ad", "I")),
        *((each, "star") for each in ("*", "***a", "no*tice", "notice **", "a * b")),
        *((each, "number") for each in ("#th", "a#", "##")),
        *((each, "long") for each in ("ab " * 50, "x" * 300, "a... " * 21)),
    ],
)
def test_what_would_be_found_nowhere_or_everywhere_is_refused(phrase, reason):
    with pytest.raises(PhraseError) as caught:
        read_phrase(phrase)
    assert caught.value.args == (reason,)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("zz " + "... " * 9 + "w1x", "w1x " + "zz a " * 5_000),
        ("zz ... " * 9 + "w1x", "w1x " + "zz a " * 5_000),
        ("zz* " * 10 + "w1x", "w1x " + "zz-" * 10_000),
        ("guaranteed*", "guar-" * 10_000),
        ("aaaaaaaaaa*", "a-" * 10_000),
        ("# " * 10 + "days", "days " + "30 " * 10_000),
        ("forty five", "forty " * 10_000),
        ("a" * 190, "a" * 100_000),
    ],
)
def test_the_worst_texts_take_no_longer_than_they_are_long(phrase, text):
    begin = time.perf_counter()
    find(phrase, text)
    half = time.perf_counter()
    find(phrase, text[: len(text) // 10])
    tenth = time.perf_counter() - half
    assert half - begin < max(30 * tenth, 1)


@settings(max_examples=300, deadline=None)
@example("ΣΣ", "ΣΣ")
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_and_no_phrase_is_too_odd(phrase, text):
    plain = get_plain(text)
    assert len(plain.pieces) == len(plain.keys) == len(plain.soft)
    try:
        found = find(phrase, text)
    except PhraseError:
        return
    assert isinstance(found, str)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["alpha", "beta", "gamma", "30"]), max_size=12))
def test_gaps_are_found_as_by_trying_everything(words):
    """An oracle that tries every way."""
    text = " ".join(words)
    expected = any(
        words[one] == "alpha" and words[two] == "beta" and 0 < two - one <= 7
        for one in range(len(words))
        for two in range(len(words))
    )
    assert bool(find("alpha ... beta", text)) is expected


def make_book(*phrases):
    return Book([Wanted(phrase, read_phrase(phrase)) for phrase in phrases])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("American Guarantee and Liability Insurance Company", False),
        ("Guaranteed Roofing LLC", False),
        ("Bank, all coverage is guaranteed", True),
        ("We guarantee", True),
        ("Bank, 30 days notice of cancellation", True),
    ],
)
def test_a_name_may_be_what_it_is_but_promises_nothing(name, says):
    book = make_book(GUARANTEE, NOTICE)
    assert bool(book.find([(name, True)])) is says
    assert book.find([(name, False)])


def test_what_stands_in_two_texts_is_no_phrase():
    book = make_book("will be notified")
    assert not book.find([("will be", False), ("notified", False)])
    [[wanted, words]] = book.find([("x", False), ("They will be notified", False)])
    assert (wanted.text, words) == ("will be notified", "will be notified")


def test_most_texts_are_looked_at_in_microseconds():
    book = make_book(
        NOTICE, GUARANTEE, *(f"phrase{'abc'[i % 3]} {i}" for i in range(30))
    )
    texts = [("Commonwealth Bank", True), ("1 Federal Street\nSalem, MA 01970", False)]
    begin = time.perf_counter()
    for _turn in range(10_000):
        book.find(texts)
    assert time.perf_counter() - begin < 1
