"""The house stands as its plan says: wings in the order of the flow, short files, short
classes, no public method that nobody meant. Read from the source alone.

There is no list of exceptions: only doors may name what comes later.
"""

import ast
import re
import subprocess
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pytest

ADDON = Path(__file__).resolve().parents[1] / "coi_mass_generate"
PLAIN = ("pdf", "sheets", "wording")
# Each may name those before it, never one behind it.
WINGS = (
    "common",
    "register",
    "forms",
    "fillable",
    "ledger",
    "verdicts",
    "issue",
    "handout",
    "delivery",
    "renewal",
    "notices",
    "imports",
    "wizards",
    "controllers",
)
MOST_METHODS = 30
MOST_LINES = 450
# A button opens what comes later; nothing is worked out by it.
DOORS = ("action_", "_open")
ORM = {
    *("copy_data", "create", "default_get", "fields_get", "init", "name_create"),
    *("unlink", "write"),
}

# What writes past the ORM, which nobody who inherits a model would hear of.
PAST_ORM = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\S+.*\bSET|DELETE\s+FROM|TRUNCATE|COPY\s+\S+\s*\()",
    re.DOTALL,
)
# The one place for it; the turn of an import, which is made or passed on in a single
# statement; rows of a relation that a merge leaves over, which are no records; and what
# an addon that is uninstalled empties.
MAY_WRITE_PAST_ORM = {
    "models/common/coi_bulk.py",
    "models/imports/coi_import_turn.py",
    "wizards/base_partner_merge.py",
    "models/register/coi_additional_interest.py",  # fills a new column in an update
    "hooks.py",
}


@dataclass
class Source:
    """One file of the addon: what it defines and whom it names."""

    path: Path
    place: str
    models: set = field(default_factory=set)
    inherits: set = field(default_factory=set)
    classes: dict = field(default_factory=dict)
    public: set = field(default_factory=set)
    texts: list = field(default_factory=list)
    # (dotted name, function it stands in) and (model, function it stands in)
    imports: set = field(default_factory=set)
    named: set = field(default_factory=set)

    @property
    def wing(self):
        parts = self.path.relative_to(ADDON).parts
        return parts[1] if parts[0] == "models" else parts[0]


class Reader(ast.NodeVisitor):
    def __init__(self, source):
        self.source = source
        self.function = ""

    def visit_ClassDef(self, node):
        methods = [one for one in node.body if isinstance(one, ast.FunctionDef)]
        self.source.classes[node.name] = len(methods)
        own = _read_names(node)
        self.source.models |= own["_name"]
        self.source.inherits |= own["_inherit"] - own["_name"]
        for model in own["_name"] or own["_inherit"]:
            for method in methods:
                if not method.name.startswith("_") and method.name not in ORM:
                    self.source.public.add(f"{model}.{method.name}")
        self.generic_visit(node)

    def visit_FunctionDef(self, node):
        outer, self.function = self.function, self.function or node.name
        self.generic_visit(node)
        self.function = outer

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):  # a docstring runs nothing
            self.generic_visit(node)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            self.source.texts.append(node.value)

    def visit_ImportFrom(self, node):
        module = node.module or ""
        if node.level:
            here = ("coi_mass_generate", *self.source.path.relative_to(ADDON).parts)
            start = here[: len(here) - node.level]
            module = ".".join([*start, *filter(None, [module])])
        for alias in node.names:
            self.source.imports.add((f"{module}.{alias.name}", self.function))

    def visit_Import(self, node):
        for alias in node.names:
            self.source.imports.add((alias.name, self.function))

    def visit_Subscript(self, node):
        if isinstance(node.slice, ast.Constant) and _is_env(node.value):
            self.source.named.add((node.slice.value, self.function))
        self.generic_visit(node)


def _is_env(node):
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name == "env"


def _read_names(node):
    """{"_name": set, "_inherit": set} of a class."""
    found = {"_name": set(), "_inherit": set()}
    for one in node.body:
        if not isinstance(one, ast.Assign) or not isinstance(one.targets[0], ast.Name):
            continue
        if one.targets[0].id in found:
            value = ast.literal_eval(one.value)
            found[one.targets[0].id] |= {value} if isinstance(value, str) else {*value}
    return found


@lru_cache
def read_house():
    """Every file of the addon that is a part of the product, by its place."""
    house = {}
    for path in sorted(ADDON.rglob("*.py")):
        place = path.relative_to(ADDON)
        if place.parts[0] in ("tests", "migrations"):
            continue
        source = house[str(place)] = Source(path, str(place))
        Reader(source).visit(ast.parse(path.read_text(encoding="utf-8")))
    return house


def get_owners():
    """{model: wing that defines it}"""
    return {
        model: source.wing
        for source in read_house().values()
        for model in source.models
    }


def iter_named(source):
    """(wing, function) of all that a file names of the house."""
    owners = get_owners()
    for model, function in source.named:
        if model in owners:
            yield owners[model], function
    for name, function in source.imports:
        parts = name.removeprefix("odoo.addons.").split(".")
        if parts[0] == "coi_mass_generate" and len(parts) > 2:
            yield parts[2] if parts[1] == "models" else parts[1], function


def find_arrows_back():
    """{(file, wing)}: what names a later wing outside of a door."""
    found = set()
    for place, source in read_house().items():
        if source.wing not in WINGS or source.path.name == "__init__.py":
            continue
        for wing, function in iter_named(source):
            is_later = wing in WINGS and WINGS.index(wing) > WINGS.index(source.wing)
            if is_later and not function.startswith(DOORS):
                found.add((place, wing))
    return found


def test_there_is_a_house():
    """What this file reads is what is there: a wrong folder would pass everything."""
    house = read_house()
    assert len(house) > 100
    assert {source.wing for source in house.values()} >= set(WINGS) - {"notices"}
    assert {wing for _file, wing in ALL_NAMED} >= {"common", "register", "ledger"}
    folders = {path.name for path in (ADDON / "models").iterdir() if path.is_dir()}
    assert folders - {"__pycache__"} <= set(WINGS)


ALL_NAMED = {
    (place, wing)
    for place, source in read_house().items()
    for wing, _function in iter_named(source)
}


def test_no_wing_names_a_later_one():
    assert find_arrows_back() == set()


def test_wings_are_loaded_in_their_order():
    text = (ADDON / "models" / "__init__.py").read_text(encoding="utf-8")
    loaded = [
        alias.name
        for node in ast.parse(text).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    ]
    assert loaded == [wing for wing in WINGS if wing in loaded]
    assert {f"models/{wing}/__init__.py" for wing in loaded} <= set(read_house())


def test_a_wing_reaches_into_an_earlier_model_by_a_file_of_its_name():
    owners = get_owners()
    wrong = []
    for place, source in read_house().items():
        for model in source.inherits & set(owners):
            if owners[model] == source.wing or model in ("coi.bulk", "coi.shared"):
                continue
            is_mixin = bool(source.models)
            is_later = WINGS.index(owners[model]) > WINGS.index(source.wing)
            bears_name = source.path.stem == model.replace(".", "_")
            if is_later or not (is_mixin or bears_name):
                wrong.append((place, model))
    assert wrong == []


@pytest.mark.parametrize("package", PLAIN)
def test_plain_packages_know_nothing_around_them(package):
    files = [one for one in read_house().values() if one.wing == package]
    assert files
    for source in files:
        for name, _function in source.imports:
            parts = name.removeprefix("odoo.addons.").split(".")
            assert parts[0] != "odoo", source.place
            if parts[0] == "coi_mass_generate" and len(parts) > 1:
                assert parts[1] == package, source.place


def test_no_file_is_too_long():
    long = {
        place
        for place, source in read_house().items()
        if len(source.path.read_text(encoding="utf-8").splitlines()) > MOST_LINES
    }
    assert long == set()


def test_no_class_has_too_many_methods():
    many = {
        (place, name)
        for place, source in read_house().items()
        for name, count in source.classes.items()
        if count > MOST_METHODS
    }
    assert many == set()


def test_what_writes_past_the_orm_is_in_one_place():
    found = {
        place
        for place, source in read_house().items()
        if any(map(PAST_ORM.search, source.texts))
    }
    assert found == MAY_WRITE_PAST_ORM


def test_no_file_is_somebodys_form():
    """Forms are licensed to those who hold them: what is here was made here."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ADDON.parent, capture_output=True, check=True
    ).stdout.decode()
    files = [ADDON.parent / name for name in listed.split("\0") if name]
    assert len(files) > 500
    found = {
        str(path.relative_to(ADDON.parent))
        for path in files
        if path.is_file() and path.suffix != ".py" and b"%PDF-" in path.read_bytes()
    }
    assert found == {f"tests/pages/files/golden{number}.head" for number in ("", 2, 3)}


def test_every_public_method_is_meant():
    found = set()
    for source in read_house().values():
        if source.wing in WINGS and source.wing != "controllers":
            found |= source.public
    assert sorted(found) == sorted(PUBLIC)


# All that other programs and buttons may call, model by model.
PUBLIC = {
    "coi.additional.interest.action_generate",
    "coi.additional.interest.action_issue",
    "coi.additional.interest.action_open",
    "coi.additional.interest.search_listed",
    "coi.agency.draw_sample",
    "coi.answer.action_accept",
    "coi.answer.action_decline",
    "coi.batch.action_cancel",
    "coi.batch.action_download",
    "coi.batch.action_download_evidence",
    "coi.batch.action_open_certificates",
    "coi.batch.action_open_left",
    "coi.batch.action_pause",
    "coi.batch.action_print_evidence",
    "coi.batch.action_resume",
    "coi.batch.action_retry",
    "coi.batch.action_send",
    "coi.batch.action_take_up",
    "coi.batch.generate",
    "coi.batch.get_progress",
    "coi.batch.get_verdicts",
    "coi.batch.line.action_mend",
    "coi.batch.line.action_open",
    "coi.batch.line.action_open_interest",
    "coi.certificate.action_cancel",
    "coi.certificate.action_download",
    "coi.certificate.action_download_pdf",
    "coi.certificate.action_generate_again",
    "coi.certificate.action_open_marked_pdf",
    "coi.certificate.action_open_pdf",
    "coi.certificate.action_revise",
    "coi.certificate.action_send",
    "coi.certificate.action_send_again",
    "coi.certificate.cancel.action_cancel",
    "coi.certificate.download.action_download",
    "coi.delivery.action_answer_done",
    "coi.delivery.action_add_proof",
    "coi.delivery.action_arrived",
    "coi.delivery.action_download_file",
    "coi.delivery.action_download_pages",
    "coi.delivery.action_leave",
    "coi.delivery.action_mend",
    "coi.delivery.action_open",
    "coi.delivery.action_open_portal",
    "coi.delivery.action_print",
    "coi.delivery.action_printed",
    "coi.delivery.action_repeat",
    "coi.delivery.action_revoke_links",
    "coi.delivery.action_uploaded",
    "coi.delivery.add_proof",
    "coi.delivery.mend",
    "coi.enclosure.action_open",
    "coi.form.action_retire",
    "coi.form.action_set_up",
    "coi.form.action_use",
    "coi.form.move.action_move",
    "coi.form.screen.choose",
    "coi.form.screen.get_screen",
    "coi.form.screen.print_as_block",
    "coi.form.try.action_export",
    "coi.form.try.action_import",
    "coi.form.try.action_insured",
    "coi.form.try.action_names",
    "coi.form.try.get_texts",
    "coi.generate.action_generate",
    "coi.generate.action_preview",
    "coi.generate.find_candidates",
    "coi.generate.get_candidates",
    "coi.generate.judge_candidates",
    "coi.generate.search_candidates",
    "coi.import.action_import",
    "coi.import.action_preview",
    "coi.import.get_result",
    "coi.import.line.action_clear_cells",
    "coi.import.line.action_create_party",
    "coi.import.line.action_different",
    "coi.import.line.action_leave_out",
    "coi.import.line.action_same",
    "coi.import.line.action_take_in",
    "coi.import.line.action_take_party",
    "coi.import.run.action_all_different",
    "coi.import.run.action_all_same",
    "coi.import.run.action_clear_problems",
    "coi.import.run.action_columns",
    "coi.import.run.action_continue",
    "coi.import.run.action_correct_alike",
    "coi.import.run.action_create_parties",
    "coi.import.run.action_download_problems",
    "coi.import.run.action_import",
    "coi.import.run.action_leave_out_problems",
    "coi.import.run.action_open_holders",
    "coi.import.run.action_open_insureds",
    "coi.import.run.action_open_interests",
    "coi.import.run.action_open_policies",
    "coi.import.run.action_preview",
    "coi.import.run.action_undo",
    "coi.import.run.get_result",
    "coi.notice.action_download_owed",
    "coi.notice.action_drop",
    "coi.notice.action_open_deliveries",
    "coi.notice.action_refresh",
    "coi.notice.action_send",
    "coi.notice.action_show_letter",
    "coi.notice.action_take_back",
    "coi.notice.change.action_change",
    "coi.notice.make",
    "coi.notice.practice.action_change",
    "coi.notice.practice.change",
    "coi.notice.send",
    "coi.policy.action_notice_cancellation",
    "coi.policy.action_notice_non_renewal",
    "coi.policy.action_open_notices",
    "coi.policy.action_reinstate",
    "coi.policy.reinstate",
    "coi.reinstate.action_reinstate",
    "coi.policy.action_confirm_endorsements",
    "coi.policy.action_confirm_limits",
    "coi.policy.action_continue",
    "coi.policy.action_end_continuing",
    "coi.policy.action_open_papers",
    "coi.policy.action_renew",
    "coi.policy.action_revise_certificates",
    "coi.policy.action_revise_outdated",
    "coi.policy.continue.action_continue",
    "coi.policy.endorsement.action_confirm",
    "coi.policy.get_papers",
    "coi.renewal.accept",
    "coi.renewal.action_ask",
    "coi.renewal.action_close",
    "coi.renewal.action_drop",
    "coi.renewal.action_open_batches",
    "coi.renewal.action_open_lines",
    "coi.renewal.action_prepare_all",
    "coi.renewal.action_read_answers",
    "coi.renewal.action_refresh",
    "coi.renewal.answers.action_read",
    "coi.renewal.reply.action_take",
    "coi.renewal.reply.action_undo",
    "coi.renewal.action_release",
    "coi.renewal.action_reopen",
    "coi.renewal.action_restore_texts",
    "coi.renewal.action_review",
    "coi.renewal.action_send",
    "coi.renewal.action_write_texts",
    "coi.renewal.get_review",
    "coi.renewal.prepare",
    "coi.renewal.line.action_keep",
    "coi.renewal.line.action_leave_out",
    "coi.renewal.line.action_open_certificates",
    "coi.renewal.line.action_open_interest",
    "coi.renewal.line.action_stop",
    "coi.renewal.line.action_take_in",
    "coi.renewal.line.action_unanswered",
    "coi.renewal.line.leave_out",
    "coi.renewal.policy.action_accept",
    "coi.renewal.policy.action_confirm_endorsements",
    "coi.renewal.policy.action_confirm_limits",
    "coi.renewal.policy.action_open",
    "coi.renewal.policy.action_renew",
    "coi.mend.action_mend",
    "coi.mend.action_arrived",
    "coi.mend.action_leave",
    "coi.mend.action_repeat",
    "coi.upload.proof.action_keep",
    "coi.refuse.action_refuse",
    "coi.send.action_send",
    "coi.send.action_send_now",
    "coi.send.get_preview",
    "coi.send.get_screen",
    "coi.send.pick",
    "coi.send.send_proofs",
    "coi.sending.action_approve",
    "coi.sending.action_go_on",
    "coi.sending.action_pause",
    "coi.sending.action_refuse",
    "coi.sending.action_take_back",
    "coi.sending.get_plan",
    "coi.sending.get_progress",
    "coi.sending.read_report",
    "coi.sending.refuse",
    "coi.sending.send",
    "coi.setup.action_dismiss",
    "coi.setup.action_open",
    "coi.setup.action_show",
    "coi.setup.get_steps",
    "ir.sequence.next_by_code",
    "ir.sequence.next_by_id",
    "res.partner.action_coi_generate",
    "res.partner.action_coi_new_policies",
    "res.partner.action_coi_open_certificates",
    "res.partner.action_coi_open_deliveries",
    "res.partner.action_coi_open_sent",
    "res.partner.action_coi_open_policies",
    "res.partner.action_coi_renew",
    "res.partner.action_coi_send",
}
