import {describe, expect, test} from "@odoo/hoot";
import {contains, onRpc} from "@web/../tests/web_test_helpers";
import {
    box,
    candidate,
    definePickerModels,
    finding,
    mountPicker,
} from "./picker_helpers";

describe.current.tags("desktop");
definePickerModels();

const BUTTON = "button[name=action_generate]";
const rows = () => [
    candidate(1),
    candidate(2),
    candidate(3, [finding("warning", "expires")]),
    candidate(4, [finding("blocked", "address")]),
];

const WHY = ".o_coi_why";

test("with nobody selected it says what it is for, and what is missing", async () => {
    await mountPicker(rows());
    expect(BUTTON).toHaveText("Generate Certificates");
    expect(BUTTON).not.toBeEnabled();
    expect(BUTTON).toHaveAttribute("aria-describedby", "coi_why");
    expect(WHY).toHaveText("Select at least one holder.");
    await contains(box(0)).click();
    expect(BUTTON).toBeEnabled();
    expect(WHY).toHaveText("");
});

test("it makes no batch of blocked ones alone", async () => {
    await mountPicker(rows());
    await contains(box(3)).click();
    expect(BUTTON).not.toBeEnabled();
    expect(WHY).toHaveText(/^All selected holders are blocked/);
});

test("nor of warnings that nobody has confirmed", async () => {
    await mountPicker(rows());
    await contains(box(2)).click();
    await contains(box(3)).click();
    expect(BUTTON).not.toBeEnabled();
    expect(WHY).toHaveText("Confirm the warnings below the list first.");
    await contains("[name=confirm_warnings] input").click();
    expect(BUTTON).toBeEnabled();
    expect(BUTTON).toHaveText("Generate 1 Now, Leave Out 1");
});

test("what would do nothing with them is not offered", async () => {
    await mountPicker(rows(), {save_history: false});
    expect(BUTTON).toHaveCount(0);
    expect(".o_coi_cancel").toHaveCount(1);
});

test("drafts can be seen as soon as something can be printed", async () => {
    await mountPicker(rows());
    expect("[name=action_preview]").not.toBeEnabled();
    await contains(box(3)).click();
    expect("[name=action_preview]").not.toBeEnabled();
    await contains(box(2)).click();
    expect("[name=action_preview]").toBeEnabled();
});

test("it says how many a click makes, and how many it leaves out", async () => {
    await mountPicker(rows());
    await contains(box(0)).click();
    expect(BUTTON).toHaveText("Generate 1 Certificate");
    await contains(".o_coi_check_all").click();
    expect(BUTTON).toHaveText("Generate 2 Now, Leave Out 2");
});

test("a confirmed warning is made, too; what is blocked is not", async () => {
    await mountPicker(rows());
    await contains(".o_coi_check_all").click();
    await contains("[name=confirm_warnings] input").click();
    expect(BUTTON).toHaveText("Generate 3 Now, Leave Out 1");
});

test("a click makes what it says", async () => {
    onRpc("coi.generate", "web_save", ({args}) => {
        expect.step(args[1].selected_ids);
    });
    onRpc("coi.generate", "action_generate", () => {
        expect.step("generated");
        return false;
    });
    await mountPicker(rows());
    await contains(box(1)).click();
    await contains(BUTTON).click();
    expect.verifySteps([[2], "generated"]);
});
