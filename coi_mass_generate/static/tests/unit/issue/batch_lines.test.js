import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

const FINDING = {
    level: "blocked",
    title: "Address incomplete",
    message: "Complete the contact.",
    code: "holder:res.partner:3",
    is_overridden: false,
    mend: "Open Contact",
};

class CoiBatchLine extends models.Model {
    _name = "coi.batch.line";
    name = fields.Char();
    state = fields.Selection({
        selection: [
            ["done", "Done"],
            ["skipped", "Blocked"],
            ["error", "Failed"],
            ["aside", "Left out"],
        ],
    });
    override_summary = fields.Char();
    findings = fields.Json();
    _records = [
        {
            id: 1,
            name: "Adams",
            state: "done",
            override_summary: "Ann: She asked for it",
        },
        {id: 2, name: "Bay", state: "skipped", findings: [FINDING]},
        {id: 3, name: "Cove", state: "error"},
        {id: 4, name: "Dover", state: "aside"},
    ];
}

class CoiBatch extends models.Model {
    _name = "coi.batch";
    count = fields.Integer();
    line_ids = fields.One2many({relation: "coi.batch.line"});
    _records = [
        {id: 7, count: 0, line_ids: [1, 2, 3, 4]},
        {id: 8, count: 1200, line_ids: []},
    ];
}

defineMailModels();
defineModels([CoiBatch, CoiBatchLine]);

test("each outcome has a color of its own", async () => {
    await mountView({
        resModel: "coi.batch.line",
        type: "list",
        arch: `<list><field name="state" widget="coi_outcome"/></list>`,
    });
    expect(queryAllTexts(".o_coi_success")).toEqual(["Done"]);
    expect(queryAllTexts(".text-bg-danger")).toEqual(["Blocked"]);
    expect(queryAllTexts(".text-bg-dark")).toEqual(["Failed"]);
    expect(queryAllTexts(".text-bg-warning")).toEqual(["Left out"]);
});

test("who overrode it and why stands behind the badge", async () => {
    await mountView({
        resModel: "coi.batch.line",
        type: "list",
        arch: `<list><field name="override_summary" widget="coi_overridden"/></list>`,
    });
    expect(".o_coi_overridden").toHaveCount(1);
    expect(".o_coi_overridden .badge").toHaveText("Overridden");
    expect(".o_coi_overridden").toHaveText(/Ann: She asked for it/);
});

test("a count of none says nothing", async () => {
    await mountView({
        resModel: "coi.batch",
        type: "list",
        arch: `<list><field name="count" widget="coi_count"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell[name=count]")).toEqual(["", "1,200"]);
});

test("a row opens what the server says", async () => {
    mockService("action", {
        doAction({res_model, res_id}) {
            expect.step([res_model, res_id]);
        },
    });
    onRpc("coi.batch.line", "action_open", ({args}) => ({
        type: "ir.actions.act_window",
        res_model: "coi.certificate",
        res_id: 10 * args[0][0],
    }));
    await mountView({
        resModel: "coi.batch",
        resId: 7,
        type: "form",
        arch: /* xml */ `
            <form edit="0">
                <field name="line_ids" widget="coi_open_rows">
                    <list><field name="name"/></list>
                </field>
            </form>`,
    });
    await contains(".o_data_cell:contains(Bay)").click();
    await animationFrame();
    expect.verifySteps([["coi.certificate", 20]]);
    expect(".modal").toHaveCount(0);
});

test("reasons in words, with what mends each", async () => {
    mockService("action", {
        doAction({res_model}) {
            expect.step(res_model);
        },
    });
    onRpc("coi.batch.line", "action_mend", ({args}) => {
        expect.step(args);
        return {type: "ir.actions.act_window", res_model: "res.partner"};
    });
    await mountView({
        resModel: "coi.batch.line",
        resId: 2,
        type: "form",
        arch: `<form><field name="findings" widget="coi_batch_findings"/></form>`,
    });
    expect(".o_coi_findings li").toHaveText(/Blocked\s+Complete the contact\./);
    await contains(".o_coi_findings button:contains(Open Contact)").click();
    await animationFrame();
    expect.verifySteps([[[2], "holder:res.partner:3"], "res.partner"]);
});
