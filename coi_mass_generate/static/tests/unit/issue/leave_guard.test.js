import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, press} from "@odoo/hoot-dom";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {
    ARCH,
    CoiGenerate,
    box,
    candidate,
    definePickerModels,
    finding,
} from "./picker_helpers";

describe.current.tags("desktop");
definePickerModels();

const PICKER = ".o_coi_holder_picker";
const QUESTION = ".modal:contains('Discard your decisions?')";
const answer = (label) => contains(`${QUESTION} button:contains('${label}')`).click();

/** The wizard as it opens: in a dialog above something else. */
async function openWizard() {
    CoiGenerate._views = {
        form: ARCH.replace("</form>", "")
            .replace('<widget name="coi_generate_button"/>', "")
            .concat('<footer><widget name="coi_generate_button"/></footer></form>'),
    };
    const expired = finding("blocked", "expired", {may_override: true});
    const rows = [candidate(1), candidate(2), candidate(3, [expired])];
    onRpc("coi.generate", "find_candidates", () => ({ids: [1, 2, 3], rows, shown: []}));
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "coi.generate",
        res_id: 1,
        views: [[false, "form"]],
        target: "new",
    });
    await animationFrame();
    expect(PICKER).toHaveCount(1);
}

const WAYS = {
    Esc: () => press("Escape"),
    "the cross": () => contains(".modal-header .btn-close").click(),
    Cancel: () => contains(".o_coi_cancel").click(),
};

for (const [way, leave] of Object.entries(WAYS)) {
    test(`without a decision ${way} closes at once`, async () => {
        await openWizard();
        await leave();
        await animationFrame();
        expect(".modal").toHaveCount(0);
    });

    test(`decisions are not dropped by ${way} without a question`, async () => {
        await openWizard();
        await contains(box(0)).click();
        await leave();
        await animationFrame();
        expect(`${QUESTION} .modal-body`).toHaveText(/Selected holders: 1\./);
        await answer("Keep Working");
        await animationFrame();
        expect(PICKER).toHaveCount(1);
        expect(box(0)).toBeChecked();
        await leave();
        await animationFrame();
        await answer("Discard");
        await animationFrame();
        expect(".modal").toHaveCount(0);
    });
}

test("what was checked and unchecked again is no decision", async () => {
    await openWizard();
    await contains(box(0)).click();
    await contains(box(0)).click();
    await press("Escape");
    await animationFrame();
    expect(".modal").toHaveCount(0);
});

test("whoever goes elsewhere is asked, too", async () => {
    await openWizard();
    await contains(box(0)).click();
    getService("action").doAction({
        type: "ir.actions.act_window",
        res_model: "coi.policy",
        views: [[false, "form"]],
    });
    await animationFrame();
    await answer("Keep Working");
    await animationFrame();
    expect(PICKER).toHaveCount(1);
});

test("generating needs no question", async () => {
    await openWizard();
    onRpc("coi.generate", "action_generate", () => ({
        type: "ir.actions.act_window",
        res_model: "coi.policy",
        views: [[false, "form"]],
    }));
    await contains(box(0)).click();
    await contains("button[name=action_generate]").click();
    await animationFrame();
    expect(".modal").toHaveCount(0);
    expect(".o_form_view [name=name]").toHaveCount(1);
});

test("a reason that was typed is not dropped either", async () => {
    await openWizard();
    await contains(".o_coi_override").click();
    await contains(".o_coi_override_reason").edit("The carrier", {confirm: false});
    await press("Escape");
    await animationFrame();
    await answer("Keep Working");
    await animationFrame();
    expect(".o_coi_override_reason").toHaveValue("The carrier");
    await contains(".o_coi_override_reason").edit("The carrier said so", {
        confirm: false,
    });
    await contains(".modal:has(.o_coi_override_reason) .btn-primary").click();
    await animationFrame();
    expect(".o_coi_overridden").toHaveCount(1);
});
