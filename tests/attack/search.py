"""Finding by what one may not see: does anything match a text of the other company?"""

from callers import Web
from sweep import Sweep
from world import MARK

TEXTS = ("char", "text", "html")
WORD = MARK[3:]  # in no text that the other attacks write
ANY = "QQQ nowhere QQQ"
AT_ONCE = 60  # paths in one question
LINKS = ("many2one", "one2many", "many2many")


class SearchSweep(Sweep):
    """Counts the records whose texts, or related ones', hold B's mark: always none."""

    def run_searches(self, logins, depth=1):
        for login in logins:
            web = Web(self.url, self.world.name, login)
            for model, about in self.world.models.items():
                if about["abstract"] or self._ask(web, model, []).error:
                    continue
                paths = list(self.iter_paths(model, login, depth))
                for start in range(0, len(paths), AT_ONCE):
                    self._search(web, model, paths[start : start + AT_ONCE])
        return self

    def iter_paths(self, model, login, depth):
        """Every text that is to be reached over at most so many relations."""
        about = self.world.models.get(model)
        if not about:
            return
        for name in about["seen"].get(login or "public") or []:
            kind, comodel, _stored, _ours = about["fields"][name]
            if kind in TEXTS:
                yield name
            elif (
                kind in LINKS and depth and comodel.startswith(("coi.", "res.partner"))
            ):
                for path in self.iter_paths(comodel, login, depth - 1):
                    yield f"{name}.{path}"

    def _ask(self, web, model, paths, word=WORD):
        domain = ["|"] * (len(paths) - 1) + [[path, "like", word] for path in paths]
        kwargs = {"domain": domain}
        return web.call(model, "search_count", None, kwargs, {"active_test": False})

    def _search(self, web, model, paths):
        """All in one question; where it is refused or finds something, in two."""
        answer = self._ask(web, model, paths)
        self.done.update((web.login, model, path) for path in paths)
        if not answer.error and not answer.result:
            return
        if len(paths) > 1:
            half = len(paths) // 2
            self._search(web, model, paths[:half])
            self._search(web, model, paths[half:])
        # Where there is no text to compare, everything matches anything.
        elif (
            answer.result and answer.result != self._ask(web, model, paths, ANY).result
        ):
            call = model, "search_count", paths
            self.add("LEAK", web.login, call, f"{answer.result} records are found")
