import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class CoiImportRun extends models.Model {
    _name = "coi.import.run";
    name = fields.Char();
    line_ids = fields.One2many({relation: "coi.import.line", relation_field: "run_id"});
    _records = [{id: 1, name: "List", line_ids: [1, 2]}];
}

class CoiImportLine extends models.Model {
    _name = "coi.import.line";
    run_id = fields.Many2one({relation: "coi.import.run"});
    name = fields.Char();
    zip = fields.Char();
    _records = [
        {id: 1, run_id: 1, name: "Harbor Center LLC", zip: "1"},
        {id: 2, run_id: 1, name: "Quarry Court LLC", zip: "2"},
    ];
}

defineMailModels();
defineModels([CoiImportRun, CoiImportLine]);

const mount = async () => {
    onRpc("coi.import.run", "web_save", ({args}) => {
        expect.step(args[1].line_ids);
    });
    await mountView({
        resModel: "coi.import.run",
        resId: 1,
        type: "form",
        arch: /* xml */ `
            <form>
                <h1>List</h1>
                <field name="line_ids" widget="coi_import_rows">
                    <list editable="bottom" create="0" delete="0">
                        <field name="name"/>
                        <field name="zip"/>
                    </list>
                </field>
            </form>`,
    });
};
const zips = () => queryAllTexts(".o_data_row td[name=zip]");

test("a corrected row is saved as soon as it is left", async () => {
    await mount();
    await contains(".o_data_row:eq(0) td[name=zip]").click();
    await contains(".o_selected_row [name=zip] input").edit("02110", {confirm: false});
    expect.verifySteps([]);
    await contains("h1").click();
    await animationFrame();
    expect.verifySteps([[[1, 1, {zip: "02110"}]]]);
    expect(zips()).toEqual(["02110", "2"]);
    expect(".o_selected_row").toHaveCount(0);
});

test("who goes on to the next row goes on typing there", async () => {
    await mount();
    await contains(".o_data_row:eq(0) td[name=zip]").click();
    await contains(".o_selected_row [name=zip] input").edit("02110", {confirm: false});
    await contains(".o_data_row:eq(1) td[name=zip]").click();
    await animationFrame();
    await animationFrame();
    expect.verifySteps([[[1, 1, {zip: "02110"}]]]);
    expect(".o_data_row:eq(1)").toHaveClass("o_selected_row");
    expect(".o_data_row:eq(1) [name=zip] input").toBeFocused();
    await contains(".o_selected_row [name=zip] input").edit("01970", {confirm: false});
    await contains("h1").click();
    await animationFrame();
    expect.verifySteps([[[1, 2, {zip: "01970"}]]]);
});

test("a row in which nothing was typed is not saved", async () => {
    await mount();
    await contains(".o_data_row:eq(0) td[name=zip]").click();
    await contains(".o_data_row:eq(1) td[name=zip]").click();
    await contains("h1").click();
    await animationFrame();
    expect.verifySteps([]);
});
