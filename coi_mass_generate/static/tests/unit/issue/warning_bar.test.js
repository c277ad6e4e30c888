import {describe, expect, test} from "@odoo/hoot";
import {queryAllTexts, queryRect} from "@odoo/hoot-dom";
import {contains} from "@web/../tests/web_test_helpers";
import {
    ROWS,
    box,
    candidate,
    definePickerModels,
    finding,
    mountPicker,
} from "./picker_helpers";

describe.current.tags("desktop");
definePickerModels();

const BUTTON = "button[name=action_generate]";
const TICK = "[name=confirm_warnings] input";
const SERIOUS = ".o_coi_serious input";
const warn = (key, values) => finding("warning", key, values);
const serious = (key) => warn(key, {is_serious: true});

const rows = () => [
    candidate(1, [warn("unchanged")]),
    candidate(2, [warn("unchanged"), warn("unchanged", {message: "Twice"})]),
    candidate(3, [warn("expires")]),
    candidate(4, [warn("unchanged"), serious("claim")]),
    candidate(5, [serious("lost")]),
    candidate(6),
];

async function mountAll() {
    await mountPicker(rows());
    await contains(".o_coi_check_all").click();
}

test("warnings are counted by kind, the most frequent first", async () => {
    await mountAll();
    expect(queryAllTexts(".o_coi_harmless .o_coi_kind")).toEqual([
        "3 Title of unchanged",
        "1 Title of expires",
    ]);
    expect(queryAllTexts(".o_coi_serious .o_coi_kind")).toEqual([
        "1 Title of claim",
        "1 Title of lost",
    ]);
});

test("one tick confirms those that do no harm, and no serious one", async () => {
    await mountAll();
    await contains(TICK).click();
    expect(BUTTON).toHaveText("Generate 4 Now, Leave Out 2");
    expect(`${SERIOUS}:checked`).toHaveCount(0);
});

test("each serious kind is confirmed by itself", async () => {
    await mountAll();
    await contains(`${SERIOUS}:eq(1)`).click();
    expect(BUTTON).toHaveText("Generate 2 Now, Leave Out 4");
    await contains(`${SERIOUS}:eq(0)`).click();
    expect(BUTTON).toHaveText("Generate 2 Now, Leave Out 4");
    await contains(TICK).click();
    expect(BUTTON).toHaveText("Generate 6 Certificates");
});

test("a kind that was not there when it was ticked is not covered", async () => {
    await mountPicker(rows());
    await contains(box(0)).click();
    await contains(TICK).click();
    await contains(box(1)).click();
    expect(TICK).toBeChecked();
    await contains(box(2)).click();
    expect(TICK).not.toBeChecked();
});

test("one more holder with a serious warning has to be confirmed, too", async () => {
    await mountPicker([
        candidate(1, [serious("lost")]),
        candidate(2, [serious("lost")]),
        candidate(3),
    ]);
    await contains(box(0)).click();
    await contains(SERIOUS).click();
    await contains(box(2)).click();
    expect(SERIOUS).toBeChecked();
    await contains(box(1)).click();
    expect(SERIOUS).not.toBeChecked();
});

test("a click on a kind shows its holders", async () => {
    await mountAll();
    await contains(".o_coi_serious .o_coi_kind").click();
    expect(ROWS).toHaveCount(1);
    expect(ROWS).toHaveText(/Holder 4/);
});

test("nothing moves when there is something to confirm, or less is shown", async () => {
    await mountPicker(rows());
    const places = () =>
        [".o_coi_search", ".o_coi_check_all", ".o_coi_rows", BUTTON].map((each) => {
            const {x, y} = queryRect(each);
            return [x, y];
        });
    const before = places();
    await contains(box(0)).click();
    expect(places()).toEqual(before);
    await contains(".o_coi_filter_ready").click();
    expect(places()).toEqual(before);
    await contains(".o_coi_search").edit("nobody", {confirm: false});
    expect(places()).toEqual(before);
});

test("the policies that will be printed stand above", async () => {
    const about = "GL-1 of Granite, in force 01/01/2026 to 01/01/2027";
    const policy = {id: 1, name: "GL-1", line: "GL", limits: "1M/2M", about};
    const others = Array.from({length: 9}, (_, place) => ({
        ...policy,
        id: place + 2,
        name: `P-${place}`,
        limits: "",
    }));
    await mountPicker(rows(), {}, undefined, [policy, ...others]);
    expect(".o_coi_policy:first").toHaveText("GL-1 1M/2M");
    expect(".o_coi_policy:first").toHaveAttribute("title", about);
    expect(".o_coi_policy").toHaveCount(8);
    expect(".o_coi_shown").toHaveText(/and 2 more$/);
});
