"""Arguments for any method and any route, made from the names of what they take.

Nothing here knows a method. A parameter whose name says nothing gets ids of B.
"""

import base64
import itertools
import math
from datetime import date

from world import PART

HTML = base64.b64encode(f"<html>{PART}</html>".encode()).decode()
X2MANY = ("one2many", "many2many")
MANY = 400  # ways to call one method, at most


class Ways:
    """The ways one user may call the methods of one model."""

    def __init__(self, world, model, login):
        self.world = world
        self.login = login
        self.model = model
        self.about = world.models[model]
        self.fields = self.about["fields"]
        self.seen = self.about["seen"].get(login) or []
        self.theirs = world.theirs.get(model) or []
        self.ours = world.ours.get(model) or []
        self.values = {}
        self.ids = list(self.iter_ids())
        self.contexts = list(self.iter_contexts())

    # -------------------------------------------------------------------- calls

    def iter_ids(self):
        """Ids of B, one of them, ours and theirs, none."""
        yield self.theirs
        yield self.theirs[:1]
        yield self.ours[:1] + self.theirs[:1]
        yield []

    def iter_contexts(self):
        world = self.world
        points = {
            f"default_{name}": world.theirs[comodel][0]
            for name, (kind, comodel, _stored, _ours) in self.fields.items()
            if kind == "many2one" and world.theirs.get(comodel)
        }
        yield {}
        yield {"active_test": False, "bin_size": True, "lang": "en_US", "tz": "UTC"}
        yield {"allowed_company_ids": [world.B]}
        yield {
            "allowed_company_ids": [world.A, world.B],
            "default_company_id": world.B,
            "active_ids": self.theirs,
            "active_model": self.model,
            "active_id": (self.theirs or [0])[0],
            **points,
        }
        own = [key for key in world.facts["context"] if key.startswith("coi_")]
        yield {"active_test": False, **dict.fromkeys(own, True)}

    def iter_kwargs(self, params):
        """Every parameter given, as often as its values differ; then only the needed
        ones."""
        given = {
            name: self.get_values(name, default) for name, _required, default in params
        }
        longest = max(map(len, given.values()), default=1)
        for turn in range(min(longest, MANY)):
            yield {name: some[turn % len(some)] for name, some in given.items()}
        needed = [name for name, required, _default in params if required]
        if len(needed) < len(params):
            yield {name: given[name][0] for name in needed}

    def iter_calls(self, method):
        """``(ids or None, kwargs, context)``: all of it, the worst first."""
        yield from itertools.product(*self._get_parts(method))

    def iter_fewer_calls(self, method):
        """Every value of every argument once, with ids and contexts taking turns."""
        ids, kwargs, contexts = self._get_parts(method)
        lead = len(method)  # that not all begin with the same context
        for turn in range(max(len(ids), len(kwargs))):
            yield (
                ids[turn % len(ids)],
                kwargs[turn % len(kwargs)],
                contexts[(turn + lead) % len(contexts)],
            )

    def count_calls(self, method):
        return math.prod(map(len, self._get_parts(method)))

    def count_kwargs(self, method):
        return len(self._get_parts(method)[1])

    def _get_parts(self, method):
        about = self.about["methods"][method]
        ids = [None] if about["model"] else self.ids
        return ids, list(self.iter_kwargs(about["params"])), self.contexts

    # ------------------------------------------------------------------- values

    def get_values(self, name, default=None):
        """What to give a parameter of this name."""
        key = name, default
        if key not in self.values:
            self.values[key] = self._make_values(name, default)
        return self.values[key]

    def _make_values(self, name, default):
        maker = getattr(self, f"give_{name}", None)
        found = list(maker()) if maker else []
        if found:
            return found
        for other, known in ALIASES.items():
            if name in known:
                return self.get_values(other, default)
        return self._guess(name, default)

    def _guess(self, name, default):
        if isinstance(default, bool) or name.startswith(("is_", "do_", "with_")):
            return [True, False]
        if isinstance(default, (int, float)):
            return [1]
        if "date" in name:
            return [date.today().isoformat()]
        if name.endswith(("_ids", "ids")):
            return [self.guess_ids(name.removesuffix("ids").strip("_"))]
        if name.endswith(("_id", "id")):
            return [
                (self.guess_ids(name.removesuffix("id").strip("_")) or [1])[0],
                self.world.B,
            ]
        if isinstance(default, str):
            return [default, PART]
        return [self.theirs, PART, {str(one): PART for one in self.theirs[:3]}]

    def guess_ids(self, word):
        """Ids of B of the model that a parameter's name means."""
        candidates = [
            comodel
            for name, (_k, comodel, _s, _o) in self.fields.items()
            if comodel and word and name.startswith(word)
        ]
        candidates += [
            model
            for model in self.world.theirs
            if word and model.split(".")[-1] == word
        ]
        if word in ("insured", "holder", "insurer"):
            candidates.append("res.partner")
        for model in candidates:
            if self.world.theirs.get(model):
                return self.world.theirs[model][:20]
        return self.theirs[:20]

    # -------------------------------- names of fields, and what is read of them

    def give_fields(self):
        yield self.seen
        yield list(self.fields)
        yield [f"{name}/name" for name in self._links(self.seen)]
        yield [".id", *list(self._texts())[:3]]

    def give_field_name(self):
        yield from self.seen or ["id"]

    def give_specification(self):
        yield self._spec(self.model, self.seen, 2)
        yield self._spec(self.model, list(self.fields), 1)

    def _spec(self, model, names, depth):
        fields = self.world.models[model]["fields"]
        return {name: self._spec_of(fields[name][1], depth) for name in names}

    def _spec_of(self, comodel, depth):
        if not comodel:
            return {}
        if depth > 1 and comodel.startswith("coi."):
            seen = self.world.models[comodel]["seen"].get(self.login, [])
            return {"fields": self._spec(comodel, seen, depth - 1)}
        return {"fields": {"display_name": {}}}

    def _links(self, names):
        return [name for name in names if self.fields[name][1]]

    def give_groupby(self):
        for name in self.seen:
            kind, _comodel, stored, _ours = self.fields[name]
            if (stored or kind == "many2many") and kind not in ("json", "binary"):
                yield [name]

    def give_group_by(self):
        yield from (name for [name] in self.give_groupby())

    def give_aggregates(self):
        for name in self.seen:
            if self.fields[name][0] in ("char", "many2one", "integer", "date"):
                yield [f"{name}:array_agg", "__count"]

    def give_grouping_sets(self):
        yield from ([group] for group in self.give_groupby())

    def give_progress_bar(self):
        colours = {"done": "x", "ready": "y", PART: "z"}
        for name in self.seen:
            if self.fields[name][0] in ("selection", "boolean"):
                yield {"field": name, "colors": colours}

    # --------------------------------------------------------- what is searched

    def give_domain(self):
        yield []
        yield [["id", "in", self.theirs]]
        yield [["create_uid.login", "=", "theirs"]]
        yield [["display_name", "like", PART]]

    def give_name(self):
        yield PART
        yield ""

    def give_operator(self):
        yield "ilike"

    def give_order(self):
        yield "id desc"

    def give_limit(self):
        yield 80

    def give_offset(self):
        yield 0

    # ---------------------------------------------------------- what is written

    def give_vals(self):
        """Texts over B's, B's records in every relation, B as the company."""
        yield self._texts()
        yield {**self._points(), **self._company(self.world.B)}
        yield from self._commands()
        yield self._company(self.world.A)
        if "active" in self.fields:
            yield {"active": False}
        for name in self.seen:
            kind, _comodel, stored, _ours = self.fields[name]
            if kind == "binary":
                yield {name: HTML}
            elif kind == "json" and stored:
                yield {name: [PART]}
            elif name == "state" and stored:
                yield {name: "done"}

    def _company(self, company):
        return {"company_id": company} if "company_id" in self.fields else {}

    def _texts(self):
        kinds = ("char", "text", "html")
        return {
            name: "WRITTEN BY ANOTHER"
            for name in self.seen
            if self.fields[name][0] in kinds and self.fields[name][2]
        }

    def _points(self):
        found = {}
        for name in self.seen:
            kind, comodel, _stored, _ours = self.fields[name]
            if kind == "many2one" and self.world.theirs.get(comodel):
                found[name] = self.world.theirs[comodel][0]
        return found

    def _commands(self):
        """Every command of a list of records, on records of B."""
        for name in self.seen:
            kind, comodel, _stored, _ours = self.fields[name]
            ids = self.world.theirs.get(comodel)
            if kind in X2MANY and ids and comodel.startswith("coi."):
                yield {name: [[6, 0, ids[:5]]]}
                yield {name: [[4, ids[0], 0]]}
                yield {name: [[1, ids[0], {"name": "WRITTEN BY ANOTHER"}]]}
                yield {name: [[2, ids[0], 0]]}
                yield {name: [[3, ids[0], 0]]}
                yield {name: [[5, 0, 0]]}

    def give_vals_list(self):
        """New records with all that is needed, of A and of B, with B's in them."""
        whole = {**self._texts(), **self._points()}
        for vals in self.give_vals():
            yield [{**whole, **vals}]

    def give_data(self):
        texts = list(self._texts())[:3]
        rows = [[str(one), *(["BY ANOTHER"] * len(texts))] for one in self.theirs[:2]]
        yield rows or [["0", *(["BY ANOTHER"] * len(texts))]]

    def give_translations(self):
        yield {"en_US": {PART: "BY ANOTHER"}}
        yield {"en_US": "BY ANOTHER"}

    def give_body(self):
        yield "said by another"

    def give_scope(self):
        """The wizard's scopes: any selection of that name."""
        yield from ("insureds", "holders", "interests", "certificates")


# parameter whose values are taken: the names under which it goes elsewhere
ALIASES = {
    "fields": ("field_names", "fnames", "allfields", "fields_list", "export_fields"),
    "field_name": ("fname", "field", "relation", "name_field", "field_path"),
    "specification": ("fields_spec", "unfold_read_specification", "read_specification"),
    "domain": ("search_domain", "filter_domain", "category_domain", "args", "query"),
    "vals": ("values", "default", "new_vals", "field_onchange_values"),
    "vals_list": ("vals_lists", "data_list"),
    "order": ("sort",),
    "body": ("subject", "reason", "text"),
}
