"""Certificates on a fillable form the whole way: from the wizard to the last byte.

A form of our own making, uploaded and set up as an agency does it, beside our own page:
the same holders, by turns, on one warm server. What comes out is read back.
"""

import statistics

from .. import paths, say
from ..odoo import database, script, server
from . import agency, client, engine, read_back

NAME = "coi_bench_forms"
FOLDER = paths.BUILD / "bench" / "forms"
OUTPUTS = ("zip", "pdf")

_UPLOAD = """
from tools.demo import agency, fillable
user = env["res.users"].search([("login", "=", agency.LOGIN)])
form = fillable.upload(env(user=user.id, su=False), fillable.make())
env["res.company"].search([]).coi_click_limit = 1_000_000
env.cr.commit()
print("form", form.id)
"""


def run(options):
    """``forms_ms`` of each output beside ``forms_own_page_ms``, and their ratio."""
    count, turns = (50, 1) if options.small else (10_000, 5)
    database.fresh(NAME)
    say.line("  building the records")
    insureds = agency.build(NAME, [1, count])
    form_id = int(script.run(NAME, _UPLOAD).split()[-1])
    with server.Server(NAME) as odoo:
        figures = _Turns(odoo, insureds, form_id).take(turns)
    say.line("  reading all pages")
    read = read_back.check(NAME, FOLDER)
    database.drop(NAME)
    return {**figures, **read}


class _Turns:
    """Ours and the form by turns, so that a slow minute of the machine hits both."""

    def __init__(self, odoo, insureds, form_id):
        self.pid = odoo.pid
        self.user = client.Client(odoo.url, NAME, agency.LOGIN, agency.PASSWORD)
        self.one, self.count = insureds[1], max(insureds)
        self.insured = insureds[self.count]
        self.forms = {"own": False, "form": form_id}
        self.seconds = {(form, out): [] for form in self.forms for out in OUTPUTS}
        self.memory = dict.fromkeys(self.seconds, 0)

    def take(self, turns):
        FOLDER.mkdir(parents=True, exist_ok=True)
        for form_id in self.forms.values():  # warm: templates, fonts, the form is read
            engine.generate(self.user, self.one, "zip", form_id=form_id)
        say.line(f"  {self.count} certificates, ours and on the form, {turns} times")
        for _turn in range(turns):
            for key in self.seconds:
                self._measure(key)
        self._keep_files()
        return self._summarize()

    def _measure(self, key):
        form, output = key
        agency.forget(NAME)
        with engine.Peak(self.pid) as peak:
            seconds = self._generate(form, output)
        self.seconds[key].append(seconds * 1000 / self.count)
        self.memory[key] = max(self.memory[key], peak.megabytes)

    def _generate(self, form, output, target=None):
        form_id = self.forms[form]
        return engine.generate(self.user, self.insured, output, target, form_id=form_id)

    def _keep_files(self):
        """Both outputs of the form, of batches that are there together."""
        agency.forget(NAME)
        for output in OUTPUTS:
            self._generate("form", output, FOLDER / f"certificates.{output}")

    def _summarize(self):
        ms = {key: statistics.median(times) for key, times in self.seconds.items()}
        return {
            "forms_certificates": self.count,
            "forms_ms": {out: round(ms["form", out], 3) for out in OUTPUTS},
            "forms_own_page_ms": {out: round(ms["own", out], 3) for out in OUTPUTS},
            "forms_to_own_page": {
                out: round(ms["form", out] / ms["own", out], 2) for out in OUTPUTS
            },
            "forms_peak_rss_mb": {out: self.memory["form", out] for out in OUTPUTS},
            "forms_own_page_peak_rss_mb": {
                out: self.memory["own", out] for out in OUTPUTS
            },
        }
