"""Who the rows of a list are: whatever their order."""

import random
import time
from itertools import combinations

import pytest
from coi_sheets.match import Index, Party, contradict
from coi_sheets.parties import Answer, Parties
from hypothesis import given, settings
from hypothesis import strategies as st

ELM = ("1 Elm St", "Boston", "MA", "02110")


def party(ref, name, street="", city="", state="", code=""):
    return Party(ref, name, street, "", city, code, abs(ref), state)


def settle(
    rows, contacts=(), may_create=True, own=(), decisions=None, was=None, about=None
):
    """{line: verdict} of rows: (name, street, city, state, ZIP), from line 2 on."""
    rows = [party(-line, *row) for line, row in enumerate(rows, 2)]
    contacts = [party(ref, *contact) for ref, contact in enumerate(contacts, 1)]
    decisions, was, about = decisions or {}, was or {}, about or {}
    answers = {
        row.ref: Answer(
            decisions.get(-row.ref, ""), was.get(-row.ref), about.get(-row.ref, 0)
        )
        for row in rows
    }
    judge = Parties(Index(contacts), rows, answers, own)
    return {-ref: each for ref, each in judge.settle(may_create).items()}


def show(verdicts):
    """Words for them: "new", "as 2", "is 7" of a contact, "2?" of a question."""
    told = []
    for line, each in verdicts.items():
        ref = each.party and each.party.ref
        told.append(
            {
                "same": f"is {ref}",
                "new": "new" if ref == -line else f"as {-(ref or 0)}",
                "likely": f"{abs(ref or 0)}?",
            }.get(each.verdict, each.verdict)
        )
    return told


@pytest.mark.parametrize(
    "rows, told",
    [
        ([("Oak Trust", *ELM), ("OAK TRUST.", *ELM)], ["new", "as 2"]),
        ([("Oak Trust", *ELM), ("Oaks Trust", *ELM)], ["new", "2?"]),
        ([("Oak Trust", *ELM), ("Oak Trust", "9 Bay", *ELM[1:])], ["new", "new"]),
        ([("Oak Trust",), ("Oak Trust",)], ["new", "as 2"]),
        ([("Oak Trust",), ("Oak Trust", *ELM)], ["3?", "new"]),
        ([("Oak Trust", *ELM), ("Oak Trust",)], ["new", "2?"]),
        (
            [("Oak Trust",), ("Oak Trust", *ELM), ("Oak Trust", "9 Bay", *ELM[1:])],
            ["several", "new", "new"],
        ),
        (
            [("Oak Trust",), ("Oak Trust", "", "", "MA"), ("Oak Trust", *ELM)],
            ["4?", "4?", "new"],
        ),
        ([("Roads", "", "", "NE"), ("Roads", "", "", "KS")], ["new", "new"]),
        (
            [("Roads", "", "", "NE"), ("Roads", "", "", "KS"), ("Roads",)],
            ["new", "new", "several"],
        ),
        (
            [("Mall", "1 Elm", "Lyons", "NE"), ("Mall", "1 Elm", "Lyons", "KS")],
            ["new", "new"],
        ),
        (
            [("Twice Inc", *ELM), ("Twice Incorporated", "1 Elm Street", *ELM[1:])],
            ["new", "2?"],
        ),
        ([("A Roofing", *ELM), ("A+ Roofing", *ELM)], ["new", "2?"]),
        ([("Oak Trust", *ELM), ("Oak Trust", *ELM[:3], "02111")], ["new", "2?"]),
    ],
)
def test_rows_of_one_list(rows, told):
    assert show(settle(rows)) == told


@pytest.mark.parametrize(
    "row, told",
    [
        (("Oak Trust", *ELM), "is 1"),
        (("Oak Trust",), "1?"),
        (("Oak Trust", "", "", "MA"), "1?"),
        (("Oak Trust", "", "", "NH"), "unknown"),
        (("Oak Trust", "1 Elm St", "Boston", "", ""), "1?"),
        (("Oak Trust", "1 Elm St", "Boston", "", "02110"), "is 1"),
        (("Oak Trust", "1 Elm St", "Boston", "MA", ""), "1?"),
        (("Oak Trust", "1 Elm St", "Boston", "MA", "02111"), "1?"),
        (("Oak Trust, Inc.", *ELM), "1?"),
        (("Elm Trust", *ELM), "unknown"),
    ],
)
def test_pass_2_links_only_what_is_certain(row, told):
    assert show(settle([row], [("Oak Trust", *ELM)], may_create=False)) == [told]


def test_a_vague_row_may_be_who_is_there_or_somebody_new():
    rows = [("Oak Trust",), ("Oak Trust", "9 Bay", *ELM[1:])]
    assert show(settle(rows, [("Oak Trust", *ELM)])) == ["several", "new"]
    assert show(settle(rows[:1], [("Oak Trust", *ELM)])) == ["1?"]


def test_a_chain_of_likely_ones_is_asked_link_by_link():
    chain = [("Oak Realty Trust", *ELM), ("Oak Realty Trusts", *ELM)]
    chain.append(("Oaks Realty Trusts", *ELM))
    assert show(settle(chain)) == ["new", "2?", "2?"]
    assert show(settle(chain, decisions={3: "same"})) == ["new", "as 2", "2?"]
    both = {3: "same", 4: "same"}
    assert show(settle(chain, decisions=both)) == ["new", "as 2", "as 2"]
    assert show(settle(chain, decisions={3: "different"})) == ["new", "new", "2?"]


def test_rows_that_say_the_same_are_answered_once():
    rows = [("Oaks Trust", *ELM), ("Oaks Trust", *ELM), ("OAKS TRUST", *ELM)]
    contacts = [("Oak Trust", *ELM)]
    assert show(settle(rows, contacts)) == ["1?"] * 3
    assert show(settle(rows, contacts, decisions={4: "same"})) == ["is 1"] * 3
    decided = settle(rows, contacts, decisions={3: "different"})
    assert show(decided) == ["new", "as 2", "as 2"]
    mixed = settle(rows, contacts, decisions={2: "same", 3: "different"})
    assert show(mixed) == ["is 1", "new", "1?"]


def test_an_answer_counts_for_whom_it_was_given():
    chain = [("Oak Realty Trust", *ELM), ("Oak Realty Trusts", *ELM)]
    contacts, decisions = [("Oaks Realty Trust", *ELM)], {3: "same"}
    told = {
        about: show(settle(chain, decisions=decisions, about={3: about}))[1]
        for about in (0, -2, -9, 7)
    }
    assert told == {0: "as 2", -2: "as 2", -9: "2?", 7: "2?"}
    told = {
        about: show(
            settle(chain[1:], contacts, decisions={2: "same"}, about={2: about})
        )
        for about in (0, 1, -9, 7)
    }
    assert told == {0: ["is 1"], 1: ["is 1"], -9: ["1?"], 7: ["1?"]}
    vague = [("Oak Trust", *ELM), ("Oak Trust",)]
    assert show(settle(vague, decisions=decisions, about={3: -2})) == ["new", "as 2"]
    assert show(settle(vague, decisions=decisions, about={3: -9})) == ["new", "2?"]


def test_who_was_said_to_be_another_waits_for_that_one():
    """Of two that are alike with it, the one that was asked about, and no other."""
    rows = [("Oak Realty Trust", *ELM), ("Oak Realty Trusts", *ELM)]
    rows += [("Oaks Realty Trust", *ELM), ("Oaks Realty Trusts", *ELM)]
    decisions = {4: "same", 5: "same"}
    assert show(settle(rows, decisions=decisions)) == ["new", "2?", "as 2", "as 2"]
    about = {4: -2, 5: -3}
    verdicts = settle(rows, decisions=decisions, about=about)
    assert show(verdicts) == ["new", "2?", "as 2", "3?"]
    decisions[3] = "different"
    verdicts = settle(rows, decisions=decisions, about=about)
    assert show(verdicts) == ["new", "new", "as 2", "as 3"]


def test_what_was_the_same_before_is_not_asked_again():
    contacts = [("Oak Trust", *ELM), ("Oak Trust", "9 Bay", *ELM[1:])]
    rows = [("Oak Trust",), ("Oaks Trust", *ELM)]
    assert show(settle(rows, contacts)) == ["several", "1?"]
    assert show(settle(rows, contacts, was={2: 2, 3: 1})) == ["is 2", "is 1"]


def test_what_was_the_same_before_never_makes_two_states_one():
    contacts = [("Roads", "", "", "NE")]
    rows = [("Roads", "", "", "KS")]
    assert show(settle(rows, contacts, was={2: 1})) == ["new"]
    assert show(settle(rows, contacts, decisions={2: "same"})) == ["new"]


def test_only_of_own_contacts_there_can_be_another_one_by_answer():
    contacts, decided = [("Oak Trust", *ELM)], {2: "different"}
    rows = [("Oak Trust", *ELM)]
    assert show(settle(rows, contacts, decisions=decided)) == ["is 1"]
    assert show(settle(rows, contacts, decisions=decided, own=[1])) == ["new"]


# ------------------------------------------------------------------- properties


def choose(*texts):
    return st.sampled_from(texts)


ROWS = st.tuples(
    choose(
        *("Oak Trust", "OAK TRUST", "Oaks Trust", "Oak Trusts", "Oaks Trusts"),
        *("Oak Trust Inc", "Oak Trust Incorporated", "Oak+ Trust"),
    ),
    choose("", "", "1 Elm St", "1 Elm Street", "1 Elms Street", "2 Bay Rd"),
    choose("", "Lyons", "LYONS", "Salem"),
    choose("", "NE", "KS"),
    choose("", "68038", "68039", "66002"),
)
LISTS = st.lists(ROWS, min_size=1, max_size=9)
CONTACTS = st.lists(ROWS, max_size=4, unique=True)


def find_parts(rows, verdicts):
    """The parties of a list and its questions, whatever the order of the rows.

    :returns: ({ref of a contact or 0, rows that are one}, {rows that hang together by
        questions}, how many parties are asked about)
    """
    groups, links, asked = {}, {}, set()
    for line, row in enumerate(rows, 2):
        each = verdicts[line]
        key = each.party.ref if each.verdict in ("same", "new") else (line, row)
        if each.verdict in ("likely", "several"):
            key = party(0, *row).identity
            asked.add(key)
        groups.setdefault(key, []).append(row)
        others = [each.party] if each.verdict == "likely" else each.twins
        mine = links.setdefault(party(0, *row).identity, set())
        mine.update(other.identity for other in others if other.ref < 0)
    parties = sorted(
        (key if isinstance(key, int) and key > 0 else 0, sorted(group))
        for key, group in groups.items()
    )
    return parties, find_clusters(links), len(asked)


def find_clusters(links):
    clusters = []
    for key, others in links.items():
        joined = {key, *others}
        apart = []
        for cluster in clusters:
            if cluster & joined:
                joined |= cluster
            else:
                apart.append(cluster)
        clusters = [*apart, joined]
    return sorted(map(sorted, clusters))


@settings(max_examples=600, deadline=None)
@given(LISTS, CONTACTS, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, contacts, may_create, chance):
    parts = find_parts(rows, settle(rows, contacts, may_create))
    shuffled = chance.sample(rows, len(rows))
    assert find_parts(shuffled, settle(shuffled, contacts, may_create)) == parts


@settings(max_examples=600, deadline=None)
@given(LISTS, CONTACTS, st.booleans())
def test_what_is_one_without_a_question_says_the_same(rows, contacts, may_create):
    for line, each in settle(rows, contacts, may_create).items():
        if each.verdict in ("same", "new"):
            assert party(0, *rows[line - 2]).identity == each.party.identity


ANSWERS = choose("", "", "same", "different")


@settings(max_examples=600, deadline=None)
@given(LISTS, CONTACTS, st.lists(ANSWERS, min_size=9, max_size=9))
def test_whatever_is_answered_two_states_are_never_one(rows, contacts, answers):
    decisions = dict(enumerate(answers, 2))
    regions = {}
    for line, each in settle(rows, contacts, decisions=decisions).items():
        if each.verdict in ("same", "new"):
            found = regions.setdefault(each.party.ref, [each.party.region])
            found.append(party(0, *rows[line - 2]).region)
    for found in regions.values():
        assert not any(contradict(*pair) for pair in combinations(found, 2))


def test_a_contact_without_a_state_is_not_said_to_be_in_two():
    contacts, decided = [("Roads",)], {2: "same", 3: "same"}
    rows = [("Roads", "", "", "NE"), ("Roads", "", "", "KS")]
    verdicts = settle(rows, contacts, decisions=decided)
    assert show(verdicts) == ["1?", "1?"]
    assert {each.why for each in verdicts.values()} == {"states"}
    decided[3] = "different"
    assert show(settle(rows, contacts, decisions=decided)) == ["is 1", "new"]


@settings(max_examples=300, deadline=None)
@given(LISTS)
def test_a_list_brought_in_twice_asks_nothing(rows):
    """After all its questions were answered by "different"."""
    decisions = dict.fromkeys(range(2, len(rows) + 2), "different")
    made = dict.fromkeys(
        each.party.ref for each in settle(rows, decisions=decisions).values()
    )
    contacts = [rows[-ref - 2] for ref in made if ref]
    again = settle(rows, contacts, may_create=False)
    several = {line for line, each in again.items() if each.verdict == "several"}
    assert {each.verdict for each in again.values()} <= {"same", "several"}
    assert not several


def test_a_large_list_in_any_order_and_in_little_time():
    rows = [
        ("Branch Bank NA", f"{n % 3000} Elm St", "Lyons", "NE", "68038")
        for n in range(6000)
    ]
    rows += [("Branch Bank NA", "", f"Town {n}", "NE", "") for n in range(200)]
    rows += [(f"Tenant {n} LLC", "7 Bay", "Lyons", "NE", "68038") for n in range(2000)]
    started = time.thread_time()
    told = show(settle(rows))
    assert told.count("new") == 3000 + 200 + 2000
    assert time.thread_time() - started < 5
    random.Random(1).shuffle(rows)
    assert show(settle(rows)).count("new") == 3000 + 200 + 2000


def test_a_list_made_to_be_slow_is_cut_short_and_that_is_told():
    rows = [("Oak Trust", "", f"Town {n}", "", "") for n in range(3000)]
    rows += [("Oak Trust", "", "", "", f"{n:05}") for n in range(3000)]
    started = time.thread_time()
    verdicts = settle(rows)
    assert time.thread_time() - started < 10
    assert not all(each.is_told for each in verdicts.values())
