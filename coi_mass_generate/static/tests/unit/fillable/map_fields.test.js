import {
    contains,
    defineModels,
    fields,
    getService,
    makeServerError,
    models,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {WebClient} from "@web/webclient/webclient";
import {animationFrame} from "@odoo/hoot-mock";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {makeScreen} from "./map_fields_helpers";
import {paper} from "@coi_mass_generate/common/paper/paper";

describe.current.tags("desktop");

class CoiForm extends models.Model {
    _name = "coi.form";
    name = fields.Char();
    licence_confirmed = fields.Boolean();
    _records = [{id: 7, name: "Sample 25"}];
}

class CoiFormTry extends models.Model {
    _name = "coi.form.try";
    form_id = fields.Many2one({relation: "coi.form"});
    insured_id = fields.Many2one({relation: "res.partner"});
}

defineMailModels();
defineModels([CoiForm, CoiFormTry]);

const BOX = (short) => `.o_coi_box[data-name=${short}]`;
const SEARCH = ".o_coi_value_search";

/** The screen on a server that keeps what is chosen, and notes what it is asked. */
async function open(screen = makeScreen(), refuse = () => false) {
    patchWithCleanup(paper, {
        open: async ({url}) => {
            expect.step(url);
            return {getPage: async (number) => ({number})};
        },
        paint: () => ({promise: Promise.resolve(), cancel: () => undefined}),
    });
    onRpc("coi.form", "get_screen", () => screen);
    onRpc("coi.form", "choose", ({args: [, choices]}) => {
        expect.step(choices);
        const problem = refuse(choices);
        if (problem) {
            throw makeServerError({message: problem});
        }
        for (const {id, ...choice} of choices) {
            Object.assign(screen.choices[id], {value_key: "", text: ""}, choice);
        }
        return {...screen};
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "coi_map_fields",
        context: {active_id: 7},
    });
    await animationFrame();
    expect.verifySteps(["/form.pdf"]);
}

const key = async (...keys) => {
    for (const each of keys) {
        await press(each);
        await animationFrame();
        await animationFrame();
    }
};

test("boxes are on the page, in words and counted", async () => {
    await open();
    expect(".o_coi_box").toHaveCount(6);
    expect(BOX("f1_01")).toHaveAttribute("aria-label", "Date issued: To be decided");
    expect(BOX("f1_03")).toHaveAttribute("aria-label", "f1_03: Auto: Insurer");
    expect(BOX("f1_03")).toHaveClass("o_coi_shared");
    expect(queryOne(BOX("f1_03")).style.left).toBe("6.536%");
    expect(queryAllTexts(".o_coi_legend_count")).toEqual([
        "1",
        "2",
        "1",
        "1",
        "0",
        "3",
    ]);
    expect(".o_coi_next").toHaveText("Next to Be Decided (3)");
    expect(".o_coi_hint").toHaveCount(1);
});

test("a click asks what is printed there, and a name finds it", async () => {
    await open();
    await contains(BOX("f1_01")).click();
    expect(".o_coi_field_title").toHaveText("Date issued");
    expect(".o_coi_field_about").toHaveText("f1_01 · Text");
    expect(SEARCH).toBeFocused();
    // What is only ticked is not offered for a text before somebody looks for it.
    expect(".o_coi_value").toHaveCount(5);
    await contains(SEARCH).edit("auto number", {confirm: false});
    expect(queryAllTexts(".o_coi_value")).toEqual(["Policy number"]);
    await key("Enter");
    expect.verifySteps([[{id: 1, source: "value", value_key: "auto.number"}]]);
    expect(BOX("f1_01")).toHaveClass("o_coi_shared");
    expect(BOX("f1_01")).toHaveText("Policy number");
    expect(".o_coi_printed").toHaveText("Auto: Policy number");
    expect(".o_coi_next").toHaveText("Next to Be Decided (2)");
});

test("from one to the next by keys alone, over the pages", async () => {
    await open();
    await contains(".o_coi_next").click();
    expect(BOX("f1_01")).toHaveClass("o_coi_selected");
    await key("ArrowDown", "Enter", "Tab");
    expect.verifySteps([[{id: 1, source: "value", value_key: "date"}]]);
    expect(BOX("f1_04")).toHaveClass("o_coi_selected");
    expect(queryAllTexts(".o_coi_value")).toEqual(["Shown"]);
    await key("Tab");
    expect(".o_coi_page_number").toHaveText("Page 2 of 2");
    expect(BOX("f2_01")).toHaveClass("o_coi_selected");
    // Where the next one is likely to be is proposed.
    expect(".o_coi_value.o_coi_active").toHaveText("Name");
    await key(["shift", "Tab"]);
    expect(BOX("f1_04")).toHaveClass("o_coi_selected");
    await key("Escape");
    expect(".o_coi_selected").toHaveCount(0);
    expect(BOX("f1_04")).toBeFocused();
    await key("ArrowUp");
    expect(BOX("f1_03")).toHaveClass("o_coi_selected");
    expect(BOX("f1_03")).toBeFocused();
    await key("Enter");
    expect(SEARCH).toBeFocused();
});

test("a search proposes what suits the box first", async () => {
    await open();
    await contains(BOX("f1_04")).click();
    await contains(SEARCH).edit("auto", {confirm: false});
    expect(queryAllTexts(".o_coi_value")).toEqual([
        "Insurer",
        "Policy number",
        "Shown",
    ]);
    expect(".o_coi_value.o_coi_active").toHaveText("Shown");
    await key("Enter");
    expect.verifySteps([[{id: 4, source: "value", value_key: "auto.shown"}]]);
});

test("fixed text, as uploaded, nothing", async () => {
    await open();
    await contains(BOX("f1_01")).click();
    await contains(".o_coi_source_text").click();
    await animationFrame();
    expect(".o_coi_fixed_text").toBeFocused();
    await contains(".o_coi_fixed_text").edit(" See policy ", {confirm: false});
    await key("Tab");
    expect.verifySteps([[{id: 1, source: "text", text: "See policy"}]]);
    expect(BOX("f1_01")).toHaveText("See policy");
    expect(BOX("f1_04")).toHaveClass("o_coi_selected");
    await contains(".o_coi_source_blank").click();
    expect.verifySteps([[{id: 4, source: "blank"}]]);
    expect(".o_coi_source_blank").toHaveAttribute("aria-pressed", "true");
    await contains(".o_coi_source_keep").click();
    expect.verifySteps([[{id: 4, source: "keep"}]]);
    expect(BOX("f1_04")).toHaveClass("o_coi_keep");
});

test("what no value is called can be printed as it is", async () => {
    await open();
    await contains(BOX("f1_01")).click();
    await contains(SEARCH).edit("On file", {confirm: false});
    expect(".o_coi_none button").toHaveText("Print “On file” as fixed text");
    await key("Enter");
    // A slip of the keys is not printed on every certificate.
    expect.verifySteps([]);
    expect(".o_coi_none button").toBeFocused();
    await key("Enter");
    expect.verifySteps([[{id: 1, source: "text", text: "On file"}]]);
});

test("with Shift several are one block", async () => {
    await open();
    onRpc("coi.form", "print_as_block", ({args}) => {
        expect.step(args);
        return makeScreen();
    });
    await contains(BOX("f1_01")).click();
    await contains(BOX("f1_03")).click({shiftKey: true});
    expect(".o_coi_field_title").toHaveText("2 boxes");
    await contains(".o_coi_block_insured").click();
    expect.verifySteps([[[7], [1, 3], "insured"]]);
    await contains(BOX("f1_04")).click({shiftKey: true});
    expect(".o_coi_blocks").toHaveCount(0);
});

test("what is refused is said in words, and all is as it was", async () => {
    await open(makeScreen(), () => "f1_03: a picture needs a field.");
    await contains(BOX("f1_03")).click();
    await contains(".o_coi_source_blank").click();
    expect.verifySteps([[{id: 3, source: "blank"}]]);
    expect(".o_coi_field_panel [role=alert]").toHaveText(
        "f1_03: a picture needs a field."
    );
    expect(BOX("f1_03")).toHaveClass("o_coi_shared");
    expect(".o_coi_source_value").toHaveAttribute("aria-pressed", "true");
    expect(".o_coi_undo").not.toBeEnabled();
});

test("the last choice is taken back", async () => {
    await open();
    await contains(BOX("f1_03")).click();
    await contains(".o_coi_source_blank").click();
    await contains(".o_coi_undo").click();
    expect.verifySteps([
        [{id: 3, source: "blank"}],
        [{id: 3, source: "value", value_key: "auto.insurer", text: "", is_block: true}],
    ]);
    expect(BOX("f1_03")).toHaveClass("o_coi_shared");
    expect(".o_coi_undo").not.toBeEnabled();
});

test("a part of an address may stand alone", async () => {
    await open();
    await contains(BOX("f1_05")).click();
    expect("#o_coi_is_block").toBeChecked();
    await contains("#o_coi_is_block").click();
    expect.verifySteps([
        [{id: 5, source: "value", value_key: "holder.name", is_block: false}],
    ]);
    await contains(BOX("f1_03")).click();
    expect("#o_coi_is_block").toHaveCount(0);
});

test("one that certificates stand on is looked at, and says what to do", async () => {
    const locked = "Certificates were issued on it. Add a new form instead.";
    await open(makeScreen({state: "ready", locked, can_set_up: false}));
    expect(".o_coi_locked").toHaveText(locked);
    expect(".o_coi_set_up, .o_coi_next, .o_coi_use, .o_coi_licence").toHaveCount(0);
    await contains(BOX("f1_03")).click();
    expect(".o_coi_printed").toHaveText("Auto: Insurer");
    expect(".o_coi_sources, .o_coi_value_search").toHaveCount(0);
    await contains(BOX("f1_03")).press("Tab");
    expect(".o_coi_selected").toHaveCount(1);
});

test("one in use is set up again", async () => {
    const screen = makeScreen({state: "ready", locked: "In use.", can_set_up: true});
    await open(screen);
    onRpc("coi.form", "action_set_up", ({args}) => {
        expect.step(args);
        Object.assign(screen, {state: "draft", locked: ""});
        return false;
    });
    await contains(".o_coi_set_up").click();
    expect.verifySteps([[[7]]]);
    expect(".o_coi_locked").toHaveCount(0);
    expect(".o_coi_next").toHaveCount(1);
});

test("it is used once what is open was told", async () => {
    const screen = makeScreen();
    await open(screen);
    onRpc("coi.form", "action_use", ({args}) => {
        expect.step(args);
        Object.assign(screen, {state: "ready", locked: "In use.", can_set_up: true});
        return false;
    });
    await contains(".o_coi_use").click();
    expect(".modal-body").toHaveText(/^3 fields are still to be decided\./);
    await contains(".modal .btn-primary").click();
    expect.verifySteps([[[7]]]);
    expect(".o_coi_locked").toHaveText(/In use/);
});

test("the license is ticked here", async () => {
    await open();
    onRpc("coi.form", "write", ({args}) => {
        expect.step(args);
        return true;
    });
    await contains(".o_coi_licence input").click();
    expect.verifySteps([[[7], {licence_confirmed: true}]]);
});

test("names are tried through the real engine", async () => {
    await open();
    onRpc("coi.form.try", "web_save", () => expect.step("saved"));
    onRpc("coi.form.try", "create", ({args}) => {
        expect.step(args[0]);
        return [12];
    });
    onRpc("coi.form.try", "action_names", ({args}) => {
        expect.step(args);
        return {type: "ir.actions.act_window_close"};
    });
    await contains(".o_coi_test_names").click();
    expect.verifySteps([[{form_id: 7, insured_id: false}], [[12]]]);
});

test("a page that cannot be shown leaves its boxes", async () => {
    await open();
    patchWithCleanup(paper, {open: () => Promise.reject(new Error("gone"))});
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "coi_map_fields",
        context: {active_id: 7},
    });
    await animationFrame();
    expect(".o_coi_pages [role=alert]").toHaveCount(1);
    expect(".o_coi_box").toHaveCount(6);
});
