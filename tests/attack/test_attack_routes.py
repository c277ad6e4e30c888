"""Every address that takes a record, asked by everybody for the other's."""

from routes import RouteSweep, is_asked


def test_outsiders_get_no_file_of_any_company(battlefield):
    sweep = RouteSweep(*battlefield).run_routes((None, "portal", "plain"))
    assert not sweep.findings, sweep.tell()


def test_no_address_gives_the_others(battlefield):
    world, url = battlefield
    sweep = RouteSweep(world, url).run_routes()
    asked = {call[0] for _start, _end, _login, call in sweep.spans}
    assert all(is_asked(one) for one in world.facts["routes"] if one["own"])
    assert len(asked) > 100
    assert not sweep.findings, sweep.tell()
