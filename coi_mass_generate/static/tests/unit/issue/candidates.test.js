import {describe, expect, test} from "@odoo/hoot";
import {Candidates} from "@coi_mass_generate/issue/holder_picker/candidates";
import {candidate, finding, ready} from "./picker_helpers";

const warn = (code) => finding("warning", code);
const block = (code, values) => finding("blocked", code, values);
const judged = (verdicts, values = {}) => ({
    outcomes: [{verdict: "ready", reasons: []}],
    verdicts,
    shared: [],
    ...values,
});

/** A long list: ten holders, of whom these rows came with it. */
function makeLong(...rows) {
    const ids = Array.from({length: 10}, (_, place) => place + 1);
    return new Candidates(ids, rows);
}

describe("who is judged", () => {
    test("all of a short list are, some of a long one", () => {
        const short = new Candidates([1, 2], [candidate(1), candidate(2)]);
        expect([short.isLong, short.isJudged]).toEqual([false, true]);
        const long = makeLong(candidate(1), candidate(2));
        expect([long.isLong, long.isJudged]).toEqual([true, false]);
        expect([long.countJudged, long.size]).toEqual([2, 10]);
    });

    test("next are those searched for, then the others in the list's order", () => {
        const list = makeLong(candidate(1));
        expect(list.getNext([7, 1, 9], 5)).toEqual([7, 9]);
        list.takeVerdicts([7, 9], judged([ready(7), ready(9)]));
        expect(list.getNext([7, 1, 9], 3)).toEqual([2, 3, 4]);
        list.takeVerdicts([2, 3, 4], judged([2, 3, 4].map(ready)));
        expect(list.getNext([], 9)).toEqual([5, 6, 8, 10]);
        list.takeVerdicts([5, 6, 8, 10], judged([5, 6, 8, 10].map(ready)));
        expect(list.getNext([], 9)).toEqual([]);
        expect(list.isJudged).toBe(true);
    });

    test("who is not answered for has left the list, and is blocked", () => {
        const list = makeLong(candidate(1));
        list.takeVerdicts([2, 3], judged([ready(2)]));
        expect(list.verdicts.get(2).verdict).toBe("ready");
        expect(list.verdicts.get(3).verdict).toBe("blocked");
        list.drop([4]);
        expect(list.rows.get(4).name).toBe("–");
        expect(list.verdicts.get(4).verdict).toBe("blocked");
    });

    test("a row drawn before is drawn anew where more is found by now", () => {
        const list = makeLong(candidate(1), candidate(2));
        const outcomes = [{verdict: "warning", reasons: [{level: "warning"}]}];
        list.takeVerdicts([1], judged([ready(1)], {outcomes}));
        expect(list.rows.has(1)).toBe(false);
        expect(list.rows.has(2)).toBe(true);
    });

    test("of a long list the words of a reason are kept with the row only", () => {
        const reasons = [block("address", {may_override: true}), warn("expires")];
        const list = makeLong(candidate(1, reasons));
        expect(list.rows.get(1).reasons[0].message).toBe("Message of address");
        const {verdict, codes, reasons: kept} = list.verdicts.get(1);
        expect(verdict).toBe("blocked");
        expect(codes).toEqual(["address"]);
        expect(kept.map((each) => each.message)).toEqual([undefined, undefined]);
        const law = makeLong(candidate(1, [...reasons, block("law")]));
        expect(law.verdicts.get(1).codes).toEqual([]);
    });
});

describe("shared reasons", () => {
    test("are those of all rows", () => {
        const list = new Candidates(
            [1, 2],
            [
                candidate(1, [warn("unsigned"), warn("expires")]),
                candidate(2, [block("address"), warn("unsigned")]),
            ]
        );
        expect(list.sharedReasons.map((each) => each.code)).toEqual(["unsigned"]);
    });

    test("of a long list are not told before all are judged", () => {
        const shared = [warn("unsigned")];
        const list = makeLong(candidate(1, shared));
        const others = [2, 3, 4, 5, 6, 7, 8, 9, 10];
        expect(list.sharedReasons).toEqual([]);
        list.takeVerdicts(others, judged(others.map(ready), {shared}));
        expect(list.sharedReasons.map((each) => each.code)).toEqual(["unsigned"]);
    });

    test("one answer without it is enough for it not to be shared", () => {
        const list = makeLong(candidate(1, [warn("unsigned")]));
        const others = [2, 3, 4, 5, 6, 7, 8, 9, 10];
        list.takeVerdicts(others, judged(others.map(ready)));
        expect(list.isJudged).toBe(true);
        expect(list.sharedReasons).toEqual([]);
    });
});

describe("twins", () => {
    const twin = (id) => candidate(id, [], {twin: "acme"});
    const OTHERS = [3, 4, 5, 6, 7, 8, 9, 10];

    test("that came in different answers are judged once more, side by side", () => {
        const list = makeLong(twin(1));
        list.takeVerdicts([2], judged([[2, 0, "acme", []]]));
        list.takeVerdicts(OTHERS, judged(OTHERS.map(ready)));
        expect(list.getNext([], 9)).toEqual([1, 2]);
        list.takeVerdicts(
            [1, 2],
            judged([
                [1, 0, "acme", []],
                [2, 0, "acme", []],
            ])
        );
        expect(list.getNext([], 9)).toEqual([]);
    });

    test("are asked for together", () => {
        const list = makeLong(twin(1), twin(2), candidate(3));
        expect(list.withTwins([2, 3])).toEqual([2, 3, 1]);
    });

    test("are none any more once one is called otherwise", () => {
        const list = makeLong(twin(1), twin(2));
        list.takeRows([candidate(2, [], {twin: "other"})]);
        expect(list.withTwins([1])).toEqual([1]);
    });
});

describe("asked anew after a change", () => {
    test("what is known of the others stays known", () => {
        const former = makeLong(candidate(1), candidate(2, [warn("expires")]));
        const list = makeLong(candidate(1));
        list.keep(former, [1]);
        expect(list.verdicts.get(2).verdict).toBe("warning");
        expect(list.countJudged).toBe(2);
    });

    test("of the changed ones nothing is known", () => {
        const former = makeLong(candidate(1), candidate(2));
        const list = makeLong(candidate(1));
        list.keep(former, [2]);
        expect(list.verdicts.has(2)).toBe(false);
    });

    test("who left the list is not kept", () => {
        const former = makeLong(candidate(10));
        const list = new Candidates([1, 2], [candidate(1)]);
        list.keep(former, []);
        expect(list.verdicts.has(10)).toBe(false);
    });
});
