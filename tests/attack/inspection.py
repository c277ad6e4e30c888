"""Runs in ``odoo shell``: prints, as JSON, what can be called and asked in this Odoo.

Nothing is listed by hand: a model, a method, a field or a route that comes tomorrow is
in it tomorrow.

``models``
    name → ``abstract, transient, table, methods, private, fields, seen``
``methods``
    name → ``{"own": bool, "model": bool, "params": [[name, required, default]]}``;
    own: defined by a module of ours; model: takes no ids
``fields``
    name → ``[type, comodel, stored, ours]``
``seen``
    login → names of the fields that this user is told of
``routes``
    ``{"path", "type", "methods", "params", "own"}``
``reports``
    name → model
``context``
    keys our code looks for in a context
"""

import inspect
import json
import re
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.modules.module import get_module_path
from odoo.service.model import get_public_method

OURS = "odoo.addons.coi_"
# Of Odoo's own models, those that hold or point to records of ours.
MORE = (
    "res.partner",
    "res.company",
    "res.users",
    "ir.attachment",
    "ir.actions.report",
    "ir.exports",
    "ir.filters",
    "ir.model.data",
    "ir.sequence",
    "mail.activity",
    "mail.followers",
    "mail.message",
    "mail.tracking.value",
    "base.partner.merge.automatic.wizard",
)


def simple(value):
    return value if isinstance(value, (str, int, float, bool, type(None))) else None


def describe_params(function):
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return []
    named = (inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return [
        [one.name, one.default is one.empty, simple(one.default)]
        for one in parameters
        if one.kind not in named and one.name != "self"
    ]


def is_ours(function):
    return (getattr(function, "__module__", "") or "").startswith(OURS)


def describe_method(model, name):
    function = get_public_method(model, name)
    return {
        "own": is_ours(function),
        "model": bool(getattr(function, "_api_model", False)),
        "params": describe_params(function),
    }


def find_seen(model):
    try:
        return sorted(model.fields_get(attributes=["type"]))
    except AccessError:
        return []


def describe_model(model):
    methods, private = {}, []
    for name in dir(type(model)):
        if name.startswith("__") or not callable(getattr(type(model), name, None)):
            continue
        try:
            methods[name] = describe_method(model, name)
        except AccessError:  # private
            if is_ours(getattr(type(model), name)):
                private.append(name)
    return {
        "abstract": model._abstract,
        "transient": model._transient,
        "table": model._table,
        "methods": methods,
        "private": private,
        "fields": {
            field.name: [
                field.type,
                field.comodel_name,
                bool(field.store and field.column_type),
                any(one.startswith("coi_") for one in field._modules),
            ]
            for field in model._fields.values()
        },
        "seen": {
            login: find_seen(env(user=uid)[model._name])  # noqa: F821
            for login, uid in PEOPLE.items()  # noqa: F821
        },
    }


def describe_routes():
    found = []
    http, modules = env["ir.http"], env.registry._init_modules  # noqa: F821
    for path, endpoint in http._generate_routing_rules(
        modules, converters=http._get_converters()
    ):
        routing = endpoint.routing
        found.append(
            {
                "path": path,
                "type": routing.get("type", "http"),
                "methods": sorted(routing.get("methods") or []),
                "params": describe_params(endpoint),
                "own": is_ours(endpoint),
            }
        )
    return found


def find_context_keys():
    found = set()
    for module in env.registry._init_modules:  # noqa: F821
        if module.startswith("coi_"):
            for path in Path(get_module_path(module)).rglob("*.py"):
                if "tests" not in path.parts:
                    text = path.read_text(encoding="utf-8")
                    found |= set(re.findall(r"context\.get\(\s*\"(\w+)\"", text))
                    found |= set(re.findall(r"with_context\(\s*(\w+)=", text))
    return sorted(found - {"self", "dict"})


def is_wanted(model):
    return model._name.startswith("coi.") or model._name in MORE


print(
    json.dumps(
        {
            "models": {
                name: describe_model(env[name])  # noqa: F821
                for name in sorted(env.registry.models)  # noqa: F821
                if is_wanted(env[name])  # noqa: F821
            },
            "routes": describe_routes(),
            "reports": {
                report.report_name: report.model
                for report in env["ir.actions.report"].search([])  # noqa: F821
            },
            "context": find_context_keys(),
        }
    )
)
