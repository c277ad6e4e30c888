"""What a new agency's first hour costs, clicked from a database without any data."""

import pytest
from tools.demo import first_hour
from tools.machine import postgres

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def costs():
    with postgres.running():
        return {cost.name: cost for cost in first_hour.measure()}


@pytest.mark.parametrize(("walk", "most"), first_hour.LIMITS.items())
def test_it_takes_few_clicks(costs, walk, most):
    cost = costs[walk]
    print(f"{walk}: {cost.clicks} clicks, {cost.keys} keys, {cost.seconds:.0f} s")
    assert 0 < cost.clicks <= most
