"""Two colleagues who import the same list at once."""

import base64
import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from tools.odoo import script

ROWS = 40
INSURED = "Race Track Builders LLC"
turns = itertools.count(1)


@pytest.fixture(scope="module", autouse=True)
def insured(call):
    """One whom no other test knows: hundreds of holders stay with it."""
    vals = {"name": INSURED, "is_company": True, "coi_is_insured": True}
    return call()("res.partner", "create", vals_list=[vals])


def make_list(name, insured=INSURED):
    rows = ["Holder Name,Address,City,State,ZIP,Insured Name"]
    rows += [
        f'{name} {row} LLC,{row + 1} Race St,Boston,MA,02110,"{insured}"'
        for row in range(ROWS)
    ]
    return base64.b64encode("\r\n".join(rows).encode()).decode()


def open_list(caller, content, model="holder", **vals):
    """A wizard, and whether its list is shown before it is imported."""
    vals = {"file": content, "filename": "race.csv", **vals}
    [wizard] = caller(f"coi.import.{model}", "create", vals_list=[vals])
    return wizard


def import_at_once(callers, wizards, model="holder", apart=0.0):
    """The bare answers to the same click of several people.

    :param apart: seconds from one to the next
    """
    together = Barrier(len(callers))

    def click(place):
        together.wait()
        time.sleep(place * apart)
        return callers[place].ask(
            f"coi.import.{model}", "action_import", ids=[wizards[place]]
        )

    with ThreadPoolExecutor(len(callers)) as people:
        return list(people.map(click, range(len(callers))))


def import_again(caller, wizard, model="holder"):
    """As somebody who was refused does, until the list is in; what was told then."""
    told = []
    for _turn in range(20):
        answer = caller.ask(f"coi.import.{model}", "action_import", ids=[wizard])
        if answer.status_code == 200 and not answer.json():
            return told
        told.append(get_words(answer))
        time.sleep(0.3)
    raise AssertionError(told)


def get_words(answer):
    found = answer.json()
    if answer.status_code == 200:
        return found["params"]["message"] if found else ""
    assert answer.status_code == 422, answer.text
    return found["message"]


def get_results(callers, wizards, model="holder"):
    return [
        caller(f"coi.import.{model}", "get_result", ids=[wizard])
        for caller, wizard in zip(callers, wizards, strict=True)
    ]


@pytest.mark.parametrize("apart", [0, 0.1, 0.4])
@pytest.mark.parametrize("is_shown", [True, False])
def test_the_same_list_makes_one_set_of_contacts(call, apart, is_shown):
    name, callers = f"Race {next(turns)}", [call("csr"), call("colleague")]
    wizards = [open_list(caller, make_list(name)) for caller in callers]
    if is_shown:
        for caller, wizard in zip(callers, wizards, strict=True):
            caller("coi.import.holder", "action_preview", ids=[wizard])
    answers = import_at_once(callers, wizards, apart=apart)
    told = list(filter(None, map(get_words, answers)))
    for caller, wizard, answer in zip(callers, wizards, answers, strict=True):
        if get_words(answer):
            told += import_again(caller, wizard)
    assert len(call().find("res.partner", ["name", "like", f"{name} %"])) == ROWS
    results = get_results(callers, wizards)
    assert sorted(each["created"] for each in results) == [0, ROWS]
    assert sorted(each["unchanged"] for each in results) == [0, ROWS]
    if is_shown:
        first = "csr" if results[0]["created"] else "colleague"
        [name] = call()(
            "res.users", "search_read", domain=[["login", "=", first]], fields=["name"]
        )
        assert any(
            f"{name['name']} has just imported race.csv" in each for each in told
        )


@pytest.mark.parametrize("one_go", [True, False])
def test_the_second_pass_makes_one_set_of_interests(call, one_go):
    name, callers = f"Race {next(turns)}", [call("csr"), call("colleague")]
    content = make_list(name)
    if not one_go:
        first = open_list(callers[0], content)
        callers[0]("coi.import.holder", "action_import", ids=[first])
    wizards = [
        open_list(caller, content, "interest", one_go=one_go) for caller in callers
    ]
    for caller, wizard in zip(callers, wizards, strict=True):
        caller("coi.import.interest", "action_preview", ids=[wizard])
    answers = import_at_once(callers, wizards, "interest")
    for caller, wizard, answer in zip(callers, wizards, answers, strict=True):
        if get_words(answer):
            import_again(caller, wizard, "interest")
    holders = call().find("res.partner", ["name", "like", f"{name} %"])
    assert len(holders) == ROWS
    domain = ["holder_id", "in", holders]
    assert len(call().find("coi.additional.interest", domain)) == ROWS


def test_two_agencies_do_not_wait_for_each_other(call):
    callers = [call("csr"), call("elsewhere")]
    wizards = [
        open_list(caller, make_list(f"Race {next(turns)}")) for caller in callers
    ]
    answers = import_at_once(callers, wizards)
    assert [get_words(answer) for answer in answers] == ["", ""]
    assert [each["created"] for each in get_results(callers, wizards)] == [ROWS, ROWS]


def test_who_entered_a_holder_by_hand_meanwhile_is_seen(call):
    name, caller = f"Race {next(turns)}", call()
    wizard = open_list(caller, make_list(name))
    caller("coi.import.holder", "action_preview", ids=[wizard])
    caller(
        "res.partner",
        "create",
        vals_list=[{"name": f"{name} 0 LLC", "street": "1 Race St", "city": "Boston"}],
    )
    told = import_again(caller, wizard)
    assert "have changed since the preview. Rows that are different now: 1" in told[0]
    [result] = get_results([caller], [wizard])
    assert (result["created"], result["errored"]) == (ROWS - 1, 1)


# The second request has begun, and sees what it then saw, when the first one ends.
LATE = """
import base64, json
from functools import partial
from odoo.api import Environment
from odoo.service.model import retrying

def begin(login):
    cr = env.registry.cursor()
    own = Environment(cr, env["res.users"].search([("login", "=", login)]).id, {})
    wizard = own["coi.import.holder"].create({"file": CONTENT, "filename": "late.csv"})
    wizard.action_preview()
    cr.commit()
    return cr, own, wizard.run_id

cr1, env1, run1 = begin("csr")
cr2, env2, run2 = begin("colleague")
env2.user.name
run1.action_import()
env1.flush_all()
busy = ""
try:
    with cr2.savepoint():
        run2.action_import()
except Exception as error:
    busy = str(error)
cr1.commit()
told = retrying(partial(run2.action_import), env2)
found = env2["res.partner"].search_count([("name", "like", NAME + " %")])
cr2.commit()
after, first = run2.action_import(), run2.browse(run1.id).user_id.name
cr2.commit()
for cr in (cr1, cr2):
    cr.close()
print(json.dumps([busy, told["params"]["message"], found, after, first]))
"""


def test_what_was_seen_before_the_first_one_ended_is_not_imported(call, agency):
    name = f"Late {next(turns)}"
    code = LATE.replace("CONTENT", repr(make_list(name))).replace("NAME", repr(name))
    printed = script.run(agency, code).splitlines()[-1]
    busy, told, found, after, first = json.loads(printed)
    assert f"Another import is running: {first} is importing" in busy
    assert told.startswith(f"{first} has just imported late.csv.")
    assert f"Rows that are different now: {ROWS}." in told
    assert (found, after) == (ROWS, None)
    assert len(call().find("res.partner", ["name", "like", f"{name} %"])) == ROWS
