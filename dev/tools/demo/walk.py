"""The founding walk, through the wizards of the screen, as their user."""

import base64
import time
from collections import Counter

from . import agency

OUTCOMES = ("created", "updated", "unchanged", "skipped", "errored")
OUTPUTS = ("zip", "pdf")
# One of so many holders gets nothing yet, for those who look around afterwards.
LEFT = 3


def run(env, path, folder, form=None, left=LEFT, issue_date=None):
    """Both passes of the import, then both outputs; counts by step.

    :param form: ``coi.form`` that all holders get theirs on; None: our own page, on
        which some are left out
    :param issue_date: None: today
    """
    report = {
        "holders": _import(env, "coi.import.holder", path),
        "interests": _import(env, "coi.import.interest", path),
    }
    insured = env["res.partner"].search([("name", "=", agency.INSURED)])
    for output in OUTPUTS:
        wizard = _open_wizard(env, insured, issue_date)
        report[output] = _generate(env, wizard, output, folder, form, left)
        env.cr.commit()
    return report


def _import(env, model, path):
    start = time.monotonic()
    content = base64.b64encode(path.read_bytes())
    wizard = env[model].create({"file": content, "filename": path.name})
    wizard.action_preview()
    wizard.action_import()
    env.cr.commit()
    result = wizard.get_result()
    counts = {key: result[key] for key in OUTCOMES}
    return {**counts, "seconds": time.monotonic() - start}


def _open_wizard(env, insured, issue_date):
    action = insured.action_coi_generate()
    wizard = env["coi.generate"].with_context(**action["context"]).create({})
    if issue_date:
        wizard.issue_date = issue_date
    return wizard


def _generate(env, wizard, output, folder, form, left):
    start = time.monotonic()
    candidates = [row["id"] for row in _get_candidates(wizard)]
    wizard.selected_ids = [
        each
        for place, each in enumerate(candidates, start=1)
        if form or not left or place % left
    ]
    wizard.form_id = form
    wizard.output = output
    # The second time nothing has changed, and the wizard says so.
    wizard.confirm_warnings = True
    wizard.action_generate()
    batch = wizard.batch_id
    if batch.state == "pending":
        # So many are left to a scheduled action, and here is none but this process.
        env["coi.runner"].sudo()._cron_run()
    with open(folder / f"certificates.{output}", "wb") as file:
        batch._write_output(file)
    return {
        "candidates": len(candidates),
        "selected": batch.count_selected,
        "done": batch.count_done,
        "blocked": batch.count_blocked,
        "aside": batch.count_aside,
        "failed": batch.count_failed,
        "pages": sum(batch.certificate_ids.mapped("page_count")),
        "reasons": _count_reasons(batch),
        "seconds": time.monotonic() - start,
    }


def _get_candidates(wizard):
    """What the popup lists, asked for as the popup does."""
    return wizard.get_candidates(
        wizard.scope,
        wizard.scope_ids or [],
        wizard.insured_ids.ids,
        wizard.company_id.id,
        wizard.issue_date.isoformat(),
        wizard.policy_ids.ids,
    )


def _count_reasons(batch):
    reasons = batch._get_summary()["reasons"]
    return Counter(reason["message"].partition("\n")[0] for reason in reasons)
