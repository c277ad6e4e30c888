"""The header is found wherever it is, and its columns are understood."""

import pytest
from coi_sheets import Row, read_safely
from coi_sheets.header import find_header, map_columns
from making import HEADERS, ROWS, make_csv

FOUNDING = (
    "Holder Name, Address Line 1, Address Line 2, City, State, ZIP, Email, Phone, "
    "Insured Name, Policy Number, Additional Insured Type, Description of Operations, "
    "Loan Number"
)
KEYS = (
    "name street street city state zip email phone insured policy type description "
    "loan_number"
)
LISTS = {
    "founding": (FOUNDING, KEYS),
    "epic": (
        "Name, Attention, Street 1, Street 2, City, State/Prov, Zip/Postal, Country, "
        "Email address, Nature of Interest, Remarks",
        "name attention street street city state zip country email type description",
    ),
    "csr24": (
        "Holder, Addr1, Addr2, City, St, Zip Code, Attn, E-mail(s), Group, "
        "Receives Renewals, AI, WOS",
        "name street street city state zip attention email - - ai waiver",
    ),
    "ams360": (
        "Cert Holder Name, Address 1, Address 2, City, ST, Zip, Additional Interest, "
        "Loan #, Interest Type",
        "name street street city state zip - loan_number type",
    ),
    "ezlynx": (
        "Certificate Holder Name, Address Line 1, Address Line 2, City, State, "
        "Zip Code, Email, Fax, Attention To, Description of Operations",
        "name street street city state zip email - attention description",
    ),
    "nexsure": (
        "Company, Street Address, City, State Code, Postal Code, Phone Number, "
        "Interest, Project Name",
        "name street city state zip phone type project",
    ),
    "odoo": (
        "Name, Street, Street2, City, State, Zip, Country, Email, Phone",
        "name street street city state zip country email phone",
    ),
    "odoo_fields": (
        "name, street, street2, city, state_id, zip, country_id, email, phone",
        "name street street city state zip country email phone",
    ),
    "plain": (
        "Company Name*, Mailing Address (optional), City/State/Zip, AI/WOS/PNC, "
        "Job #, Expires",
        "name street place flags project valid_until",
    ),
    "spanish": (
        "Titular del certificado, Dirección, Ciudad, Estado, Código Postal, Teléfono, "
        "Correo electrónico, Asegurado, Núm. de póliza, Tipo de interés, "
        "Renuncia de subrogación, Descripción de operaciones, Nº de préstamo",
        "name street city state zip phone email insured policy type waiver "
        "description loan_number",
    ),
    "two_insureds": (
        "Insured, Certificate Holder, Holder Address, Holder City, Holder State, "
        "Holder Zip, Addl Insd, Subr Wvd, P&NC",
        "insured name street city state zip ai waiver pnc",
    ),
    "program": (
        "HolderName, AddressLine1, AddressLine2, City, StateCode, ZipCode, "
        "InsuredName, PolicyNumber, LoanNumber",
        "name street street city state zip insured policy loan_number",
    ),
    "mexican": (
        "Tenedor del certificado, Calle, Colonia, Municipio, Entidad federativa, C.P., "
        "Nº Póliza, A la atención de",
        "name street street city state zip policy attention",
    ),
    "people": (
        "First Name, Last Name, Address, City, State, Zip",
        "first_name last_name street city state zip",
    ),
}


@pytest.mark.parametrize("system", LISTS)
def test_columns_map_themselves(system):
    headers, keys = LISTS[system]
    found = map_columns(headers.split(", "))
    assert [key or "-" for key in found] == keys.split()


def test_of_two_columns_for_one_place_the_surer_one_gets_it():
    assert map_columns(["Name", "Holder Name", "City"]) == ["", "name", "city"]
    assert map_columns(["Email", "Email 2"]) == ["email", "email"]
    assert map_columns(["Name", "City", "City"]) == ["name", "city", ""]


def test_a_contact_column_is_the_name_when_there_is_no_other():
    assert map_columns(["Contact", "Address", "City"])[0] == "name"
    assert map_columns(["Company", "Contact", "City"])[:2] == ["name", "attention"]


@pytest.mark.parametrize("header", ["Mortgagee", "Additional Insureds", "Lienholder"])
def test_a_column_named_for_the_interest_is_the_name_when_there_is_no_other(header):
    assert map_columns([header, "Address", "City"])[0] == "name"
    assert map_columns([header, "Holder", "City"])[0] != "name"


def test_a_row_that_names_interests_is_no_header():
    rows = [["Foo", "Bar"], ["First Bank", "Mortgagee"], ["Oak Trust", "Lienholder"]]
    assert find_header(read_safely(make_csv(rows)).rows).index == 0


def test_zip_plus_four_is_the_zip_code_when_there_is_no_other():
    assert map_columns(["Name", "Zip+4"]) == ["name", "zip"]
    assert map_columns(["Name", "Zip", "Zip+4"]) == ["name", "zip", "zip4"]


@pytest.mark.parametrize("above", range(20))
def test_the_header_is_found_in_any_of_the_first_twenty_rows(above):
    titles = [[f"Certificate holders of 2026, part {line}"] for line in range(above)]
    book = read_safely(make_csv([*titles, HEADERS, *ROWS]))
    assert find_header(book.rows).index == above


def test_data_that_looks_like_a_header_does_not_win():
    rows = [HEADERS, ["Certificate Holder", "Address", "x", "y", "z"], *ROWS]
    assert find_header(read_safely(make_csv(rows)).rows).index == 0


def test_a_header_of_two_lines():
    rows = [
        Row(1, ["Our list"], "s"),
        Row(3, ["Holder Name", "Mailing Address", "", ""], "sss "),
        Row(4, ["", "Street", "City", "ZIP"], " sss"),
        Row(5, ["Harbor", "1 Way", "Boston", "02110"], "ssss"),
    ]
    header = find_header(rows)
    assert header.index == 2
    assert map_columns(header.texts) == ["name", "street", "city", "zip"]


def test_unknown_headers_leave_all_to_the_user():
    header = find_header(read_safely(make_csv([["Foo", "Bar"], ["a", "b"]])).rows)
    assert (header.index, header.known) == (0, 0)
    assert map_columns(header.texts) == ["", ""]


def test_a_signature_ignores_case_and_punctuation():
    def sign(headers):
        return find_header(read_safely(make_csv([headers])).rows).signature

    assert sign(["Holder Name", "City"]) == sign(["HOLDER NAME:", "city "])
    assert sign(["Holder Name", "City"]) != sign(["City", "Holder Name"])
