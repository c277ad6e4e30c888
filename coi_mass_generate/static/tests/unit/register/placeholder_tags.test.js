import {describe, expect, test} from "@odoo/hoot";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class CoiAdditionalInterest extends models.Model {
    _name = "coi.additional.interest";
    series_ids = fields.Many2many({relation: "coi.policy.series"});
    _records = [{id: 1}, {id: 2, series_ids: [5]}];
}

class CoiPolicySeries extends models.Model {
    _name = "coi.policy.series";
    name = fields.Char();
    _records = [{id: 5, name: "GL-1"}];
}

defineMailModels();
defineModels([CoiAdditionalInterest, CoiPolicySeries]);

const mount = (resId) =>
    mountView({
        resModel: "coi.additional.interest",
        resId,
        type: "form",
        arch: /* xml */ `
            <form>
                <field
                    name="series_ids"
                    widget="coi_placeholder_tags"
                    readonly="1"
                    placeholder="All policies"/>
            </form>`,
    });

test("where nothing is chosen, what that means is said, also read only", async () => {
    await mount(1);
    expect("[name=series_ids]").toHaveText("All policies");
});

test("where something is chosen, that is said alone", async () => {
    await mount(2);
    expect("[name=series_ids]").toHaveText("GL-1");
});
