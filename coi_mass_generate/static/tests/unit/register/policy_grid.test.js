import {describe, expect, test} from "@odoo/hoot";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {animationFrame} from "@odoo/hoot-mock";
import {press} from "@odoo/hoot-dom";

describe.current.tags("desktop");

class CoiPolicy extends models.Model {
    _name = "coi.policy";
    name = fields.Char();
    row = fields.Char();
    label_1 = fields.Char();
    limit_1 = fields.Char({onChange: (record) => spellOut(record)});
    label_2 = fields.Char();
    limit_2 = fields.Char();
    insured_id = fields.Many2one({relation: "coi.insured"});
    _records = [
        {
            id: 1,
            name: "GL-1",
            row: "general_liability",
            label_1: "Each occurrence",
            limit_1: "$1,000,000",
            label_2: "General aggregate",
            limit_2: "$2,000,000",
        },
        {id: 2, name: "A-1", row: "auto", label_1: "Combined single limit"},
    ];
}

class CoiInsured extends models.Model {
    _name = "coi.insured";
    policy_ids = fields.One2many({
        relation: "coi.policy",
        relation_field: "insured_id",
    });
    _records = [{id: 1, policy_ids: [1, 2]}];
}

/** As the server answers what is written. */
function spellOut(record) {
    if (record.limit_1 === "1m") {
        record.limit_1 = "$1,000,000";
    }
}

defineMailModels();
defineModels([CoiPolicy, CoiInsured]);

const cell = (row, name) => `.o_data_row:eq(${row}) [name=${name}]`;
const input = (row, name) => `${cell(row, name)} input`;

const mount = (readonly = false) =>
    mountView({
        resModel: "coi.insured",
        resId: 1,
        type: "form",
        readonly,
        arch: /* xml */ `
            <form class="o_coi_policy_grid">
                <field name="policy_ids" widget="coi_new_rows">
                    <list editable="bottom">
                        <field name="label_1" column_invisible="1"/>
                        <field name="label_2" column_invisible="1"/>
                        <field name="name"/>
                        <field
                            name="limit_1"
                            widget="coi_labelled"
                            options="{'label_field': 'label_1'}"
                            readonly="not label_1"/>
                        <field
                            name="limit_2"
                            widget="coi_labelled"
                            options="{'label_field': 'label_2'}"
                            readonly="not label_2"/>
                    </list>
                </field>
            </form>`,
    });

test("each row asks under a label of its own", async () => {
    await mount();
    expect(`${cell(0, "limit_1")} .o_coi_label`).toHaveText("Each occurrence");
    expect(`${cell(1, "limit_1")} .o_coi_label`).toHaveText("Combined single limit");
    expect(cell(0, "limit_2")).toHaveText(/General aggregate\s*\$2,000,000/);
});

test("a label too long for its column is read in full on hover", async () => {
    await mount();
    expect(`${cell(0, "limit_2")} .o_coi_label`).toHaveAttribute(
        "title",
        "General aggregate"
    );
});

test("where a row asks for nothing, there is neither label nor field", async () => {
    await mount();
    expect(`${cell(1, "limit_2")} .o_coi_label`).toHaveCount(0);
    await contains(`${cell(1, "name")}`).click();
    expect(input(1, "limit_1")).toHaveCount(1);
    expect(input(1, "limit_2")).toHaveCount(0);
});

test("the label is the field's name to a screen reader, and read once", async () => {
    await mount();
    await contains(cell(0, "limit_1")).click();
    expect(input(0, "limit_1")).toHaveAttribute("aria-label", "Each occurrence");
    expect(input(0, "limit_2")).toHaveAttribute("aria-label", "General aggregate");
    expect(`${cell(0, "limit_1")} .o_coi_label`).toHaveAttribute("aria-hidden", "true");
});

test("Tab goes from limit to limit, and past what a row does not have", async () => {
    await mount();
    await contains(cell(0, "name")).click();
    await press("Tab");
    expect(input(0, "limit_1")).toBeFocused();
    await press("Tab");
    expect(input(0, "limit_2")).toBeFocused();
    await press("Tab");
    await animationFrame();
    expect(input(1, "name")).toBeFocused();
});

test("what is written is shown as the server spells it out", async () => {
    await mount();
    await contains(cell(1, "limit_1")).click();
    await contains(input(1, "limit_1")).edit("1m", {confirm: "tab"});
    expect(cell(1, "limit_1")).toHaveText(/\$1,000,000/);
});

test("what is written is saved", async () => {
    onRpc("coi.insured", "web_save", ({args}) => {
        expect.step(args[1].policy_ids);
    });
    await mount();
    await contains(cell(0, "limit_2")).click();
    await contains(input(0, "limit_2")).edit("Excluded", {confirm: "blur"});
    await contains(".o_form_button_save").click();
    expect.verifySteps([[[1, 1, {limit_2: "Excluded"}]]]);
});

test("where nothing is entered yet, one is in the first row at once", async () => {
    CoiInsured._records[0].policy_ids = [];
    await mount();
    await animationFrame();
    expect(".o_data_row").toHaveCount(1);
    expect(input(0, "name")).toBeFocused();
    await press("Escape");
    await animationFrame();
    expect(".o_data_row").toHaveCount(0);
});

test("where something is, no row is added to it", async () => {
    await mount();
    await animationFrame();
    expect(".o_data_row").toHaveCount(2);
    expect(".o_selected_row").toHaveCount(0);
});

test("read only, the value stands under its label", async () => {
    await mount(true);
    expect(cell(0, "limit_1")).toHaveText(/Each occurrence\s*\$1,000,000/);
    expect(`${cell(0, "limit_1")} input`).toHaveCount(0);
});
