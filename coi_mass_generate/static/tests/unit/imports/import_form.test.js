import {describe, expect, test} from "@odoo/hoot";
import {Deferred, animationFrame} from "@odoo/hoot-dom";
import {advanceTime} from "@odoo/hoot-mock";
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
    one_go = fields.Boolean();
    name = fields.Char();
    _records = [{id: 1, name: "List"}];
}

class CoiImportProgress extends models.Model {
    _name = "coi.import.progress";
    run = fields.Integer();
    done = fields.Integer();
    total = fields.Integer();
    _records = [{id: 1, run: 1, done: 250, total: 1000}];
}

defineMailModels();
defineModels([CoiImportRun, CoiImportProgress]);

const mount = () =>
    mountView({
        resModel: "coi.import.run",
        resId: 1,
        type: "form",
        arch: /* xml */ `
            <form js_class="coi_import_form">
                <button name="action_import" type="object" string="Import"/>
                <button name="action_other" type="object" string="Other"/>
                <field name="one_go"/>
                <field name="name"/>
            </form>`,
    });

test("while the server imports, the form says how far it is", async () => {
    const answer = new Deferred();
    onRpc("coi.import.run", "action_import", () => answer);
    await mount();
    await contains("[name=action_import]").click();
    expect(".o_coi_import_progress").toHaveCount(1);
    expect(".progress-bar").toHaveStyle({width: "100%"}, {inline: true});
    await advanceTime(700);
    await animationFrame();
    expect(".o_coi_import_progress").toHaveText(/250 of 1000/);
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "25");
    expect(".progress-bar").toHaveStyle({width: "25%"}, {inline: true});
    answer.resolve(false);
    await animationFrame();
    await animationFrame();
    expect(".o_coi_import_progress").toHaveCount(0);
});

test("nothing is asked after it, nor during another button's work", async () => {
    onRpc("coi.import.progress", "search_read", () => {
        expect.step("asked");
    });
    onRpc("coi.import.run", "action_import", () => false);
    onRpc("coi.import.run", "action_other", () => new Deferred());
    await mount();
    await contains("[name=action_import]").click();
    await animationFrame();
    await advanceTime(3000);
    await contains("[name=action_other]").click();
    expect(".o_coi_import_progress").toHaveCount(0);
    await advanceTime(3000);
    expect.verifySteps([]);
});

test("a choice that decides on the rows is saved at once, no other is", async () => {
    onRpc("coi.import.run", "web_save", ({args}) => {
        expect.step(args[1]);
    });
    await mount();
    await contains("[name=name] input").edit("Other list");
    expect.verifySteps([]);
    await contains("[name=one_go] input").click();
    await animationFrame();
    expect.verifySteps([{name: "Other list", one_go: true}]);
});
