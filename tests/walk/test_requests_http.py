"""A program that asks again before it got its answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from papers import GRANITE

AT_ONCE = 4


def ask_at_once(caller, **values):
    """The answers to the same request, sent by four at the same moment."""
    together = Barrier(AT_ONCE)

    def ask(_turn):
        together.wait()
        return caller("coi.batch", "generate", **values)

    with ThreadPoolExecutor(AT_ONCE) as programs:
        return list(programs.map(ask, range(AT_ONCE)))


@pytest.mark.parametrize("key", [None, "order 4711"])
def test_the_same_request_at_once_is_made_once(call, key):
    [insured] = call().find("res.partner", ["name", "=", GRANITE])
    before = call().find("coi.certificate")
    answers = ask_at_once(call(), insured_ids=[insured], request_key=key)
    assert len({answer["batch_id"] for answer in answers}) == 1
    assert {answer["done"] for answer in answers} == {8}
    made = call().find("coi.certificate", ["id", "not in", before])
    assert len(made) == 8


def test_a_request_with_its_key_is_answered_again(call):
    [insured] = call().find("res.partner", ["name", "=", GRANITE])
    asked = {"insured_ids": [insured], "request_key": "order 4712"}
    first = call()("coi.batch", "generate", **asked)
    assert call()("coi.batch", "generate", **asked) == first
    answer = call().ask("coi.batch", "generate", **asked, output="pdf")
    assert answer.status_code == 422
    assert "Give every request its own key" in answer.json()["message"]
