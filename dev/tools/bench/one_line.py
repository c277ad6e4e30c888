"""Addresses in one cell, with what is in them: made up, in the shapes people write.

Streets, buildings and numbers are fictitious; cities, states and ZIP codes are real,
for they have to fit each other.
"""

import random

# City, state's code, state's name, a ZIP code there.
CITIES = [
    line.split("|")
    for line in """
Boston|MA|Massachusetts|02110
Salem|MA|Massachusetts|01970
Worcester|MA|Massachusetts|01608
Hartford|CT|Connecticut|06103
Newark|NJ|New Jersey|07102
Jersey City|NJ|New Jersey|07302
Cherry Hill|NJ|New Jersey|08002
West New York|NJ|New Jersey|07093
New York|NY|New York|10013
Port Washington|NY|New York|11050
White Plains|NY|New York|10601
Buffalo|NY|New York|14203
Erie|PA|Pennsylvania|16501
King of Prussia|PA|Pennsylvania|19406
Philadelphia|PA|Pennsylvania|19107
Charleston|WV|West Virginia|25301
Wheeling|WV|West Virginia|26003
Virginia Beach|VA|Virginia|23451
Richmond|VA|Virginia|23219
Charleston|SC|South Carolina|29401
Rock Hill|SC|South Carolina|29730
Chapel Hill|NC|North Carolina|27514
Winston-Salem|NC|North Carolina|27101
Atlanta|GA|Georgia|30303
West Palm Beach|FL|Florida|33401
Fort Lauderdale|FL|Florida|33301
St. Petersburg|FL|Florida|33701
Miami|FL|Florida|33131
Little Rock|AR|Arkansas|72201
North Little Rock|AR|Arkansas|72114
Kansas City|MO|Missouri|64106
Kansas City|KS|Kansas|66101
Overland Park|KS|Kansas|66204
St. Louis|MO|Missouri|63101
California|MO|Missouri|65018
Nevada|MO|Missouri|64772
Delaware|OH|Ohio|43015
Grove City|OH|Ohio|43123
Columbus|OH|Ohio|43215
Indiana|PA|Pennsylvania|15701
Indianapolis|IN|Indiana|46204
Fort Wayne|IN|Indiana|46802
Chicago|IL|Illinois|60601
Oak Park|IL|Illinois|60302
Wyoming|MI|Michigan|49509
Grand Rapids|MI|Michigan|49503
Milwaukee|WI|Wisconsin|53202
Waukesha|WI|Wisconsin|53188
St. Paul|MN|Minnesota|55101
Circle Pines|MN|Minnesota|55014
Des Moines|IA|Iowa|50309
Sioux Falls|SD|South Dakota|57104
Fargo|ND|North Dakota|58102
Omaha|NE|Nebraska|68102
Oklahoma City|OK|Oklahoma|73102
San Antonio|TX|Texas|78205
El Paso|TX|Texas|79901
Corpus Christi|TX|Texas|78401
Denver|CO|Colorado|80202
Colorado Springs|CO|Colorado|80903
Salt Lake City|UT|Utah|84111
Las Vegas|NV|Nevada|89101
North Las Vegas|NV|Nevada|89030
Phoenix|AZ|Arizona|85004
Santa Fe|NM|New Mexico|87501
Albuquerque|NM|New Mexico|87102
Los Angeles|CA|California|90012
San Francisco|CA|California|94103
South San Francisco|CA|California|94080
Portland|OR|Oregon|97204
Portland|ME|Maine|04101
Federal Way|WA|Washington|98003
Seattle|WA|Washington|98101
Walla Walla|WA|Washington|99362
Boise|ID|Idaho|83702
Coeur d'Alene|ID|Idaho|83814
Anchorage|AK|Alaska|99501
Honolulu|HI|Hawaii|96813
Burlington|VT|Vermont|05401
Providence|RI|Rhode Island|02903
""".split("\n")
    if line
]
_TOWNS = ["San Juan|00926", "Carolina|00983", "Ponce|00716", "Caguas|00725"]
_POSTS = ["APO|AE|09012", "FPO|AP|96667", "APO|AP|96278", "DPO|AA|34024"]
_NAMES = (
    *(
        "Lantern",
        "Foxglove",
        "Quarry",
        "Harbor",
        "Old Mill",
        "Copper Kettle",
        "Juniper",
    ),
    *("Sparrow", "Cinder Hill", "Marigold", "Whistle Creek", "Ironwood", "Tollgate"),
    *("Oak Ridge", "Bellflower", "Kingfisher", "Saint Clair", "Park", "Lake Forest"),
)
_TYPES = (
    *("St", "Street", "Ave", "Avenue", "Blvd", "Rd", "Road", "Dr", "Drive", "Ln"),
    *("Lane", "Ct", "Way", "Pkwy", "Pl", "Ter", "Cir", "St.", "Ave."),
)
_UNITS = ("Suite 200", "Ste 5B", "Apt 3", "Unit 14", "#12", "Floor 3", "5th Floor")


class Maker:
    """Makes addresses: each (text, street, city, state, ZIP code).

    :param seed: what makes them the same again
    """

    def __init__(self, seed):
        self._random = random.Random(seed)

    def make(self, count):
        shapes = list(SHAPES.values())
        return [shapes[at % len(shapes)](self) for at in range(count)]

    def pick(self, choices):
        return self._random.choice(choices)

    def number(self):
        return self.pick(
            [str(self._random.randint(1, 29999)), *"12 41-25 120A".split()]
        )

    def street(self):
        return f"{self.number()} {self.pick(_NAMES)} {self.pick(_TYPES)}"

    def unit(self):
        return self.pick(_UNITS)

    def city(self):
        return self.pick(CITIES)


# How street and place may be written in one line.
_COMMAS = "{street}, {city}, {state} {code}"
_NO_COMMA = "{street} {city} {state} {code}"
_COMMA_BEHIND_STREET = "{street}, {city} {state} {code}"
_COMMA_BEHIND_CITY = "{street} {city}, {state} {code}"


def _write(street, place, form=_COMMAS):
    """(text, street, city, state, ZIP code).

    :param place: one of ``CITIES``
    :param form: how the text is written; it may name the state with ``name``
    """
    city, state, name, code = place
    text = form.format(street=street, city=city, state=state, name=name, code=code)
    return text, street, city, state, code


def _commas(maker):
    return _write(maker.street(), maker.city())


def _no_comma(maker):
    return _write(maker.street(), maker.city(), _NO_COMMA)


def _state_name(maker):
    return _write(maker.street(), maker.city(), "{street}, {city}, {name} {code}")


def _state_name_no_comma(maker):
    return _write(maker.street(), maker.city(), "{street}, {city} {name} {code}")


def _unit_behind(maker):
    street, place = maker.street(), maker.city()
    return _write(f"{street}, {maker.unit()}", place)


def _unit_before(maker):
    street, place = maker.street(), maker.city()
    return _write(f"{maker.unit()}, {street}", place)


def _unit_no_comma(maker):
    street, place = maker.street(), maker.city()
    return _write(f"{street} {maker.unit()}", place, _COMMA_BEHIND_CITY)


def _unit_in_city(maker):
    street, place = maker.street(), maker.city()
    return _write(f"{street}, {maker.unit()}", place, _COMMA_BEHIND_CITY)


def _box(maker):
    place = maker.city()
    box = maker.pick(["PO Box", "P.O. Box", "P O Box"])
    return _write(f"{box} {maker.number()}", place)


def _box_no_comma(maker):
    place = maker.city()
    return _write(f"PO Box {maker.number()}", place, _NO_COMMA)


def _direction_before(maker):
    place = maker.city()
    way = maker.pick(["N", "South", "E.", "West", "SW"])
    street = f"{maker.number()} {way} {maker.pick(_NAMES)} {maker.pick(_TYPES)}"
    return _write(street, place)


def _direction_behind(maker):
    street, place = maker.street(), maker.city()
    way = maker.pick(["N", "South", "E", "W", "NE", "SW"])
    return _write(f"{street} {way}", place)


def _capital(maker):
    street = f"{maker.number()} {maker.pick(['M', 'K', '14th', 'Ironwood'])} Street"
    code = maker.pick(["20036", "20001", "20500"])
    way = maker.pick([", NW", " NE", " SE,", ", SW,"])
    state = maker.pick(["DC", "D.C."])
    text = f"{street}{way} Washington {state} {code}"
    return text, street + way, "Washington", "DC", code


def _puerto_rico(maker):
    city, code = maker.pick(_TOWNS).split("|")
    street = f"Urb. {maker.pick(_NAMES)}, {maker.number()} Calle {maker.pick('ABC')}"
    state = maker.pick([" PR", ", PR", ", Puerto Rico"])
    return f"{street}, {city}{state} {code}", street, city, "PR", code


def _military(maker):
    city, state, code = maker.pick(_POSTS).split("|")
    street = maker.pick(["PSC 802 Box 74", "Unit 2050 Box 4190", "CMR 454, Box 12"])
    form = maker.pick([_NO_COMMA, _COMMA_BEHIND_STREET])
    return _write(street, (city, state, "", code), form)


def _lines(maker):
    return _write(maker.street(), maker.city(), "{street}\n{city}\n{state}\n{code}")


def _two_lines(maker):
    street, place = maker.street(), maker.city()
    street = f"{street} {maker.unit()}"
    return _write(street, place, "{street}\n{city} {state} {code}")


def _country(maker):
    text, *truth = _commas(maker)
    return f"{text}{maker.pick([', USA', ' US', ', United States'])}", *truth


def _plus_four(maker):
    text, *truth, code = _commas(maker)
    return f"{text}-0123", *truth, f"{code}-0123"


def _lower(maker):
    text, *truth = _commas(maker)
    return text.lower(), *truth


def _capitals(maker):
    text, *truth = _no_comma(maker)
    return text.upper(), *truth


def _highway(maker):
    place = maker.city()
    road = maker.pick(["County Road 12", "US Highway 61", "State Route 7", "Hwy 9"])
    return _write(f"{maker.number()} {road}", place, _COMMA_BEHIND_STREET)


def _rural(maker):
    place = maker.city()
    return _write(maker.pick(["RR 2 Box 55", "HC 61 Box 9"]), place)


def _grid(maker):
    place = maker.city()
    street = f"{maker.pick(['N6W23001', 'W204N1140'])} {maker.pick(_NAMES)} Rd"
    return _write(street, place, _COMMA_BEHIND_STREET)


def _fraction(maker):
    street, place = maker.street(), maker.city()
    number, rest = street.split(" ", 1)
    return _write(f"{number} 1/2 {rest}", place)


# Every shape by its name; each takes a ``Maker``.
SHAPES = {
    each.__name__.strip("_"): each
    for each in (
        *(_commas, _no_comma, _state_name, _state_name_no_comma, _unit_behind),
        *(_unit_before, _unit_no_comma, _unit_in_city, _box, _box_no_comma),
        *(_direction_before, _direction_behind, _capital, _puerto_rico, _military),
        *(_lines, _two_lines, _country, _plus_four, _lower, _capitals, _highway),
        *(_rural, _grid, _fraction),
    )
}
