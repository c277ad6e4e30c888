import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-dom";
import {
    contains,
    mockService,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import {
    box,
    candidate,
    definePickerModels,
    finding,
    mountPicker,
} from "./picker_helpers";

describe.current.tags("desktop");
definePickerModels();

const DIALOG = ".modal .o_form_view";
const values = {model: "coi.policy", id: 5};
const expired = () => finding("blocked", "expired", values);

/** The policy of a blocked holder opened above the wizard. */
async function open() {
    await mountPicker([candidate(1, [expired()]), candidate(2)]);
    await contains(box(1)).click();
    await contains(".o_coi_mend").click();
    expect(".modal-title").toHaveText("Holder 1: Title of expired");
    expect(DIALOG).toHaveCount(1);
}

test("saved, it closes and all are judged again with the selection kept", async () => {
    await open();
    onRpc("coi.generate", "find_candidates", () => {
        expect.step("judged again");
        return {ids: [1, 2], rows: [candidate(1), candidate(2)]};
    });
    await contains(`${DIALOG} [name=name] input`).edit("GL-2", {confirm: false});
    await contains(".modal .o_form_button_save").click();
    await animationFrame();
    expect.verifySteps(["judged again"]);
    expect(".modal").toHaveCount(0);
    expect(".o_coi_mend").toHaveCount(0);
    expect(".o_coi_filter_blocked .badge").toHaveText("0");
    expect(box(1)).toBeChecked();
    expect(box(0)).not.toBeChecked();
});

test("only looked at, all are judged again as well", async () => {
    await open();
    onRpc("coi.generate", "find_candidates", () => {
        expect.step("judged again");
        return {ids: [2], rows: [candidate(2)]};
    });
    await contains(".modal .o_form_button_cancel").click();
    expect.verifySteps(["judged again"]);
    expect(".o_coi_row").toHaveCount(1);
    expect(".o_coi_count").toHaveText("1 of 1 selected");
});

test("who left the list is not selected any more", async () => {
    await open();
    onRpc("coi.generate", "find_candidates", () => ({ids: [1], rows: [candidate(1)]}));
    await contains(".modal .o_form_button_cancel").click();
    expect(".o_coi_count").toHaveText("0 of 1 selected");
});

test("a button in it does its work and closes nothing beneath", async () => {
    onRpc("coi.policy", "action_renew", ({args}) => {
        expect.step(args[0]);
        return false;
    });
    onRpc("coi.policy", "web_read", () => {
        expect.step("read");
    });
    await open();
    expect.verifySteps(["read"]);
    await contains(`${DIALOG} [name=action_renew]`).click();
    expect.verifySteps([[5], "read"]);
    expect(DIALOG).toHaveCount(1);
    expect(".o_coi_holder_picker").toHaveCount(1);
});

test("a form that a button opens comes in a window of its own", async () => {
    const act = {type: "ir.actions.act_window", res_model: "coi.policy"};
    onRpc("coi.policy", "action_renew", () => act);
    mockService("action", {
        doAction(action, options) {
            expect.step([action.res_model, options.newWindow]);
        },
    });
    await open();
    await contains(`${DIALOG} [name=action_renew]`).click();
    expect.verifySteps([["coi.policy", true]]);
    expect(DIALOG).toHaveCount(1);
});

test("what else a button answers is done here", async () => {
    onRpc("coi.policy", "action_renew", () => ({
        type: "ir.actions.client",
        tag: "display_notification",
    }));
    mockService("action", {
        doAction(action, options) {
            expect.step([action.tag, options]);
        },
    });
    await open();
    await contains(`${DIALOG} [name=action_renew]`).click();
    expect.verifySteps([["display_notification", undefined]]);
});

test("an action behind a button comes in a window of its own", async () => {
    mockService("action", {
        doActionButton(params, options) {
            expect.step([params.name, options.newWindow]);
        },
    });
    await open();
    await contains(`${DIALOG} [name='77']`).click();
    expect.verifySteps([["77", true]]);
});

test("nothing opens where there is nothing to mend", async () => {
    await mountPicker([
        candidate(1, [finding("blocked", "law", {model: false})]),
        candidate(2, [finding("blocked", "other", {model: "res.users", id: 2})]),
    ]);
    expect(".o_coi_reason").toHaveCount(2);
    expect(".o_coi_mend").toHaveCount(0);
});

test("what only managers mend, others are told to ask for", async () => {
    const approval = {model: "coi.state.approval"};
    await mountPicker(
        [candidate(1, [finding("warning", "approval", approval)]), candidate(2)],
        {is_manager: false}
    );
    expect(".o_coi_mend").toHaveCount(0);
    expect(".o_coi_ask").toHaveCount(1);
});

const [company] = serverState.companies;
const incomplete = () =>
    finding("blocked", "agency", {model: "res.company", id: company.id});

test("an incomplete agency is said once, and completed in a window of its own", async () => {
    onRpc("coi.agency", "web_save", ({args}) => {
        const {company_id, phone} = args[1];
        expect.step([company_id, phone]);
    });
    const rows = [candidate(1, [incomplete()]), candidate(2, [incomplete()])];
    await mountPicker(rows, {is_manager: true});
    expect(".o_coi_shared").toHaveCount(1);
    expect(".o_coi_reason").toHaveCount(0);
    await contains(".o_coi_shared .o_coi_mend").click();
    expect(".modal-title").toHaveText("Title of agency");
    await contains(`${DIALOG} [name=phone] input`).edit("617", {confirm: false});
    await contains(".modal .o_form_button_save").click();
    await animationFrame();
    expect.verifySteps([[company.id, "617"]]);
    expect(".modal").toHaveCount(0);
});

test("said of all, too, others are told to ask for what only managers mend", async () => {
    const rows = [candidate(1, [incomplete()]), candidate(2, [incomplete()])];
    await mountPicker(rows, {is_manager: false});
    expect(".o_coi_mend").toHaveCount(0);
    expect(".o_coi_shared .o_coi_ask").toHaveCount(1);
});
