import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
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
    state = fields.Char();
    shown = fields.Selection({
        selection: [
            ["problem", "Problem"],
            ["create", "Create"],
            ["update", "Update"],
            ["unchanged", "Unchanged"],
            ["left_out", "Left out"],
        ],
    });
    problem_count = fields.Integer();
    create_count = fields.Integer();
    update_count = fields.Integer();
    unchanged_count = fields.Integer();
    left_out_count = fields.Integer();
    _records = [
        {id: 1, state: "preview", shown: "problem", problem_count: 2, create_count: 30},
    ];
}

defineMailModels();
defineModels([CoiImportRun]);

const mount = () =>
    mountView({
        resModel: "coi.import.run",
        resId: 1,
        type: "form",
        arch: /* xml */ `
            <form><field name="shown" widget="coi_import_buckets"/></form>`,
    });

test("each bucket says how many rows are in it", async () => {
    await mount();
    expect(queryAllTexts(".o_coi_import_buckets button")).toEqual([
        "2\nTo fix",
        "30\nNew",
        "0\nChanged",
        "0\nUnchanged",
        "0\nLeft out",
    ]);
    expect(".o_coi_bucket_update").toHaveClass("o_coi_none");
    expect(".o_coi_bucket_create").not.toHaveClass("o_coi_none");
});

test("a finished import says what became of the rows", async () => {
    CoiImportRun._records[0].state = "done";
    await mount();
    expect(queryAllTexts(".o_coi_import_buckets button .small")).toEqual([
        "Not imported",
        "Created",
        "Updated",
        "Unchanged",
        "Left out",
    ]);
});

test("a click shows the rows of that bucket, and that is kept", async () => {
    onRpc("coi.import.run", "web_save", ({args}) => {
        expect.step(args[1]);
    });
    await mount();
    expect("[aria-selected=true]").toHaveText(/To fix/);
    await contains(".o_coi_bucket_create").click();
    expect.verifySteps([{shown: "create"}]);
    expect("[aria-selected=true]").toHaveText(/New/);
});
