import {Mapping, place, surround} from "@coi_mass_generate/fillable/map_fields/mapping";
import {describe, expect, test} from "@odoo/hoot";
import {makeScreen} from "./map_fields_helpers";

describe.current.tags("headless");

/** A mapping whose server is `answer`; what it was asked is noted. */
async function load(screen = makeScreen(), answer = () => screen) {
    const orm = {
        async call(model, method, args) {
            if (method === "get_screen") {
                return screen;
            }
            expect.step([model, method, ...args]);
            return answer(method, args);
        },
    };
    const mapping = new Mapping(orm, 7);
    await mapping.load();
    return mapping;
}

const names = (fields) => fields.map(({short}) => short);
const find = (mapping, short) => mapping.fields.find((field) => field.short === short);

test("a box is placed in percent of its page, from the top", () => {
    expect(place([61.2, 700, 122.4, 712.8], [612, 792])).toEqual({
        left: "10.000%",
        top: "10.000%",
        width: "10.000%",
        height: "1.616%",
    });
});

test("what is around boxes holds all of them", () => {
    const boxes = [
        [10, 30, 50, 40],
        [20, 10, 90, 20],
    ];
    expect(surround(boxes)).toEqual([10, 10, 90, 40]);
});

test("fields are counted by what they are", async () => {
    const mapping = await load();
    expect(mapping.counts).toEqual({
        shared: 1,
        own: 2,
        text: 1,
        keep: 1,
        blank: 0,
        open: 3,
    });
});

test("a page has the boxes of all places on it, but none without room", async () => {
    const mapping = await load();
    expect(names(mapping.boxes.map(({field}) => field))).toEqual([
        "f1_01",
        "f1_02",
        "f1_03",
        "f1_04",
        "f1_05",
        "f1_06",
    ]);
    mapping.goTo(2);
    expect(names(mapping.boxes.map(({field}) => field))).toEqual(["f1_02", "f2_01"]);
});

test("Tab goes around the open ones, over the pages and back", async () => {
    const mapping = await load();
    const goThrough = (by) => {
        const field = mapping.findOpen(by);
        mapping.select(field);
        return [field.short, mapping.page];
    };
    expect([1, 1, 1, 1].map(goThrough)).toEqual([
        ["f1_01", 1],
        ["f1_04", 1],
        ["f2_01", 2],
        ["f1_01", 1],
    ]);
    expect(goThrough(-1)).toEqual(["f2_01", 2]);
});

test("a field without room is never gone to", async () => {
    const screen = makeScreen();
    for (const id of [1, 4, 7]) {
        screen.choices[id].source = "keep";
    }
    screen.choices[8].source = "open";
    const mapping = await load(screen);
    expect(mapping.findOpen()).toBe(undefined);
});

test("arrows go to what is nearest that way", async () => {
    const mapping = await load();
    const go = (short, way) => mapping.findNear(find(mapping, short), way)?.short;
    expect(go("f1_01", [0, -1])).toBe("f1_03");
    expect(go("f1_01", [1, 0])).toBe("f1_02");
    expect(go("f1_02", [-1, 0])).toBe("f1_01");
    expect(go("f1_01", [0, 1])).toBe(undefined);
});

test("what stands in a box is what was asked to be shown", async () => {
    const texts = {fields: {3: "Granite Mutual"}, blocks: {holder: "Bay\n5 Elm"}};
    const mapping = await load(makeScreen(), () => texts);
    const shown = () => mapping.fields.map((field) => mapping.getText(field));
    expect(shown()).toEqual(["", "Call us", "Insurer", "", "Name", "City", "", ""]);
    await mapping.show("names");
    expect(shown()[2]).toBe("f1_03");
    await mapping.show("sample");
    expect.verifySteps([["coi.form.try", "get_texts", 7, false]]);
    expect(shown()[2]).toBe("Granite Mutual");
    expect(mapping.blocks[0].text).toBe("Bay\n5 Elm");
});

test("of an insured nothing is asked before somebody chose one", async () => {
    const mapping = await load(makeScreen(), () => ({fields: {}, blocks: {}}));
    await mapping.show("insured");
    expect.verifySteps([]);
    await mapping.show("insured", 12);
    expect.verifySteps([["coi.form.try", "get_texts", 7, 12]]);
});

test("parts of an address have a block around them", async () => {
    const mapping = await load();
    const [block, ...more] = mapping.blocks;
    expect(more).toEqual([]);
    expect([block.party, block.look, block.pitch]).toEqual(["holder", "own", 12]);
    expect(block.style).toEqual(place([40, 600, 300, 624], [612, 792]));
});

test("a party has a block around it wherever it stands", async () => {
    const mapping = await load();
    const add = (id, box) => ({field: {id}, box});
    const keys = {1: "insured.name", 2: "insured.name", 3: "insured.line1"};
    mapping.getChoice = ({id}) => ({value_key: keys[id]});
    const heading = add(1, [40, 740, 300, 752]);
    const name = add(2, [40, 500, 300, 512]);
    const street = add(3, [40, 486, 300, 498]);
    expect(mapping.split([heading, street, name])).toEqual([[heading], [name, street]]);
    expect(mapping.split([street, name])).toEqual([[street, name]]);
});

test("what is chosen is stored, and undone as it was", async () => {
    const screen = makeScreen();
    const mapping = await load(screen);
    mapping.select(find(mapping, "f1_01"));
    mapping.select(find(mapping, "f1_02"), true);
    expect(await mapping.choose({source: "value", value_key: "date"})).toBe(true);
    expect.verifySteps([
        [
            "coi.form",
            "choose",
            [7],
            [
                {id: 1, source: "value", value_key: "date"},
                {id: 2, source: "value", value_key: "date"},
            ],
        ],
    ]);
    expect(mapping.lastKey).toBe("date");
    mapping.goTo(2);
    await mapping.undo();
    expect.verifySteps([
        [
            "coi.form",
            "choose",
            [7],
            [
                {id: 1, source: "open", value_key: "", text: "", is_block: true},
                {id: 2, source: "text", value_key: "", text: "Call us", is_block: true},
            ],
        ],
    ]);
    expect([mapping.page, mapping.selected, mapping.canUndo]).toEqual([
        1,
        [1, 2],
        false,
    ]);
});

test("what is refused is said, and leaves nothing to undo", async () => {
    const mapping = await load(makeScreen(), () => {
        throw Object.assign(new Error(), {data: {message: "A picture needs a field."}});
    });
    mapping.select(find(mapping, "f1_01"));
    expect(await mapping.choose({source: "value", value_key: "date"})).toBe(false);
    expect.verifySteps([
        ["coi.form", "choose", [7], [{id: 1, source: "value", value_key: "date"}]],
    ]);
    expect(mapping.problem).toBe("A picture needs a field.");
    expect(mapping.canUndo).toBe(false);
    mapping.select(find(mapping, "f1_04"));
    expect(mapping.problem).toBe("");
});

test("what is chosen fast is stored one after the other", async () => {
    const screen = makeScreen();
    let running = 0;
    const mapping = await load(screen, async () => {
        expect(++running).toBe(1);
        await Promise.resolve();
        running--;
        return screen;
    });
    const choices = ["f1_01", "f1_04"].map((short) => {
        mapping.select(find(mapping, short));
        return mapping.choose({source: "blank"});
    });
    expect(await Promise.all(choices)).toEqual([true, true]);
    expect.verifySteps([
        ["coi.form", "choose", [7], [{id: 1, source: "blank"}]],
        ["coi.form", "choose", [7], [{id: 4, source: "blank"}]],
    ]);
});
