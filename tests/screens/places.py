"""How one gets to each screen: by names and classes, whatever language it speaks."""

from dataclasses import dataclass

from coi_sample_forms import make
from outside import LIST
from renewing import LENDER, MASON, TRUCKS

INSURED = "Granite Ridge Contractors, LLC"
POLICY = "NC-GL-100200"
HOLDERS = "".join(
    f'{row},"{INSURED}",Y\n'
    for row in (
        "Lantern Row Lofts LLC,4 Lantern Row,Boston,MA,02110,office@lantern.example",
        "Ferry Slip Partners LP,18 Ferry Slip,Bostn,MA,021,ferry",
        "Ferry Slip Partners LP,18 Ferry Slip,Boston,MA,02110,",
        ",9 Nowhere Lane,Boston,MA,02110,",
    )
)
LISTED = f"Holder Name,Address,City,State,ZIP,Email,Insured Name,AI\n{HOLDERS}"
UPLOADED = "SAMPLE 25"
DATE = "Form_CompletionDate_A"
NUMBERED = """(number) =>
    document.querySelector("[name=number] input")?.value === number"""
FORM = ".o_form_view"
WINDOW = f".modal {FORM}"
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
TAB = "[name=coi_additional_interest_ids]"


@dataclass
class Place:
    """A screen: how one gets there, and where on the page it is."""

    open: object
    shown: str = "html"


def _menu(screen, *names):
    for name in names:
        screen.page.click(f"[data-menu-xmlid='coi_mass_generate.{name}']")


def _open_row(screen, action, text=""):
    """A record of a list through one of its cells that is no button."""
    screen.open(action)
    screen.page.click(f"{LIST}:has-text('{text}') >> nth=0 >> .o_data_cell >> nth=0")
    screen.page.wait_for_selector(FORM)


def insureds(screen):
    screen.open("action_insureds")


def _open_insured(screen):
    """On a phone they are cards."""
    screen.page.goto(f"{screen.url}/odoo/action-coi_mass_generate.action_insureds")
    screen.page.click(
        f"{LIST}:has-text('{INSURED}') .o_data_cell[name=complete_name], "
        f".o_kanban_record:has-text('{INSURED}')"
    )
    screen.page.wait_for_selector(FORM)


def tab(screen):
    _open_insured(screen)
    screen.page.wait_for_selector(".o_coi_holders_bar")
    screen.page.wait_for_selector(f"{TAB} .o_data_row")


def interest(screen):
    tab(screen)
    screen.page.click(f"{TAB} [name=action_open] >> nth=0")
    screen.page.wait_for_selector("[name=holder_fit]")


def new_holder(screen):
    tab(screen)
    screen.page.click(".o_coi_add_holder")
    screen.page.fill(".o_selected_row [name=holder_id] input", "Nobody Yet Known, Inc.")
    screen.page.click(".o_m2o_dropdown_option_create_edit")
    screen.page.wait_for_selector(WINDOW)


def popup(screen):
    tab(screen)
    screen.page.click("[name=action_coi_generate]")
    screen.wait_for_rows()
    screen.check_all()
    screen.page.wait_for_selector(".o_coi_judged", state="detached")


def batches(screen):
    screen.open("coi_batch_action")
    screen.page.wait_for_selector(LIST)


def batch(screen):
    _open_row(screen, "coi_batch_action")
    screen.page.wait_for_selector(".o_coi_progress")


def certificates(screen):
    screen.open("coi_certificate_action")
    screen.page.wait_for_selector(LIST)


def certificate(screen):
    _open_row(screen, "coi_certificate_action")


def renewed_since(screen):
    screen.open("coi_renewed_since_action")
    # The head of a group is Odoo's own.
    screen.page.click(".o_facet_remove")
    screen.page.wait_for_selector(LIST)


def papers(screen):
    """Who holds a certificate that shows a policy."""
    policy(screen)
    screen.page.click("[name=action_open_papers]")
    # The head of a group is Odoo's own.
    screen.page.click(".o_facet_remove >> nth=1")
    screen.page.wait_for_selector(LIST)


def policies(screen):
    screen.open("coi_policy_action")


def policy(screen):
    _open_row(screen, "coi_policy_action", POLICY)


def renewals(screen):
    """The board."""
    address = f"{screen.url}/odoo/action-coi_mass_generate.coi_renewal_action"
    screen.page.goto(address)
    screen.page.wait_for_selector(CARD)


def renewal(screen):
    renewals(screen)
    screen.page.click(f"{CARD}:has-text('{MASON}')")
    screen.page.wait_for_selector(".o_coi_alarm_kind")


def renewal_policies(screen):
    renewal(screen)
    screen.page.click(".o_notebook [name=policies]")
    screen.page.wait_for_selector(f"[name=policy_ids] :is(.o_data_row, {CARD})")


def notices(screen):
    screen.open("coi_notice_action")
    screen.page.wait_for_selector(LIST)


def notice(screen):
    _open_row(screen, "coi_notice_action", MASON)
    screen.page.wait_for_selector(f"[name=line_ids] :text('{LENDER}')")


def who_is_told(screen):
    screen.open("coi_notice_practice_action")
    screen.page.wait_for_selector(LIST)


def change_who_is_told(screen):
    who_is_told(screen)
    screen.page.click(".o_list_view [name=action_change]")
    screen.page.wait_for_selector(f"{WINDOW} [name=reason]")


def announced(screen):
    """A policy whose cancellation is announced."""
    _open_row(screen, "coi_policy_action", TRUCKS)
    screen.page.wait_for_selector("[name=action_reinstate]")


def reinstate(screen):
    announced(screen)
    screen.page.click("[name=action_reinstate]")
    screen.page.wait_for_selector(f"{WINDOW} [name=has_gap]")


def new_policies(screen):
    tab(screen)
    screen.page.click("[name=action_coi_new_policies]")
    screen.page.wait_for_selector(".modal .o_coi_policy_grid .o_selected_row")


def upload(screen):
    insureds(screen)
    _menu(screen, "menu_import", "menu_import_interests")
    screen.page.wait_for_selector(WINDOW)


def columns(screen):
    upload(screen)
    screen.page.set_input_files(
        ".modal input[type=file]",
        {"name": "list.csv", "mimeType": "text/csv", "buffer": LISTED.encode()},
    )
    screen.page.wait_for_selector(".modal [name=file] .o_input, .modal [name=file] a")
    screen.page.click(".modal [name=action_preview]")
    screen.page.wait_for_selector("[name=column_ids] .o_data_row")


def preview(screen):
    columns(screen)
    screen.page.click("[name=action_preview]")
    screen.page.wait_for_selector(".o_coi_import_rows")


def interests(screen):
    screen.open("coi_additional_interest_action")


def agency(screen):
    insureds(screen)
    _menu(screen, "menu_configuration", "menu_agency")
    screen.page.wait_for_selector(WINDOW)


def pdf_form(screen):
    """An uploaded form; of the first time in a run it is uploaded."""
    screen.open("coi_form_action")
    row = screen.page.locator(f"{LIST}:has-text('{UPLOADED}')")
    if row.count():
        row.locator(".o_data_cell").nth(1).click()
    else:
        screen.page.click(".o_list_button_add")
        content = make(edition=f"{UPLOADED} (2026/11)", names={DATE: "f1_01"})
        screen.page.set_input_files(
            "[name=file] input[type=file]",
            {"name": "form.pdf", "mimeType": "application/pdf", "buffer": content},
        )
        screen.page.wait_for_function(NUMBERED, arg=UPLOADED)
        screen.page.click(".o_form_button_save")
    screen.page.wait_for_selector(".o_coi_open_map")


def map_fields(screen):
    pdf_form(screen)
    screen.page.click(".o_coi_open_map")
    screen.page.wait_for_selector(".o_coi_paper[data-drawn]")
    screen.page.click(".o_coi_next")
    screen.page.wait_for_selector(".o_coi_value")


# The main ones, and those beside them that many people see every day.
PLACES = {
    "insureds": Place(insureds),
    "tab": Place(tab),
    "interest": Place(interest, ".modal"),
    "new_holder": Place(new_holder, ".modal"),
    "popup": Place(popup, ".modal"),
    "batches": Place(batches),
    "batch": Place(batch),
    "certificates": Place(certificates),
    "certificate": Place(certificate),
    "renewed_since": Place(renewed_since),
    "papers": Place(papers),
    "policies": Place(policies),
    "policy": Place(policy),
    "renewals": Place(renewals),
    "renewal": Place(renewal),
    "renewal_policies": Place(renewal_policies),
    "notices": Place(notices),
    "notice": Place(notice),
    "who_is_told": Place(who_is_told),
    "change_who_is_told": Place(change_who_is_told, ".modal"),
    "announced": Place(announced),
    "reinstate": Place(reinstate, ".modal"),
    "new_policies": Place(new_policies, ".modal"),
    "upload": Place(upload, ".modal"),
    "columns": Place(columns),
    "preview": Place(preview),
    "interests": Place(interests),
    "agency": Place(agency, ".modal"),
    "pdf_form": Place(pdf_form),
    "map_fields": Place(map_fields),
}
