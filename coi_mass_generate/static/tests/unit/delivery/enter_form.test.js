import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, press} from "@odoo/hoot-dom";
import {advanceFrame} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    getService,
    models,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";

describe.current.tags("desktop");

class CoiMend extends models.Model {
    _name = "coi.mend";
    email = fields.Char();
    note = fields.Text();
    _records = [{id: 5, email: "bad@x.example", note: ""}];
    _views = {
        form: /* xml */ `
            <form js_class="coi_enter_form">
                <field name="email"/>
                <field name="note"/>
                <footer>
                    <button name="never" type="object" class="btn-primary"
                        string="Never" invisible="email"/>
                    <button name="action_mend" type="object" class="btn-primary"
                        string="Send"/>
                    <button name="action_leave" type="object" string="Leave"/>
                    <button string="Cancel" class="btn-secondary" special="cancel"/>
                </footer>
            </form>`,
    };
}

defineMailModels();
defineModels([CoiMend]);

async function openWindow() {
    onRpc("coi.mend", "web_save", ({args}) => {
        expect.step(args[1]);
    });
    onRpc("coi.mend", "action_mend", () => {
        expect.step("mend");
        return {type: "ir.actions.act_window_close"};
    });
    onRpc("coi.mend", "action_leave", () => {
        expect.step("leave");
        return {type: "ir.actions.act_window_close"};
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "coi.mend",
        res_id: 5,
        views: [[false, "form"]],
        target: "new",
    });
}

async function settle() {
    await animationFrame();
    await advanceFrame(3);
    await animationFrame();
}

test("Enter in a field takes what is typed, and presses the first button", async () => {
    await openWindow();
    await contains(".modal [name=email] input").edit("good@x.example", {
        confirm: false,
    });
    await press("Enter");
    await settle();
    expect.verifySteps([{email: "good@x.example"}, "mend"]);
    expect(".modal").toHaveCount(0);
});

test("Enter is a new line in a text", async () => {
    await openWindow();
    await contains(".modal [name=note] textarea").focus();
    await press("Enter");
    await settle();
    expect.verifySteps([]);
    expect(".modal").toHaveCount(1);
});

test("Enter on another button is that button's", async () => {
    await openWindow();
    await contains(".modal footer button[name=action_leave]").focus();
    await press("Enter");
    await settle();
    expect.verifySteps(["leave"]);
});
