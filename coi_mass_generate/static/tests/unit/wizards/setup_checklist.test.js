import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts} from "@odoo/hoot-dom";
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

class CoiInsured extends models.Model {
    _name = "coi.insured";
    name = fields.Char();
    _views = {
        list: `<list js_class="coi_insured_list"><field name="name"/></list>`,
        kanban: `
            <kanban js_class="coi_insured_kanban">
                <templates><t t-name="card"><field name="name"/></t></templates>
            </kanban>`,
    };
}

defineMailModels();
defineModels([CoiInsured]);

const BUTTONS = ".o_coi_step button";
const step = (key, values = {}) => ({
    key,
    title: `Title of ${key}`,
    text: `Text of ${key}`,
    button: `Do ${key}`,
    is_done: false,
    hint: "",
    ...values,
});
const content = (steps, values = {}) => ({
    company: "Larkspur",
    can_dismiss: true,
    steps,
    ...values,
});

/** Answers in turn, the last one again and again. */
function answer(...contents) {
    onRpc("coi.setup", "get_steps", () =>
        contents.length > 1 ? contents.shift() : contents[0]
    );
}

const mount = (type = "list") =>
    mountView({
        resModel: "coi.insured",
        type,
        noContentHelp: "Nobody yet",
    });

for (const type of ["list", "kanban"]) {
    test(`above a ${type} stands what is left to do`, async () => {
        answer(content([step("agency", {is_done: true}), step("insured")]));
        await mount(type);
        expect(".o_coi_setup h2").toHaveText("Set up Larkspur");
        expect(".o_coi_setup [role=status]").toHaveText("1 of 2 done");
        expect(".o_coi_step").toHaveCount(2);
        expect(".o_view_nocontent").toHaveCount(0);
    });

    test(`where there is nothing to show, a ${type} is as ever`, async () => {
        answer(false);
        await mount(type);
        expect(".o_coi_setup").toHaveCount(0);
        expect(".o_view_nocontent").toHaveText("Nobody yet");
    });
}

test("done or not is said to who cannot see the tick", async () => {
    answer(content([step("agency", {is_done: true}), step("insured")]));
    await mount();
    expect(".o_coi_setup").toHaveAttribute("aria-labelledby", "o_coi_setup_title");
    expect(".o_coi_step:eq(0) h3").toHaveText(/Done/);
    expect(".o_coi_step:eq(1) h3").toHaveText(/To do/);
    expect(".o_coi_tick").toHaveAttribute("aria-hidden", "true");
});

test("the first that can be done is the next", async () => {
    answer(
        content([
            step("agency", {hint: "Ask a manager"}),
            step("insurers", {is_done: true}),
            step("insured"),
            step("policies"),
        ])
    );
    await mount();
    expect(".o_coi_step[aria-current=step]").toHaveAttribute("data-step", "insured");
    expect(`${BUTTONS}.btn-primary`).toHaveText("Do insured");
});

test("what cannot be done says why, without a button", async () => {
    answer(content([step("agency", {hint: "Ask a manager"}), step("insured")]));
    await mount();
    expect("[data-step=agency] .o_coi_hint").toHaveText("Ask a manager");
    expect(queryAllTexts(BUTTONS)).toEqual(["Do insured"]);
});

test("a button opens the step, and what was done there is ticked", async () => {
    answer(
        content([step("agency"), step("insured")]),
        content([step("agency", {is_done: true}), step("insured")])
    );
    onRpc("coi.setup", "action_open", ({args}) => {
        expect.step(args[0]);
        return {type: "ir.actions.act_window", res_model: "x"};
    });
    mockService("action", {
        async doAction(action, {onClose}) {
            expect.step(action.res_model);
            await onClose();
        },
    });
    await mount();
    await contains("[data-step=agency] button").click();
    expect.verifySteps(["agency", "x"]);
    expect(".o_coi_setup [role=status]").toHaveText("1 of 2 done");
});

test("when the last is done, it goes", async () => {
    answer(content([step("generate")]), false);
    onRpc("coi.setup", "action_open", () => ({}));
    mockService("action", {doAction: (_action, {onClose}) => onClose()});
    await mount();
    await contains(BUTTONS).click();
    expect(".o_coi_setup").toHaveCount(0);
});

test("dismissed, it goes, and it is said how it comes back", async () => {
    answer(content([step("agency")]), false);
    onRpc("coi.setup", "action_dismiss", () => {
        expect.step("dismissed");
        return true;
    });
    await mount();
    await contains(".o_coi_dismiss").click();
    expect.verifySteps(["dismissed"]);
    expect(".o_coi_setup").toHaveCount(0);
    expect(".o_notification").toHaveText(/Set-Up Checklist/);
});

test("who may not dismiss it is not offered to", async () => {
    answer(content([step("agency")], {can_dismiss: false}));
    await mount();
    expect(".o_coi_dismiss").toHaveCount(0);
});
