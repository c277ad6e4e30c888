"""Does the attack see a hole? One lock is taken off, and it must say so."""

from routes import RouteSweep
from search import SearchSweep
from sweep import Sweep, plan

# Which columns a known header row has, and which kind of warning was accepted.
NO_TEXTS = ["coi.import.mapping", "coi.renewal.consent"]


def get_kinds(sweep, login, model):
    return {
        finding.kind
        for finding in sweep.findings
        if finding.login == login and finding.call[0] == model
    }


def test_a_missing_rule_is_seen_by_searches(opened):
    sweep = SearchSweep(*opened).run_searches(["user"], depth=0)
    assert get_kinds(sweep, "user", "coi.policy") == {"LEAK"}


def test_a_missing_rule_is_seen_by_addresses(opened):
    sweep = RouteSweep(*opened).run_routes(["user"])
    assert any("/coi/certificate/" in finding.call[0] for finding in sweep.findings)


def test_a_missing_rule_is_seen_by_calls(opened):
    """The last of them: it writes over what the others find."""
    world, url = opened
    wanted = [one for one in set(plan(world)) if one[:2] == ("user", "coi.policy")]
    sweep = Sweep(world, url).run(sorted(wanted))
    assert get_kinds(sweep, "user", "coi.policy") >= {"LEAK", "CHANGED"}


def test_there_is_something_to_steal(battlefield):
    """A model that belongs to a company has a record of B, with the mark in a text;
    for a new one, add it to ``seed.py``."""
    world, _url = battlefield
    bound = [model for model in world.theirs if is_bound(world.models[model], model)]
    assert bound
    assert [model for model in bound if not world.theirs[model]] == []
    assert [model for model in bound if not has_mark(world, model)] == NO_TEXTS


def is_bound(about, model):
    links = {"company_id", "run_id", "policy_id"} & about["fields"].keys()
    # Progress is kept only while a list is being imported.
    return (
        model.startswith("coi.")
        and model != "coi.import.progress"
        and any(about["fields"][one][2] for one in links)
    )


def has_mark(world, model):
    """Whether a text of B's holds it; true where the model has no texts."""
    about = world.models[model]
    kinds = {
        kind for kind, _comodel, stored, _ours in about["fields"].values() if stored
    }
    if not kinds & {"char", "text"}:
        return True
    statement = f"SELECT t::text FROM {about['table']} t WHERE id = ANY(%s)"
    rows = world.watch.ask(statement, world.theirs[model])
    return any(world.find_secret(text, "user") for (text,) in rows)
