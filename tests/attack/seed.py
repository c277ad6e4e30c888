"""Runs in ``odoo shell``: two agencies, A and B, that share one contact.

Every text of B that can hold one gets the mark, so that an answer that gives any of it
away is known by that. Prints, as JSON, what the attack must know: who can be played,
which ids are whose, and what A's own records are.
"""

import base64
import io
import json
from datetime import date, timedelta

import openpyxl
from PIL import Image

from odoo.fields import Command, Datetime

from odoo.addons.coi_mass_generate.tests.sample_forms import make

env = env(context={**env.context, "tracking_disable": True})  # noqa: F821 (the shell's)
state = env["res.country.state"].search([("code", "=", "MA")], limit=1)
place = {
    "city": "Salem",
    "zip": "01970",
    "state_id": state.id,
    "country_id": state.country_id.id,
}
# Companies and colleagues are contacts that everybody sees: no mark on them.
reached = {**place, "phone": "617 555 0100", "coi_representative": "Jo Bell"}
A = env.company
A.write({"name": "First Agency", "street": "9 A Street", **reached})
B = env["res.company"].create(
    {"name": "Other Agency", "street": "9 B Street", **reached}
)
env.user.company_ids = [Command.link(B.id)]
GROUPS = {
    "portal": ["base.group_portal"],
    "plain": ["base.group_user"],
    "contacts": ["base.group_user", "base.group_partner_manager"],
    "user": ["coi_mass_generate.group_user"],
    "manager": ["coi_mass_generate.group_manager"],
    "settings": ["coi_mass_generate.group_manager", "base.group_system"],
    "theirs": ["coi_mass_generate.group_manager"],
}


def hire(login, company, groups):
    return env["res.users"].create(
        {
            "name": login.title(),
            "login": login,
            "password": login,
            "email": f"{login}@x.example",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set([env.ref(one).id for one in groups])],
        }
    )


people = {
    login: hire(login, B if login == "theirs" else A, groups)
    for login, groups in GROUPS.items()
}
pixels = io.BytesIO()
Image.new("RGB", (200, 80), (1, 2, 250)).save(pixels, "PNG")
for company in (A, B):
    company.coi_signature = base64.b64encode(pixels.getvalue())


def furnish(login, company, tag, party):
    """One agency's records, made by one of its people as in a day's work.

    :param tag: in every text
    :param party: in the names and addresses of contacts
    """
    work = env(user=people[login].id, context={"allowed_company_ids": company.ids})
    owned = {"company_id": company.id}

    def contact(name, **more):
        values = {"name": f"{party} {name}", "street": f"1 {party} Street"}
        return work["res.partner"].create({**values, **place, **owned, **more})

    insured = contact("insured", coi_description=f"{tag} standing text")
    insurer = contact("insurer", coi_naic="12345", coi_is_insurer=True)
    line = env.ref("coi_mass_generate.line_general_liability")
    policy = work["coi.policy"].create(
        {
            "name": f"{tag} policy",
            "insured_id": insured.id,
            "insurer_id": insurer.id,
            "coverage_id": line.id,
            "date_effective": date.today() - timedelta(100),
            "date_expiration": date.today() + timedelta(265),
            "aggregate_other": f"{tag} aggregate",
            "limit_ids": [
                Command.create({"key": "each_occurrence", "amount": 1000000}),
                Command.create({"key": "general_aggregate", "amount": 2000000}),
                Command.create({"key": "own", "name": f"{tag} limit", "text": tag}),
            ],
            "endorsement_ids": [
                Command.create(
                    {
                        "number": f"{tag} CG",
                        "edition": tag,
                        "description": f"{tag} endorsement",
                        "sentence": f"{tag} sentence",
                        "grants_ai_ongoing": True,
                    }
                )
            ],
        }
    )
    for record, word in ((policy, tag), (insured, party)):
        record.message_post(body=f"{word} said of it", subject=f"{word} subject")
    env["ir.attachment"].with_user(people[login]).create(
        {
            "name": f"{tag} attachment.txt",
            "raw": f"{tag} attached".encode(),
            "res_model": "coi.policy",
            "res_id": policy.id,
        }
    )
    report = env.ref("coi_mass_generate.report_coi_certificate_action")
    form = work["coi.form"].create(
        {
            "name": f"{tag} form",
            "number": f"{tag} 25",
            "edition": f"{tag} edition",
            "report_id": report.id,
            "company_id": company.id,
        }
    )
    upload_form(work, tag, company)
    insured.with_env(work).coi_form_id = form
    company.coi_form_id = form
    work["coi.state.approval"].sudo().create(
        {
            "form_id": form.id,
            "state_id": state.id,
            "company_id": company.id,
            "reference": f"{tag} approval",
            "note": f"{tag} note",
        }
    )
    work["coi.wording.rule"].create(
        {
            "phrase": f"{tag} phrase",
            "reason": f"{tag} reason",
            "source": f"{tag} source",
            "company_id": company.id,
        }
    )
    work["coi.endorsement.form"].create(
        {
            "number": f"{tag} 1",
            "edition": f"{tag} 2",
            "title": f"{tag} title",
            "company_id": company.id,
        }
    )
    holders = [contact(f"holder {number}") for number in range(3)]
    holders += [shared, contact("holder blocked", street=False)]
    interests = work["coi.additional.interest"].create(
        [
            {
                "insured_id": insured.id,
                "holder_id": holder.id,
                "company_id": company.id,
                "description": f"{tag} description {number}",
                "project": f"{tag} project",
                "loan_number": f"{tag} loan {number}",
                "attention": f"{tag} attention",
                "ai_line_ids": [Command.set(line.ids if number == 0 else [])],
            }
            for number, holder in enumerate(holders)
        ]
    )
    blocked = interests[-1]
    work["coi.batch"].generate(
        interest_ids=interests.ids, overrides={str(blocked.id): f"{tag} override"}
    )
    work["coi.batch"].generate(
        interest_ids=interests[:2].ids, output="pdf", save_history=False
    )
    certificates = work["coi.certificate"].search([("is_kept", "=", True)])
    cancel = work["coi.certificate.cancel"].create(
        {"certificate_ids": [Command.set(certificates[:1].ids)], "reason": f"{tag} why"}
    )
    cancel.action_cancel()
    work["coi.certificate.cancel"].create(
        {"certificate_ids": [Command.set(certificates[1:2].ids)], "reason": f"{tag} x"}
    )
    certificates[:2].action_download()
    wizard = work["coi.generate"].create(
        {
            "insured_ids": [Command.set(insured.ids)],
            "selected_ids": interests.ids,
            "overrides": {str(blocked.id): f"{tag} override in a wizard"},
            "confirm_warnings": True,
        }
    )
    wizard.action_preview()
    work["coi.agency"].create({"company_id": company.id})
    read_lists(work, tag, party)
    work["ir.filters"].create(
        {
            "name": f"{tag} filter",
            "model_id": "coi.policy",
            "domain": f"[('name', '=', '{tag} policy')]",
            "user_ids": [Command.set(people[login].ids)],
        }
    )
    send(work, tag, company, certificates[2:4])
    renew(work, tag, insured)
    tell(work, tag, policy)
    env.flush_all()


def send(work, tag, company, certificates):
    """Certificates on their way, to a mailbox with a name, and one to nobody."""
    box = work["coi.mailbox"].create(
        {
            "company_id": company.id,
            "email": f"{tag.lower()}@mailbox.example",
            "note": f"{tag} note of a mailbox",
        }
    )
    work["coi.recipient"].create(
        {
            "company_id": company.id,
            "interest_id": certificates[:1].interest_id.id,
            "mailbox_id": box.id,
            "attention": f"{tag} attention",
        }
    )
    told = work["coi.sending"].send(certificates.ids, name=f"{tag} sending")
    sending = work["coi.sending"].browse(told["sending_id"])
    work["coi.link"]._make(sending.delivery_ids[:1])
    # The windows that are open over it.
    certificates.action_send()
    work["coi.refuse"]._open(sending)
    shown = certificates.policy_ids[:1]
    work["coi.policy.continue"]._open(shown)


def renew(work, tag, insured):
    """A renewal in whose review somebody has accepted what there is."""
    # A year hence: what is prepared by hand has no limit in the future.
    told = work["coi.renewal"].prepare(insured.id)
    renewal = work["coi.renewal"].browse(told["renewal_id"])
    for row in renewal.policy_ids:
        row.action_renew()
        row.next_id.name = f"{tag} next policy"
        row.reason = f"{tag} reason"
    renewal.policy_ids.action_confirm_limits()
    renewal.policy_ids.action_confirm_endorsements()
    renewal.text = f"{tag} new text"
    renewal.action_review()
    renewal.line_ids[:1].leave_out(f"{tag} left out")
    for alarm in renewal.alarms:
        renewal.accept(alarm["kind"])
    content = base64.b64encode(work["coi.renewal.list"]._write(renewal))
    work["coi.renewal.reply"]._read_file(renewal, content, f"{tag}.xlsx")
    renewal.action_read_answers()


def tell(work, tag, policy):
    """Holders told of a cancellation, one still to be, and the windows about it."""
    work["coi.notice.practice"].change("all", f"{tag} reason to tell all")
    policy.with_env(work).date_pending_cancel = date.today() + timedelta(30)
    told = work["coi.notice"].make(policy.ids, "cancellation")
    work["coi.notice"].browse(told["notice_id"]).send()
    work["coi.notice"].make(policy.ids, "cancellation")
    work["coi.notice.change"]._open()
    policy.with_env(work).action_reinstate()
    # Others issue certificates that show it.
    policy.with_env(work).date_pending_cancel = False


def upload_form(work, tag, company):
    """A fillable PDF of the company's own, and a name learned of it."""
    form = work["coi.form"].create(
        {
            "name": f"{tag} licensed form",
            "number": f"{tag} 101",
            "edition": f"{tag} edition",
            "kind": "pdf",
            "company_id": company.id,
            "file": base64.b64encode(make(edition=f"{tag} printed")),
            "file_name": f"{tag}.pdf",
            "licence_confirmed": True,
        }
    )
    usable = form.field_ids.filtered("is_usable")
    usable[0].text = f"{tag} fixed text"
    form.action_use()
    work["coi.form.try"].create({"form_id": form.id})
    work["coi.form.move"].create({"form_id": form.id})


def read_lists(work, tag, party):
    """A list imported, one that waits with its problems, and one only uploaded."""
    head = "Certificate Holder,Address 1,City,State,Zip,E-mail\n"
    rows = "Listed Holder,5 Listed Way,Salem,MA,01970,\n"
    odd = f",6 {tag} Way,Salem,MA,01970,{tag} is no address\n"
    links = "Insured,Certificate Holder,Description of Operations,Loan Number\n"
    link = f"{party} insured,{party} holder 0,{tag} told in a list,{tag} 77\n"
    upload(work, "coi.import.holder", (head + rows).encode(), f"{tag}.csv")
    upload(work, "coi.import.interest", (links + link).encode(), f"{tag}.csv")
    wait = {"wait": True}
    upload(
        work, "coi.import.holder", (head + rows + odd).encode(), f"{tag}.csv", **wait
    )
    upload(work, "coi.import.holder", make_workbook(tag), f"{tag}.xlsx", **wait)
    head = "Insured,Line,Policy Number,Insurer,Effective Date,Expiration Date,Limit\n"
    days = "2026-01-01,2027-01-01"
    row = f"{party} insured,Cyber,{tag} listed,{party} insurer,{days},500k\n"
    new = f"{tag} unknown,Cyber,{tag} other,{tag} nobody,{days},{tag}\n"
    upload(work, "coi.import.policy", (head + row).encode(), f"{tag}.csv")
    upload(work, "coi.import.policy", (head + row + new).encode(), f"{tag}.csv", **wait)


def upload(work, model, content, name, wait=False):
    wizard = work[model].create({"file": base64.b64encode(content), "filename": name})
    wizard.action_preview()
    if wizard.run_id.state == "columns" and name.endswith("csv"):
        wizard.run_id.action_preview()
    if not wait:
        # A name alone is asked about.
        wizard.run_id.action_all_same()
        wizard.run_id.action_import()


def make_workbook(tag):
    """Two sheets, to choose from."""
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet()):
        sheet.title = f"{tag} {len(book.sheetnames)}"
        sheet.append(["Certificate Holder", "Address 1"])
        sheet.append([f"{tag} in a workbook", f"{tag} street"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


shared = env["res.partner"].create(
    {"name": "Shared Holder", "street": "1 Common", **place, "company_id": False}
)
furnish("manager", A, INSIDE, "Ours")  # noqa: F821
furnish("theirs", B, MARK, MARK)  # noqa: F821
B.write(
    {
        "coi_contact": f"{MARK} contact",  # noqa: F821
        "coi_fax": f"{MARK} fax",  # noqa: F821
        "coi_representative": f"{MARK} representative",  # noqa: F821
    }
)
until = Datetime.now() + timedelta(hours=20)
env.flush_all()
keys = {
    login: env(user=user.id)["res.users.apikeys"]._generate("rpc", "tests", until)
    for login, user in people.items()
    if login != "portal"
}
env.cr.commit()
print(
    json.dumps(
        {
            "companies": [A.id, B.id],
            "shared": shared.id,
            "public": env.ref("base.public_user").id,
            "people": {login: user.id for login, user in people.items()},
            "keys": keys,
        }
    )
)
