"""Address books and accounts: one name, one address, and the rest is told."""

import pytest
from coi_sheets import Row
from coi_sheets.clean.cleaner import Cleaner
from coi_sheets.header import find_second_list, map_columns

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,File As,"
    "Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,"
    "Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,"
    "Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,"
    "Address 2 - Formatted,Address 2 - Street,Address 2 - City,Website 1 - Value"
).split(",")
OLD_GOOGLE = (
    "Name,Given Name,Additional Name,Family Name,Organization 1 - Type,"
    "Organization 1 - Name,Organization 1 - Title,E-mail 1 - Type,E-mail 1 - Value,"
    "Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,"
    "Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code"
).split(",")
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,"
    "Business Street,Business Street 2,Business Street 3,Business City,Business State,"
    "Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home City,"
    "Home State,Home Postal Code,Home Country/Region,Other Street,Other City,"
    "Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,"
    "Business Phone,Business Phone 2,Company Main Phone,Home Fax,Home Phone,"
    "Mobile Phone,Pager,Primary Phone,E-mail Address,E-mail Type,E-mail Display Name,"
    "E-mail 2 Address,Business Address PO Box,Notes,Web Page"
).split(",")
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,"
    "Screen Name,Work Phone,Home Phone,Fax Number,Mobile Number,Home Address,"
    "Home Address 2,Home City,Home State,Home ZipCode,Home Country,Work Address,"
    "Work Address 2,Work City,Work State,Work ZipCode,Work Country,Job Title,"
    "Department,Organization,Web Page 1,Birth Year,Custom 1,Notes"
).split(",")
QUICKBOOKS = (
    "Active Status,Customer,Balance,Balance Total,Company,First Name,M.I.,Last Name,"
    "Job Title,Main Phone,Fax,Main Email,CC Email,Bill to 1,Bill to 2,Bill to 3,"
    "Bill to 4,Bill to 5,Ship to 1,Ship to 2,Ship to 3,Terms,Account No."
).split(",")
VENDORS = (
    "Vendor,Company,First Name,Last Name,Main Phone,Main Email,Bill from 1,Bill from 2,"
    "Bill from 3,Bill from 4,Bill from 5,Account No.,Balance Total"
).split(",")
ONLINE = (
    "Name,Company name,Email,Phone,Billing Street,Billing City,Billing State,"
    "Billing ZIP,Billing Country,Shipping Street,Shipping City,Shipping State,"
    "Shipping ZIP,Open Balance"
).split(",")
CONTACTS = "Customer,Bill to,Primary Contact,Main Phone,Fax,Balance Total".split(",")


def name_columns(headers):
    """{field key: headers that go there}"""
    found = {}
    for header, key in zip(headers, map_columns(headers), strict=True):
        if key:
            found.setdefault(key, []).append(header)
    return found


def clean(headers, **cells):
    """A row of an address book; cells by header, with ``_`` for what is no letter."""
    mapping = dict(enumerate(map_columns(headers)))
    keys = [header.replace(" ", "_").replace("-", "_") for header in headers]
    row = [cells.pop(key, "") for key in keys]
    assert not cells
    return Cleaner(mapping, headers).clean(Row(2, row, "s" * len(row)))


def test_google_contacts():
    found = name_columns(GOOGLE)
    assert found["name"] == ["Organization Name"]
    assert found["street"][0] == "Address 1 - Street"
    assert {key: found[key][0] for key in ("city", "state", "zip", "country")} == {
        "city": "Address 1 - City",
        "state": "Address 1 - Region",
        "zip": "Address 1 - Postal Code",
        "country": "Address 1 - Country",
    }
    assert found["email"] == ["E-mail 1 - Value", "E-mail 2 - Value"]
    assert found["phone"] == ["Phone 1 - Value"]
    assert found["name_else"] == ["File As"]
    assert not [text for texts in found.values() for text in texts if "2 - S" in text]


def test_google_contacts_of_old():
    found = name_columns(OLD_GOOGLE)
    assert (found["name"], found["name_else"]) == (["Organization 1 - Name"], ["Name"])
    assert (found["first_name"], found["last_name"]) == (
        ["Given Name"],
        ["Family Name"],
    )
    assert found["state"] == ["Address 1 - Region"]
    assert "type" not in found


def test_outlook():
    found = name_columns(OUTLOOK)
    assert found["name"] == ["Company"]
    assert found["street"][:3] == [
        "Business Street",
        "Business Street 2",
        "Business Street 3",
    ]
    assert found["zip"] == ["Business Postal Code"]
    assert found["country"] == ["Business Country/Region"]
    assert found["phone"] == ["Business Phone"]
    assert found["email"] == ["E-mail Address", "E-mail 2 Address"]
    told = [header for headers in found.values() for header in headers]
    assert not [header for header in told if header.startswith(("Home", "Other"))]


def test_thunderbird():
    found = name_columns(THUNDERBIRD)
    assert (found["name"], found["name_else"]) == (["Organization"], ["Display Name"])
    assert found["street"] == ["Work Address", "Work Address 2"]
    assert (found["city"], found["state"]) == (["Work City"], ["Work State"])
    assert found["zip"] == ["Work ZipCode"]
    assert found["email"] == ["Primary Email", "Secondary Email"]
    assert "project_state" not in found


@pytest.mark.parametrize("headers", [QUICKBOOKS, VENDORS])
def test_quickbooks(headers):
    found = name_columns(headers)
    assert found["name"] == ["Company"]
    assert found["name_else"] == [{"Customer", "Vendor"}.intersection(headers).pop()]
    assert len(found["street"]) == 5
    assert all(header.startswith("Bill") for header in found["street"])
    assert "insured" not in found


def test_quickbooks_online_and_its_list_of_contacts():
    found = name_columns(ONLINE)
    assert (found["name"], found["name_else"]) == (["Company name"], ["Name"])
    assert (found["street"], found["zip"]) == (["Billing Street"], ["Billing ZIP"])
    found = name_columns(CONTACTS)
    assert (found["name"], found["street"]) == (["Customer"], ["Bill to"])


def test_lines_of_a_bill_are_an_address():
    done = clean(
        QUICKBOOKS,
        Customer="Harbor:Tower",
        Company="Harbor Center LLC",
        Bill_to_1="Harbor Center LLC",
        Bill_to_2="100 Harbor Way",
        Bill_to_3="Boston, MA 02110",
    )
    get = done.get
    assert (get("name"), get("street"), get("city"), get("state"), get("zip")) == (
        *("Harbor Center LLC", "100 Harbor Way", "Boston", "MA", "02110"),
    )
    assert "name_in_street" in [code for _key, code, _detail in done.notices]


def test_who_has_no_company_is_a_person():
    assert clean(QUICKBOOKS, Customer="Jane Roe").values["name"] == "Jane Roe"
    assert clean(OUTLOOK, First_Name="Jane", Last_Name="Roe").get("name") == "Jane Roe"
    done = clean(THUNDERBIRD, Organization="Oak Trust", Display_Name="Jane Roe")
    assert done.values["name"] == "Oak Trust"
    assert ["name", "person_beside", {"value": "Jane Roe"}] in done.notices


# --------------------------------------------------------- two of a kind in one list


@pytest.mark.parametrize(
    "headers, keys",
    [
        (
            "Insured,Address,City,State,Zip,Certificate Holder,Address,City,State,Zip",
            "insured - - - - name street city state zip",
        ),
        (
            "Certificate Holder,Address,City,State,Zip,Insured,Address,City,State,Zip",
            "name street city state zip insured - - - -",
        ),
        (
            "Insured,Address 1,Address 2,City,Holder Name,Address 1,Address 2,City",
            "insured - - - name street street city",
        ),
        (
            "Name,Mailing Address,Physical Address,City,State,Zip",
            "name street - city state zip",
        ),
        (
            "Company,Physical Street,Physical City,Mailing Street,Mailing City,Phone",
            "name - - street city phone",
        ),
        (
            "Holder,Address,City,Zip,Shipping Address,Shipping City,Shipping Zip",
            "name street city zip - - -",
        ),
        (
            "Insured,Address,City,State,Holder Name,Holder Address,Holder City",
            "insured - - - name street city",
        ),
        (
            "Holder Name,Holder Address,Address 2,City,State,Zip",
            "name street street city state zip",
        ),
        (
            "Company,Mailing Address,City,State,Zip,Billing Country",
            "name street city state zip country",
        ),
        ("Company,Home Street,Home City,Home State", "name street city state"),
        ("Name,City,State,State Code,Zip", "name city state - zip"),
    ],
)
def test_only_one_address_goes_in(headers, keys):
    found = map_columns(headers.split(","))
    assert " ".join(key or "-" for key in found) == keys


SIDES = {
    "Holder,Address,City,,Holder,Address,City": 4,
    "Holder Name,Address,City,State,Zip,Holder Name,Address,City,State,Zip": 5,
    "Holder Name,Address,City,,Holder Name.1,Address.1,City.1": 4,
    "Landlord,Address,City,Lender,Address,City": 3,
    "First Name,Last Name,Address,City,First Name,Last Name,Address,City": 4,
    "Holder,Email,Holder,Email": 2,
    "Name,Address 1,Address 2,City,Name,Address 1,Address 2,City,Name,Address 1": 4,
    "Holder Name 1,Address 1,City 1,Holder Name 2,Address 2,City 2": 3,
}


@pytest.mark.parametrize("headers", SIDES)
def test_two_lists_side_by_side_are_seen(headers):
    texts = headers.split(",")
    at = SIDES[headers]
    assert find_second_list(texts) == at
    mapping = map_columns(texts)
    assert not any(mapping[at:])
    assert {"name", "first_name"} & set(mapping[:at])


@pytest.mark.parametrize(
    "headers",
    [
        "Insured,Address,City,State,Zip,Certificate Holder,Address,City,State,Zip",
        "Company,Contact,Address,City,Email,Contact Email",
        "First Name,Last Name,Company,Address,City",
        "Name,Holder Name,City",
        "Holder Name,Holder Name 2,Address 1,Address 2,City",
        ",".join(OUTLOOK),
        ",".join(GOOGLE),
        ",".join(THUNDERBIRD),
        ",".join(QUICKBOOKS),
        "Company,Street,City,Owner,Owner Phone,Email",
    ],
)
def test_one_list_is_not_two(headers):
    assert find_second_list(headers.split(",")) is None
