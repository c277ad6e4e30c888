"""Every public method of every model, called by everybody with the other's ids.

An administrator of A may give himself company B, read Odoo's own tables and switch
record rules off; what is tried as him is that he does none of it by accident.
"""

import itertools

import pytest
from callers import OldProgram, Program, Web
from search import SearchSweep
from sweep import Sweep, plan


def check(battlefield, thorough=False):
    world, url = battlefield
    wanted = set(plan(world, thorough))
    sweep = Sweep(world, url, thorough).run(sorted(wanted, key=str))
    assert sweep.done == wanted
    assert not sweep.findings, sweep.tell()


def test_nothing_of_the_other_company(battlefield):
    check(battlefield)


@pytest.mark.long
def test_nothing_of_the_other_company_in_any_way(battlefield):
    check(battlefield, thorough=True)


def test_nothing_is_found_by_what_one_may_not_see(battlefield):
    sweep = SearchSweep(*battlefield).run_searches(("user", "contacts", "plain"))
    assert len(sweep.done) > 500
    assert not sweep.findings, sweep.tell()


@pytest.mark.long
def test_nothing_is_found_two_relations_away(battlefield):
    sweep = SearchSweep(*battlefield).run_searches(("user", "contacts"), depth=2)
    assert not sweep.findings, sweep.tell()


def test_the_other_doors_are_as_closed(battlefield):
    """What is ours, over ``/json/2``, XML-RPC and the route of buttons."""
    world, url = battlefield
    sweep = Sweep(world, url)
    for login in ("user", "plain", "manager"):
        doors = itertools.cycle(open_doors(world, url, login))
        for model, method in iter_own(world):
            # In all ways they are called by the test above.
            calls = sweep.iter_calls(login, model, method)
            for call in itertools.islice(calls, 0, None, 5):
                answer = next(doors)(model, method, *call)
                sweep.judge(answer, login, (model, method, *call))
    sweep.tell_changes()
    assert not sweep.findings, sweep.tell()


def open_doors(world, url, login):
    number = world.facts["people"][login]
    web = Web(url, world.name, login)
    return (
        Program(url, world.facts["keys"][login]).call,
        OldProgram(url, world.name, number, login).call,
        lambda *call: web.call(*call, door="call_button"),
    )


def iter_own(world):
    for model, about in world.models.items():
        for method, told in about["methods"].items():
            if told["own"]:
                yield model, method


def test_private_methods_stay_private(battlefield):
    world, url = battlefield
    web = Web(url, world.name, "settings")
    calls = [
        (model, method)
        for model, about in world.models.items()
        if model.startswith("coi.")
        for method in about["private"]
    ]
    refused = ("AccessError", "AttributeError")
    done = [call for call in calls if web.call(*call, [], {}, {}).error not in refused]
    for door in open_doors(world, url, "settings")[:2]:
        done += [call for call in calls[::10] if not door(*call, [], {}, {}).error]
    assert len(calls) > 300
    assert not done


def test_developer_mode_names_nothing_that_is_refused(battlefield):
    """Odoo's refusals say more there; not of ours."""
    world, url = battlefield
    web = Web(url, world.name, "user")
    web.fetch("/odoo", {"debug": "1"})
    sweep = Sweep(world, url)
    for model, ids in world.theirs.items():
        if model.startswith("coi.") and ids:
            for method, kwargs in (
                ("read", {}),
                ("write", {"vals": {}}),
                ("unlink", {}),
            ):
                answer = web.call(model, method, ids, kwargs, {})
                sweep.judge(answer, "user", (model, method, ids, kwargs))
    assert not sweep.findings, sweep.tell()
