"""What ``dev/demo --renewal`` does: the renewal of what the demo has issued.

The clock of this machine stays as it is. The demo's policies began eleven months ago,
and its certificates carry the day after; so a year has nearly passed today. Liability
goes to another insurer, who gives no completed operations and pays less for damage to
rented premises; all else stays where it is. What becomes of each holder, and who loses
what, is worked out here a second time, from the certificates of last year.
"""

import time
from collections import Counter, defaultdict
from datetime import date
from io import BytesIO

from dateutil.relativedelta import relativedelta
from pypdf import PdfReader

from .. import paths
from . import agency

# Days until the policies end: together, though not on one day.
ENDS_IN = dict.fromkeys(agency.POLICIES, 30) | {"property": 28}
INSURER = ("Meridian Storybook Insurance", "99904")
# Of another insurer: limits and endorsements that are not as they were.
NEW = {
    "general_liability": (
        "GL-8801-27",
        {"damage_to_rented": 50000},
        [
            ("CG 20 10", "12 19", {"grants_ai_ongoing": True}),
            ("CG 24 04", "05 09", {"grants_waiver": True}),
            ("CG 20 01", "12 19", {"grants_pnc": True}),
        ],
    ),
    "umbrella": ("UM-8803-27", {}, agency.POLICIES["umbrella"][3]),
}
# One of so many holders, by its place in the list.
EVERY, NO, ASK, ENDED, TAIL = 12, 2, 5, 7, 10
CRON = "coi_mass_generate.cron_renewals"


def get_issue_date():
    """Of the certificates of last year."""
    begin = date.today() + relativedelta(days=min(ENDS_IN.values()), years=-1)
    return begin + relativedelta(days=3)


def run(env, folder, send=None):
    """The renewal from the scheduled action to what was read back; numbers by name.

    :param send: sends the certificates of the ``coi.renewal`` it is given and returns
        numbers; None: nothing is sent
    """
    start = time.monotonic()
    insured = env["res.partner"].search([("name", "=", agency.INSURED)])
    old = _get_certificates(env, insured)
    report = {"before": _get_standing(old), "since": [_count_since(env)]}
    _say_who_receives(env, insured)
    _enter_new_policies(env, insured)
    renewal = _prepare(env, insured)
    report["mapped"] = _map(renewal)
    report["since"].append(_count_since(env))
    report["outcomes"] = _review(renewal, old)
    report["differences"] = _count_differences(renewal)
    report["alarms"] = _describe_alarms(renewal, old)
    report["refused"] = _release_too_early(renewal)
    batch = _release(renewal)
    report["batch"] = batch.count_done
    report["odd"] = _read_back(batch, renewal)
    report["evidence"] = _save_evidence(env, batch, folder)
    report["since"].append(_count_since(env))
    report["after"] = _get_standing(old)
    if send:
        report["sent"] = send(renewal)
        report["wrong"] = _find_wrong(env, insured, folder)
    report["state"] = renewal.state
    return {**report, "seconds": time.monotonic() - start}


def _get_certificates(env, insured):
    issued = [("insured_id", "=", insured.id), ("state", "=", "issued")]
    return env["coi.certificate"].search(issued, order="id")


def _get_standing(certificates):
    certificates.invalidate_recordset()
    labels = certificates._fields["standing"]._description_selection(certificates.env)
    counts = Counter(certificates.mapped("standing"))
    return {label: counts[key] for key, label in labels if counts[key]}


def _count_since(env):
    """How many *Renewed Since Sent* lists."""
    interests = env["coi.additional.interest"]
    return interests.search_count([("is_renewed_since", "=", True)])


# --------------------------------------------------------------------- a year later


def _say_who_receives(env, insured):
    """Some receive no renewals, of some the insured is asked, and some jobs are over,
    of which one kind gets certificates for completed operations."""
    over = date.today() - relativedelta(days=1)
    later = date.today() + relativedelta(years=2)
    vals = {
        NO: {"renewal": "no"},
        ASK: {"renewal": "ask"},
        ENDED: {"valid_until": over},
        TAIL: {"valid_until": over, "tail_until": later},
    }
    interests = _get_interests(env, insured)
    for rest, some in vals.items():
        chosen = [each.id for each in interests if _get_place(interests, each) == rest]
        interests.browse(chosen).write(some)


def _get_interests(env, insured):
    interests = env["coi.additional.interest"]
    return interests.search([("insured_id", "=", insured.id)], order="id")


def _get_place(interests, interest):
    return interests.ids.index(interest.id) % EVERY


def _enter_new_policies(env, insured):
    """What the agency enters when the binder of the new insurer is there."""
    name, naic = INSURER
    vals = {"name": name, "coi_naic": naic, "coi_is_insurer": True, "is_company": True}
    insurers = env["res.partner"].create([vals])
    for key, (number, limits, endorsements) in NEW.items():
        before = agency.POLICIES[key][2]
        end = date.today() + relativedelta(days=ENDS_IN[key], years=1)
        described = (0, number, {**before, **limits}, endorsements)
        agency.create_policy(env, key, described, insured, insurers, end)
    # Whom the insured belongs to is asked to look after its renewal.
    insured.user_id = env.user
    env.cr.commit()


def _prepare(env, insured):
    """The renewal the scheduled action makes; another run of it makes none."""
    cron = env.ref(CRON).sudo()
    for _turn in range(2):
        cron.method_direct_trigger()
    # It was made in a transaction of its own.
    env.cr.commit()
    env.invalidate_all()
    [renewal] = env["coi.renewal"].search([("insured_id", "=", insured.id)])
    return renewal


def _map(renewal):
    """Say which policies follow: those suggested, and copies of the others."""
    rows = renewal.policy_ids
    suggested = rows.filtered("is_suggested")
    suggested.action_accept()
    for row in rows - suggested:
        row.action_renew()
    # Before, the copies are not relied upon.
    copied = rows.filtered(lambda row: row.limits_to_confirm)
    copied.action_confirm_limits()
    unconfirmed = rows.filtered(lambda row: row.endorsements_to_confirm)
    unconfirmed.action_confirm_endorsements()
    renewal.env.cr.commit()
    return {
        "policies": len(rows),
        "suggested": len(suggested),
        "copied": len(copied),
        "unconfirmed": len(unconfirmed),
        "asked": len(renewal.activity_ids),
        "lines": [_say_mapping(row) for row in rows],
    }


def _say_mapping(row):
    following = f"{row.next_id.name} of {row.next_id.insurer_id.name}"
    return f"{row.policy_id.name} → {following}"


# ------------------------------------------------------------------------ the review


def _review(renewal, old):
    """``{outcome: (found, expected)}``, expected as the docstring of this file says."""
    renewal.action_review()
    renewal.env.cr.commit()
    interests = _get_interests(renewal.env, renewal.insured_id)
    lines = {line.interest_id: line for line in renewal.line_ids}
    counts = defaultdict(lambda: [0, 0])
    for interest in interests:
        counts[lines[interest].outcome][0] += 1
        counts[_expect_outcome(interests, interest, old)][1] += 1
    return dict(counts)


def _expect_outcome(interests, interest, old):
    place = _get_place(interests, interest)
    if place in (NO, ENDED):
        return "leave_out"
    # Who got none last year lacks an address, or what its policy does not give.
    if place == ASK or interest not in old.interest_id:
        return "wait"
    return "include"


def _count_differences(renewal):
    """``{kind: {what: holders}}`` of all that are ready."""
    ready = renewal.line_ids.filtered(lambda line: line.outcome == "include")
    words = dict(ready._fields["worst"]._description_selection(renewal.env))
    found = defaultdict(Counter)
    for line in ready:
        said = {(each["kind"], each["what"]) for each in line.differences or ()}
        for kind, what in said:
            found[words[kind]][what or "Policy"] += 1
    return {words[kind]: found[words[kind]] for kind in ("worse", "changed", "better")}


def _describe_alarms(renewal, old):
    """What is to be accepted, with the numbers of the first holders; and of what is
    lost how many holders lose it as last year's certificates say."""
    expected = _expect_losses(renewal, old)
    described = []
    for alarm in renewal.alarms:
        lines = renewal.line_ids.search(
            [
                ("renewal_id", "=", renewal.id),
                ("outcome", "=", "include"),
                ("kinds", "like", f"|{alarm['kind']}|"),
            ]
        )
        if alarm["kind"].startswith("lost"):
            alarm["expected"] = expected.pop(alarm["kind"], 0)
        described.append({**alarm, "numbers": lines.last_id.mapped("number")})
    missing = [{"title": kind, "missing": count} for kind, count in expected.items()]
    return described + [each for each in missing if each["missing"]]


def _expect_losses(renewal, old):
    """``{kind: holders}`` of those that are ready: all who are shown general liability
    have the lower limit, and of these additional insureds no completed operations."""
    ready = renewal.line_ids.filtered(lambda line: line.outcome == "include")
    number = agency.POLICIES["general_liability"][1]
    papers = old.filtered(
        lambda each: (
            each.interest_id in ready.interest_id
            and number in each.policy_ids.mapped("name")
        )
    )
    insured_too = papers.filtered(
        lambda each: "general_liability" in each.interest_id.ai_line_ids.mapped("key")
    )
    return {"lost_limit": len(papers), "lost_completed": len(insured_too)}


# --------------------------------------------------------------------------- release


def _release_too_early(renewal):
    """Accept kind by kind; how often a release was refused until then, and of how many
    kinds."""
    # Odoo's folder is known only once its environment is there.
    from odoo.exceptions import UserError

    refused = 0
    kinds = [alarm["kind"] for alarm in renewal.alarms]
    for kind in kinds:
        try:
            with renewal.env.cr.savepoint():
                renewal.action_release()
        except UserError:
            refused += 1
        renewal.accept(kind)
    renewal.env.cr.commit()
    return refused, len(kinds)


def _release(renewal):
    renewal.action_release()
    renewal.env.cr.commit()
    [batch] = renewal.batch_ids
    if batch.state == "pending":
        # So many are left to a scheduled action, and here is none but this process.
        renewal.env["coi.runner"].sudo()._cron_run()
        renewal.env.invalidate_all()
    return batch


def _read_back(batch, renewal):
    """What is wrong on a page, as it is printed: number, holder, and policies."""
    following = {row.policy_id: row.next_id for row in renewal.policy_ids}
    odd = []
    for certificate in batch.certificate_ids:
        old, new = certificate.renews_id.policy_ids, certificate.policy_ids
        if new != new.union(*(following[policy] for policy in old)) or not old:
            odd.append(f"{certificate.display_name}: not the terms that follow")
        pages = PdfReader(BytesIO(certificate._get_document())).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        odd += _find_odd(certificate, texts, old - new)
    return odd


def _find_odd(certificate, texts, over):
    name = certificate.display_name
    for place, text in enumerate(texts, start=1):
        if name not in text:
            yield f"{name}: not on page {place}"
    whole, new = " ".join(texts), certificate.policy_ids
    wanted = [certificate.holder_name, *new.mapped("name")]
    wanted += [f"{policy.date_expiration:%m/%d/%Y}" for policy in new]
    unwanted = set(over.mapped("name")) - set(new.mapped("name"))
    unwanted |= {f"{policy.date_effective:%m/%d/%Y}" for policy in over}
    yield from (f"{name}: {each} is missing" for each in wanted if each not in whole)
    yield from (f"{name}: says {each}" for each in unwanted if each in whole)


def _save_evidence(env, batch, folder):
    """Whether the evidence names everything that was accepted."""
    content = env["coi.evidence"]._write(batch)
    (folder / "renewal evidence.csv").write_bytes(content)
    text = content.decode("utf-8-sig")
    accepted = batch.renewal_id.consent_ids.mapped("title")
    return all(f"{title}," in text or f'{title}",' in text for title in accepted)


def _find_wrong(env, insured, folder):
    """Mails to holders that are not to have any."""
    interests = _get_interests(env, insured)
    kept_away = {
        interest.holder_id.email
        for interest in interests
        if _get_place(interests, interest) in (NO, ASK, ENDED)
    }
    names = [path.stem.partition("-")[2] for path in folder.glob("mails/*.eml")]
    return sorted(kept_away & set(names))


# ---------------------------------------------------------------------------- to tell


def check(report):
    """What does not add up, as sentences."""
    errors = []

    def equal(what, found, expected):
        if found != expected:
            errors.append(f"{what}: {found} instead of {expected}")

    for outcome, (found, expected) in report["outcomes"].items():
        equal(f"holders of outcome {outcome}", found, expected)
    ready = report["outcomes"]["include"][0]
    equal("certificates of the renewal", report["batch"], ready)
    for alarm in report["alarms"]:
        if "missing" in alarm:
            equal(alarm["title"], 0, alarm["missing"])
        elif "expected" in alarm:
            equal(alarm["title"], alarm["count"], alarm["expected"])
            equal(f"{alarm['title']}, listed", len(alarm["numbers"]), alarm["count"])
    refused, kinds = report["refused"]
    equal("releases refused", refused, kinds)
    equal("old certificates that are renewed", report["after"].get("Renewed"), ready)
    first, known, left = report["since"]
    equal("renewed since sent before there are new policies", first, 0)
    equal("renewed since sent afterwards", known - left, ready)
    equal("evidence of what was accepted", report["evidence"], True)
    errors += report["odd"]
    errors += [f"was not to get a mail: {email}" for email in report.get("wrong", ())]
    return errors


def tell(report, folder):
    """Lines to print."""
    mapped = report["mapped"]
    yield (
        f"Renewal    {mapped['policies']} policies end soon: {mapped['suggested']} "
        f"followed by what was suggested, {mapped['copied']} copied and confirmed"
    )
    for line in mapped["lines"]:
        yield f"           {line}"
    counts = {key: found for key, (found, _expected) in report["outcomes"].items()}
    yield (
        f"Holders    {counts.get('include', 0)} ready, {counts.get('wait', 0)} wait, "
        f"{counts.get('leave_out', 0)} left out"
    )
    for kind, whats in report["differences"].items():
        said = ", ".join(f"{what} {count}" for what, count in whats.most_common(6))
        yield f"{kind:10} {said or 'nothing'}"
    for alarm in report["alarms"]:
        numbers = alarm.get("numbers", ())
        more = " …" if len(numbers) > 3 else ""
        yield f"Alarm      {alarm['count']} × {alarm['title']}"
        yield f"           {', '.join(numbers[:3])}{more}"
    yield "Release    refused {} times, until each of {} kinds was accepted".format(
        *report["refused"]
    )
    yield f"Issued     {report['batch']} certificates, each read back"
    yield "Since Sent {} at first, {} with the new policies, {} at the end".format(
        *report["since"]
    )
    for name, key in (("before", "before"), ("now", "after")):
        said = ", ".join(f"{count} {label}" for label, count in report[key].items())
        yield f"Last year  {name}: {said}"
    path = (folder / "renewal evidence.csv").relative_to(paths.ROOT)
    yield f"Evidence   {path}   in {report['seconds']:.1f} s"
