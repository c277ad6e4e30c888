import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {Deferred, animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime} from "@odoo/hoot-mock";
import {contains, editSelectMenu, onRpc} from "@web/../tests/web_test_helpers";
import {countLetters} from "@coi_mass_generate/issue/holder_picker/override_dialog";
import {
    ROWS,
    box,
    candidate,
    definePickerModels,
    finding,
    mountPicker,
    ready,
    row,
} from "./picker_helpers";

describe.current.tags("desktop");
definePickerModels();

const block = (code, values) => finding("blocked", code, values);
const warn = (code, values) => finding("warning", code, values);
const COUNTS = ["ready", "warning", "blocked", "unjudged"];
const counts = () =>
    queryAllTexts(COUNTS.map((each) => `[name=count_${each}]`).join()).map(Number);
const five = () => [1, 2, 3, 4, 5].map((id) => candidate(id));

describe("counting", () => {
    const mixed = () => [
        candidate(1),
        candidate(2, [warn("expires")]),
        candidate(3, [block("address")]),
        candidate(4, [warn("expires"), block("address")]),
    ];

    test("each verdict's button says how many there are of it", async () => {
        await mountPicker(mixed());
        expect(".o_coi_filter_ready .badge").toHaveText("1");
        expect(".o_coi_filter_warning .badge").toHaveText("1");
        expect(".o_coi_filter_blocked .badge").toHaveText("2");
        expect(".o_coi_count").toHaveText("0 of 4 selected");
    });

    test("the form counts those that are checked, by their verdicts", async () => {
        await mountPicker(mixed());
        await contains(".o_coi_check_all").click();
        expect(counts()).toEqual([1, 1, 2, 0]);
        expect(".o_coi_count").toHaveText("4 of 4 selected");
        expect(".o_coi_blocked").toHaveText(/^2 of them blocked/);
        await contains(box(3)).click();
        expect(counts()).toEqual([1, 1, 1, 0]);
        await contains(".o_coi_uncheck_all").click();
        expect(counts()).toEqual([0, 0, 0, 0]);
    });

    test("only those found are checked, and the others stay checked", async () => {
        await mountPicker(mixed());
        await contains(box(0)).click();
        await contains(".o_coi_filter_blocked").click();
        expect(ROWS).toHaveCount(2);
        expect(".o_coi_hidden").toHaveText("1 of them not shown by this search");
        await contains(".o_coi_check_all").click();
        expect(counts()).toEqual([1, 0, 2, 0]);
        await contains(".o_coi_uncheck_all").click();
        expect(counts()).toEqual([1, 0, 0, 0]);
    });

    test("a reason is counted once for each holder, the most frequent first", async () => {
        await mountPicker([
            candidate(1, [warn("expires"), warn("expires", {message: "The other"})]),
            candidate(2, [block("address")]),
            candidate(3, [block("address")]),
        ]);
        expect(queryAllTexts(".o_coi_filter_reason option")).toEqual([
            "Any reason",
            "Title of address (2)",
            "Title of expires (1)",
        ]);
        await contains(".o_coi_filter_reason").select("Title of expires");
        expect(ROWS).toHaveCount(1);
        expect(row(0)).toHaveText(/Holder 1/);
    });
});

describe("ranges", () => {
    test("a click with Shift checks all rows since the last one clicked", async () => {
        await mountPicker(five());
        await contains(box(1)).click();
        await contains(box(3)).click({shiftKey: true});
        expect(`${ROWS} input:checked`).toHaveCount(3);
        expect(box(0)).not.toBeChecked();
        expect(box(4)).not.toBeChecked();
        expect(counts()).toEqual([3, 0, 0, 0]);
    });

    test("upwards, too, and unchecking as well", async () => {
        await mountPicker(five());
        await contains(".o_coi_check_all").click();
        await contains(box(3)).click();
        await contains(box(1)).click({shiftKey: true});
        expect(`${ROWS} input:checked`).toHaveCount(2);
        expect(box(0)).toBeChecked();
        expect(box(4)).toBeChecked();
    });

    test("without a row clicked before, it is that row alone", async () => {
        await mountPicker(five());
        await contains(box(2)).click({shiftKey: true});
        expect(`${ROWS} input:checked`).toHaveCount(1);
        expect(box(2)).toBeChecked();
    });

    test("what the search hides is not in the range", async () => {
        const rows = five();
        rows[2].locality = "Salem, MA";
        await mountPicker(rows);
        await contains(".o_coi_search").edit("boston", {confirm: false});
        await contains(box(0)).click();
        await contains(box(3)).click({shiftKey: true});
        await contains(".o_coi_search").edit("", {confirm: false});
        expect(`${ROWS} input:checked`).toHaveCount(4);
        expect(box(2)).not.toBeChecked();
    });
});

describe("shared reasons", () => {
    const unsigned = () => warn("unsigned");

    test("what is to be said of all is said once, above", async () => {
        await mountPicker([
            candidate(1, [unsigned()]),
            candidate(2, [unsigned(), block("address")]),
        ]);
        expect(".o_coi_shared").toHaveText(/^For all of them: Message of unsigned/);
        expect(queryAllTexts(".o_coi_reason")).toEqual(["Message of address"]);
    });

    test("what is not said of one of them is said in each row", async () => {
        await mountPicker([
            candidate(1, [unsigned()]),
            candidate(2, [unsigned()]),
            candidate(3),
        ]);
        expect(".o_coi_shared").toHaveCount(0);
        expect(".o_coi_reason").toHaveCount(2);
    });

    test("the same title with other words is not the same", async () => {
        await mountPicker([
            candidate(1, [unsigned()]),
            candidate(2, [warn("unsigned", {message: "Other words"})]),
        ]);
        expect(".o_coi_shared").toHaveCount(0);
        expect(".o_coi_reason").toHaveCount(2);
    });

    test("a single holder's reason stands in its row", async () => {
        await mountPicker([candidate(1, [unsigned()])]);
        expect(".o_coi_shared").toHaveCount(0);
        expect(".o_coi_reason").toHaveCount(1);
    });
});

describe("verdict after an override", () => {
    const expired = () => block("address", {may_override: true});

    const SAID = "The carrier said so";

    async function override(reason) {
        await contains(".o_coi_override").click();
        await contains(".o_coi_override_reason").edit(reason);
        await contains(".modal footer .btn-primary").click();
    }

    test("it is checked, and the reason is shown and can be taken back", async () => {
        await mountPicker([candidate(1, [expired()]), candidate(2)]);
        await override(`  ${SAID}  `);
        expect(".modal").toHaveCount(0);
        expect(".o_coi_overridden i").toHaveText(SAID);
        expect(".o_coi_overridden").toHaveText(/^Overridden by Mitchell Admin: /);
        expect(queryAllTexts(`${row(0)} .o_coi_badge`)).toEqual(["Overridden"]);
        expect(".o_coi_filter_overridden .badge").toHaveText("1");
        expect(".o_coi_filter_ready .badge").toHaveText("1");
        expect(box(0)).toBeChecked();
        expect(counts()).toEqual([1, 0, 0, 0]);
        expect(".o_coi_filter_blocked .badge").toHaveText("0");
        expect(".o_coi_override").toHaveCount(0);
        await contains(".o_coi_overridden button").click();
        expect(counts()).toEqual([0, 0, 1, 0]);
        expect(".o_coi_filter_blocked .badge").toHaveText("1");
        expect(".o_coi_overridden").toHaveCount(0);
    });

    test("a warning beside it still has to be confirmed", async () => {
        await mountPicker([candidate(1, [expired(), warn("expires")])]);
        await override(SAID);
        expect(counts()).toEqual([0, 1, 0, 0]);
        const badges = queryAllTexts(".o_coi_badge");
        expect(badges).toEqual(["Overridden", "Warning"]);
        await contains(".o_coi_filter_overridden").click();
        expect(ROWS).toHaveCount(1);
        await contains(".o_coi_filter_warning").click();
        expect(ROWS).toHaveCount(1);
    });

    test("without a reason nothing can be overridden", async () => {
        await mountPicker([candidate(1, [expired()])]);
        await contains(".o_coi_override").click();
        expect(".modal footer .btn-primary").not.toBeEnabled();
        for (const reason of ["   ", "x", "1234 5678 9", "..........", "Said so"]) {
            await contains(".o_coi_override_reason").edit(reason, {confirm: false});
            expect(".modal footer .btn-primary").not.toBeEnabled();
        }
        expect(".o_coi_override_missing").toHaveText(/: 4\s+to go\.$/);
        await contains(".o_coi_override_reason").edit(SAID, {confirm: false});
        expect(".modal footer .btn-primary").toBeEnabled();
    });

    test("a usual reason is chosen", async () => {
        await mountPicker([candidate(1, [expired()])]);
        await contains(".o_coi_override").click();
        const usual = queryAllTexts(".o_coi_override_usual option").slice(1);
        expect(usual.every((reason) => countLetters(reason) >= 10)).toBe(true);
        await contains(".o_coi_override_usual").select(usual[1]);
        expect(".o_coi_override_reason").toHaveValue(usual[1]);
        await contains(".modal footer .btn-primary").click();
        expect(".o_coi_overridden i").toHaveText(usual[1]);
    });

    test("what no rule allows to be overridden offers nothing", async () => {
        await mountPicker([candidate(1, [expired(), block("law")])]);
        expect(".o_coi_override").toHaveCount(0);
    });

    test("nor is anything offered to who is no manager", async () => {
        await mountPicker(
            [candidate(1, [expired()]), candidate(2, [expired(), block("law")])],
            {is_manager: false}
        );
        expect(".o_coi_override").toHaveCount(0);
        expect(`${row(0)} .o_coi_ask_manager`).toHaveText(/^Ask a manager/);
        expect(".o_coi_ask_manager").toHaveCount(1);
    });

    test("a block that came up later is not covered by it", async () => {
        const overrides = {1: {reason: "Said so", codes: ["address"]}};
        await mountPicker(
            [candidate(1, [expired(), block("name", {may_override: true})])],
            {overrides, selected_ids: [1]}
        );
        expect(counts()).toEqual([0, 0, 1, 0]);
        expect(".o_coi_override").toHaveCount(1);
        expect(queryAllTexts(".o_coi_badge")).toEqual(["Blocked"]);
        expect(".o_coi_overridden").toHaveCount(0);
    });

    test("several are overridden with one reason", async () => {
        await mountPicker([candidate(1, [expired()]), candidate(2, [expired()])]);
        await contains(".o_coi_check_all").click();
        await contains(".o_coi_override_all").click();
        expect(".modal-body p:first").toHaveText(/^2 holders would be blocked/);
        expect(".modal-body li").toHaveCount(1);
        await contains(".o_coi_override_reason").edit(SAID);
        await contains(".modal footer .btn-primary").click();
        expect(queryAllTexts(".o_coi_overridden i")).toEqual([SAID, SAID]);
        expect(counts()).toEqual([2, 0, 0, 0]);
    });
});

test("all are judged anew for the form that is chosen", async () => {
    await mountPicker(five());
    expect(".o_coi_filter_blocked .badge").toHaveText("0");
    onRpc("coi.generate", "find_candidates", ({kwargs}) => {
        expect.step(kwargs.form_id);
        return {ids: [1], rows: [candidate(1, [block("state")])]};
    });
    await editSelectMenu("[name=form_id] input", {value: "Evidence"});
    await animationFrame();
    expect.verifySteps([7]);
    expect(".o_coi_filter_blocked .badge").toHaveText("1");
});

describe("a long list", () => {
    const IDS = Array.from({length: 60}, (_, place) => place + 1);

    beforeEach(() => {
        onRpc("coi.generate", "get_candidates", ({args}) =>
            args.at(-1).map((id) => candidate(id))
        );
    });

    test("is judged behind what is seen, and the button says how far", async () => {
        const answer = new Deferred();
        onRpc("coi.generate", "judge_candidates", async ({args}) => {
            expect.step(args.at(-1).length);
            await answer;
            const verdicts = args.at(-1).map(ready);
            return {
                outcomes: [{verdict: "ready", reasons: []}],
                verdicts,
                shared: [],
            };
        });
        const rows = IDS.slice(0, 50).map((id) => candidate(id));
        await mountPicker(rows, {}, IDS);
        expect.verifySteps([10]);
        await contains(".o_coi_check_all").click();
        expect(counts()).toEqual([50, 0, 0, 10]);
        expect(".o_coi_judged").toHaveText("Checked 50 of 60");
        expect(".btn-primary[name=action_generate]").toHaveText(
            "Generate (50 of 60 Checked)"
        );
        answer.resolve();
        await animationFrame();
        await animationFrame();
        expect(counts()).toEqual([60, 0, 0, 0]);
        expect(".o_coi_judged").toHaveCount(0);
        expect(".btn-primary[name=action_generate]").toHaveText(
            "Generate 60 Certificates"
        );
    });

    test("who is not judged cannot have been confirmed", async () => {
        onRpc("coi.generate", "judge_candidates", () => new Deferred());
        const rows = IDS.slice(0, 50).map((id) => candidate(id, [warn("expires")]));
        await mountPicker(rows, {}, IDS);
        await contains(box(0)).click();
        await contains("[name=confirm_warnings] input").click();
        expect(counts()).toEqual([0, 1, 0, 0]);
        await contains(".o_coi_check_all").click();
        expect("[name=confirm_warnings] input").toHaveCount(0);
        expect(".o_coi_unjudged").toHaveText(/^10\s+selected holders are not checked/);
        await contains(".o_coi_uncheck_all").click();
        await contains(box(0)).click();
        expect("[name=confirm_warnings] input").not.toBeChecked();
    });

    test("is what the server says is left after an override", async () => {
        const reasons = [block("address", {may_override: true})];
        const codes = ["address"];
        onRpc("coi.generate", "judge_candidates", ({args}) => ({
            outcomes: [{verdict: "blocked", overridden: "warning", reasons}],
            verdicts: args.at(-1).map((id) => [id, 0, "", codes]),
            shared: [],
        }));
        const given = {reason: "Said so", codes};
        const rows = IDS.slice(0, 50).map((id) => candidate(id, reasons));
        const values = {overrides: {1: given, 60: given}, selected_ids: [1, 59, 60]};
        await mountPicker(rows, values, IDS);
        await animationFrame();
        expect(counts()).toEqual([1, 1, 1, 0]);
    });

    test("is searched by the server, a moment after the last letter", async () => {
        onRpc("coi.generate", "judge_candidates", () => new Deferred());
        onRpc("coi.generate", "search_candidates", ({args}) => {
            expect.step(args.at(-1));
            return [58, 59];
        });
        await mountPicker(
            IDS.slice(0, 50).map((id) => candidate(id)),
            {},
            IDS
        );
        await contains(".o_coi_search").edit("salem", {confirm: false});
        expect(".o_coi_rows").toHaveAttribute("aria-busy", "true");
        await advanceTime(300);
        await animationFrame();
        expect.verifySteps(["salem"]);
        expect(ROWS).toHaveCount(2);
        expect(row(0)).toHaveText(/Holder 58/);
    });
});
