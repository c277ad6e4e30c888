import {describe, expect, test} from "@odoo/hoot";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import "@coi_mass_generate/register/interest_cells/interest_cells";

describe.current.tags("desktop");

class CoiAdditionalInterest extends models.Model {
    _name = "coi.additional.interest";
    ai_line_ids = fields.Many2many({relation: "coi.coverage.line"});
    _records = [{id: 1, ai_line_ids: [5, 6]}];
}

class CoiCoverageLine extends models.Model {
    _name = "coi.coverage.line";
    name = fields.Char();
    _records = [
        {id: 5, name: "GL"},
        {id: 6, name: "Auto"},
    ];
}

defineMailModels();
defineModels([CoiAdditionalInterest, CoiCoverageLine]);

test("marks that are only read take one line, whatever their number", async () => {
    await mountView({
        resModel: "coi.additional.interest",
        type: "list",
        arch: `<list><field name="ai_line_ids" widget="coi_marks"/></list>`,
    });
    expect(".o_coi_marks").toHaveText("GL Auto");
    expect(".o_coi_marks").toHaveAttribute("title", "GL, Auto");
    expect(".o_tag").toHaveCount(0);
});
