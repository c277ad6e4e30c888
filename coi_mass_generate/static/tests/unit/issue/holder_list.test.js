import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, press, queryAll} from "@odoo/hoot-dom";
import {contains, onRpc} from "@web/../tests/web_test_helpers";
import {
    ROWS,
    box,
    candidate,
    definePickerModels,
    finding,
    mountPicker,
    row,
} from "./picker_helpers";

describe.current.tags("desktop");
definePickerModels();

const many = (count) => Array.from({length: count}, (_, place) => candidate(place + 1));

async function pressAll(...keys) {
    for (const key of keys) {
        await press(key);
        await animationFrame();
    }
}

/** The rows, with the focus on the first. */
async function enter(rows) {
    await mountPicker(rows);
    await contains(".o_coi_search").focus();
    await pressAll("ArrowDown");
    expect(row(0)).toBeFocused();
}

test("the rows are one stop for Tab, whatever they offer", async () => {
    const reasons = [finding("blocked", "address", {may_override: true})];
    await mountPicker([candidate(1, reasons), candidate(2, reasons)]);
    const stops = queryAll(".o_coi_rows :is([tabindex], button, input, a)").filter(
        (each) => each.tabIndex >= 0
    );
    expect(stops).toHaveLength(1);
    expect(stops[0]).toHaveClass("o_coi_row");
});

test("they are a grid, of which is known how long it is", async () => {
    await mountPicker(many(60));
    expect("[role=grid]").toHaveAttribute("aria-rowcount", "61");
    expect("[role=grid]").toHaveAttribute("aria-multiselectable", "true");
    expect(row(0)).toHaveAttribute("aria-rowindex", "2");
    expect(row(0)).toHaveAttribute("aria-selected", "false");
    await contains(box(0)).click();
    expect(row(0)).toHaveAttribute("aria-selected", "true");
});

test("arrows walk over the rows, and back to the search", async () => {
    await enter(many(5));
    await pressAll("ArrowDown", "ArrowDown");
    expect(row(2)).toBeFocused();
    await pressAll("ArrowUp", "ArrowUp");
    expect(row(0)).toBeFocused();
    await pressAll("ArrowUp");
    expect(".o_coi_search").toBeFocused();
});

test("Home and End, a screenful up and down", async () => {
    await enter(many(30));
    await pressAll("PageDown");
    expect(row(10)).toBeFocused();
    await pressAll("End");
    expect(row(29)).toBeFocused();
    await pressAll("ArrowDown");
    expect(row(29)).toBeFocused();
    await pressAll("PageUp");
    expect(row(19)).toBeFocused();
    await pressAll("Home");
    expect(row(0)).toBeFocused();
    await pressAll("PageUp");
    expect(row(0)).toBeFocused();
});

test("the next page comes by itself", async () => {
    await enter(many(120));
    await pressAll("End");
    expect(ROWS).toHaveCount(20);
    expect(row(19)).toBeFocused();
    expect(row(19)).toHaveText(/Holder 120/);
    await pressAll("Home", ...Array(5).fill("PageDown"));
    expect(row(0)).toBeFocused();
    expect(row(0)).toHaveText(/Holder 51/);
    await pressAll("ArrowUp");
    expect(row(49)).toBeFocused();
    expect(row(49)).toHaveText(/Holder 50/);
});

test("Space checks, and with Shift all rows since", async () => {
    await enter(many(5));
    await pressAll(" ");
    expect(box(0)).toBeChecked();
    expect(row(0)).toBeFocused();
    await pressAll("ArrowDown", "ArrowDown");
    await press(["Shift", " "]);
    await animationFrame();
    expect(`${ROWS} input:checked`).toHaveCount(3);
    await pressAll(" ");
    expect(box(2)).not.toBeChecked();
});

test("Enter opens", async () => {
    await enter(many(2));
    await pressAll("ArrowDown", "Enter");
    expect(".modal-title").toHaveText("Holder 2");
    expect(`${ROWS} input:checked`).toHaveCount(0);
});

test("right and left are for what a row offers", async () => {
    const reasons = [finding("blocked", "address", {may_override: true})];
    await enter([candidate(1, reasons), candidate(2)]);
    await pressAll("ArrowRight");
    expect(box(0)).toBeFocused();
    await pressAll("ArrowRight", "ArrowRight");
    expect(".o_coi_override").toBeFocused();
    await pressAll("ArrowRight");
    expect(".o_coi_override").toBeFocused();
    await pressAll("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft");
    expect(row(0)).toBeFocused();
    await pressAll("ArrowRight", "ArrowDown");
    expect(row(1)).toBeFocused();
});

test("where the list was left, Tab enters it again", async () => {
    await enter(many(5));
    await pressAll("ArrowDown", "ArrowDown");
    await contains(".o_coi_search").focus();
    expect(row(2)).toHaveAttribute("tabindex", "0");
    await contains(".o_coi_search").edit("holder 1", {confirm: false});
    expect(row(0)).toHaveAttribute("tabindex", "0");
});

test("marks have columns of few letters; what is not printed is told", async () => {
    const marks = {ai: "GL Auto", waiver: "WC", pnc: ""};
    const values = {
        type: "AI GL Auto · WOS WC",
        about: "In full",
        marks,
        unprinted: {waiver: "WC"},
    };
    await mountPicker([candidate(1, [], values)]);
    expect(`${row(0)} .o_coi_interest`).toHaveText("AI GL Auto · WOS WC");
    expect(`${row(0)} .o_coi_interest`).toHaveAttribute("title", "In full");
    expect(`${row(0)} [data-grant=ai]`).toHaveText("GL Auto");
    expect(`${row(0)} [data-grant=waiver] .o_coi_unprinted`).toHaveText(
        "not printed: WC"
    );
    expect(`${row(0)} [data-grant=pnc]`).toHaveText("");
});

test("Enter on a link of a row does what the link does", async () => {
    onRpc("coi.generate", "get_candidates", () => []);
    const mended = {model: "coi.policy", id: 5};
    await enter([candidate(1, [finding("blocked", "expired", mended)]), candidate(2)]);
    await pressAll("ArrowRight", "ArrowRight", "ArrowRight");
    expect(".o_coi_mend").toBeFocused();
    await pressAll("Enter");
    expect(".modal-title").toHaveText("Holder 1: Title of expired");
});
