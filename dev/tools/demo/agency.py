"""The demo's agency: a client with policies in force, its insurers, and a user.

Everything in it is fictitious.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

LOGIN = PASSWORD = "demo"
INSURED = "Harbor Ridge Contractors, Inc."
INSURERS = [
    ("Fablewood Casualty Company", "99901"),
    ("Lantern Mutual Insurance Company", "99902"),
    ("Northstar Imaginary Indemnity", "99903"),
]
# Coverage line: insurer, policy number, limits, endorsements
POLICIES = {
    "general_liability": (
        0,
        "GL-7001-26",
        {
            "each_occurrence": 1000000,
            "damage_to_rented": 100000,
            "medical_expense": 5000,
            "personal_injury": 1000000,
            "general_aggregate": 2000000,
            "products_aggregate": 2000000,
        },
        [
            ("CG 20 10", "12 19", {"grants_ai_ongoing": True}),
            ("CG 20 37", "12 19", {"grants_ai_completed": True}),
            ("CG 24 04", "05 09", {"grants_waiver": True}),
            ("CG 20 01", "12 19", {"grants_pnc": True}),
        ],
    ),
    "auto": (
        1,
        "CA-7002-26",
        {"combined_single": 1000000},
        [
            ("CA 20 48", "10 13", {"grants_ai_other": True}),
            ("CA 04 44", "10 13", {"grants_waiver": True}),
        ],
    ),
    "umbrella": (
        0,
        "UM-7003-26",
        {"each_occurrence": 5000000, "aggregate": 5000000},
        [("FW 1140", "01 24", {"grants_ai_other": True, "grants_waiver": True})],
    ),
    "workers_comp": (
        2,
        "WC-7004-26",
        {
            "each_accident": 1000000,
            "disease_employee": 1000000,
            "disease_policy": 1000000,
        },
        [("WC 00 03 13", "04 84", {"grants_waiver": True})],
    ),
    # Nobody has recorded that it names additional insureds.
    "property": (
        1,
        "PR-7005-26",
        {},
        [("LM 0220", "01 24", {"grants_waiver": True})],
    ),
}
# Days until a policy ends; what is not there ends in eight months.
ENDS_IN = {"property": 21}
OWN_LIMITS = {"property": [("Building", 2400000), ("Contents", 350000)]}
FIELDS = {
    "general_liability": {"aggregate_per": "project"},
    "auto": {"auto_any": True},
    "umbrella": {"retention_kind": "retention", "retention_amount": 10000},
}


def numbers():
    """Policy number by coverage line key."""
    return {key: policy[1] for key, policy in POLICIES.items()}


def create(env, ends_in=None):
    """Build the agency in ``env`` (superuser); returns its user.

    :param ends_in: days until a policy ends, by coverage line key; None: ``ENDS_IN``
    """
    ends_in = ends_in or ENDS_IN
    _describe_company(env)
    insured = env["res.partner"].create(
        {
            "name": INSURED,
            **_address(env, "1200 Wharf Rd", "Marrow Point", "OR", "97209"),
            "is_company": True,
            "coi_is_insured": True,
            "coi_description": "Operations usual to the insured's business.",
        }
    )
    insurers = env["res.partner"].create(
        [
            {"name": name, "coi_naic": naic, "coi_is_insurer": True, "is_company": True}
            for name, naic in INSURERS
        ]
    )
    for key in POLICIES:
        end = _get_end(ends_in.get(key))
        create_policy(env, key, POLICIES[key], insured, insurers, end)
    return _create_user(env)


def _describe_company(env):
    env.company.write(
        {
            "name": "Larkspur Insurance Agency",
            **_address(env, "48 Prospect St, Floor 2", "Marrow Point", "OR", "97201"),
            "phone": "(503) 555-0142",
            "email": "certificates@larkspur.example",
            "coi_contact": "Certificate desk",
            "coi_fax": "(503) 555-0143",
            "coi_representative": "Dana Whitfield",
        }
    )


def _address(env, street, city, state, zip_code):
    country = env.ref("base.us")
    states = env["res.country.state"]
    return {
        "street": street,
        "city": city,
        "state_id": states.search(
            [("country_id", "=", country.id), ("code", "=", state)]
        ).id,
        "zip": zip_code,
        "country_id": country.id,
    }


def _get_end(days):
    if days:
        return date.today() + relativedelta(days=days)
    return date.today() + relativedelta(months=8)


def create_policy(env, key, described, insured, insurers, end):
    """One policy of a year; returns it.

    :param key: of its coverage line
    :param described: as in ``POLICIES``
    """
    insurer, number, limits, endorsements = described
    line = env["coi.coverage.line"].search([("key", "=", key)])
    own = OWN_LIMITS.get(key, [])
    return env["coi.policy"].create(
        {
            "name": number,
            "insured_id": insured.id,
            "insurer_id": insurers[insurer].id,
            "coverage_id": line.id,
            "date_effective": end - relativedelta(years=1),
            "date_expiration": end,
            **FIELDS.get(key, {}),
            "limit_ids": [
                (0, 0, {"key": name, "amount": amount})
                for name, amount in limits.items()
            ]
            + [
                (0, 0, {"key": "own", "name": name, "amount": sum_})
                for name, sum_ in own
            ],
            "endorsement_ids": [
                (0, 0, {"number": form, "edition": edition, **grants})
                for form, edition, grants in endorsements
            ],
        }
    )


def _create_user(env):
    return env["res.users"].create(
        {
            "name": "Casey Moreno",
            "login": LOGIN,
            "password": PASSWORD,
            "group_ids": [(4, env.ref("coi_mass_generate.group_manager").id)],
        }
    )
