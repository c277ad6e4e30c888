"""What axe finds wrong on a screen, without what is Odoo's own.

``foreign.csv`` lists by rule what Odoo puts on every page and we do not choose: a
finding is left out where the element or one around it matches the selector.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from tools import paths

SOURCE = paths.NODE / "node_modules" / "axe-core" / "axe.min.js"
FOREIGN = Path(__file__).with_name("foreign.csv")
# [{rule, impact, told, html, foreign: places in the list that explain it}]
RUN = """async ([shown, foreign]) => {
    const {violations} = await axe.run(shown, {resultTypes: ["violations"]});
    const explain = (rule, element) => [...foreign.keys()].filter(
        (place) => foreign[place].rule === rule &&
            element.closest(foreign[place].selector));
    return violations.flatMap(({id, impact, nodes}) => nodes.map((node) => ({
        rule: id,
        impact,
        html: node.html,
        told: node.failureSummary,
        foreign: explain(id, document.querySelector(node.target.at(-1))),
    })));
}"""

# What comes late is judged as well, and what fades away is not.
LOADED = """() => !document.querySelector(".o_loading_indicator") && (
    !document.querySelector(".o-mail-Chatter") ||
    document.querySelector(".o-mail-Message"))"""


@dataclass(frozen=True)
class Finding:
    rule: str
    impact: str
    html: str
    told: str

    def __str__(self):
        return f"{self.rule} ({self.impact}): {self.html[:300]}\n    {self.told}"


def read_foreign():
    with open(FOREIGN, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge(page, foreign, shown="html"):
    """What is wrong with the page.

    :param shown: selector of the part that is judged: of what is behind a window,
        nobody is told
    :param foreign: rows of ``foreign.csv``
    :returns: (``Finding`` s of ours, places of those rows that explained another)
    """
    page.wait_for_function(LOADED)
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found = page.evaluate(RUN, [shown, foreign])
    used = {place for each in found for place in each["foreign"]}
    ours = {
        Finding(each["rule"], each["impact"], each["html"], each["told"])
        for each in found
        if not each["foreign"]
    }
    return sorted(ours, key=str), used
