/** A form of two pages with a field of every sort, as the server describes it. */
export function makeScreen(more = {}) {
    const field = (id, short, places, kind = "text", label = "") => ({
        id,
        short,
        kind,
        label,
        on: "",
        page: places[0][0],
        is_usable: id !== 8,
        places,
        value: kind === "check" ? "/Off" : "",
        align: 0,
        multiline: false,
    });
    const choice = (source, value_key = "", text = "", block = "") => ({
        source,
        value_key,
        text,
        is_block: true,
        block,
    });
    return {
        name: "Sample 25",
        company_id: 1,
        file: "/form.pdf",
        pages: [
            [612, 792],
            [612, 792],
        ],
        values: [
            ["date", "Issue date", "Certificate", true, "text"],
            ["holder.name", "Name", "Holder", true, "text"],
            ["holder.city", "City", "Holder", true, "text"],
            ["auto.insurer", "Insurer", "Auto", false, "text"],
            ["auto.number", "Policy number", "Auto", false, "text"],
            ["auto.shown", "Shown", "Auto", false, "mark"],
        ].map(([key, label, group, is_own, kind]) => ({
            key,
            label,
            group,
            is_own,
            kind,
        })),
        parties: [
            ["producer", "Agency"],
            ["insured", "Insured"],
            ["holder", "Holder"],
        ],
        fields: [
            field(1, "f1_01", [[1, [40, 700, 140, 712]]], "text", "Date issued"),
            field(2, "f1_02", [
                [1, [160, 700, 260, 712]],
                [2, [40, 700, 140, 712]],
            ]),
            field(3, "f1_03", [[1, [40, 680, 140, 692]]]),
            field(4, "f1_04", [[1, [40, 660, 50, 670]]], "check"),
            field(5, "f1_05", [[1, [40, 612, 300, 624]]]),
            field(6, "f1_06", [[1, [40, 600, 300, 612]]]),
            field(8, "f1_07", [[1, [0, 0, 0, 0]]]),
            field(7, "f2_01", [[2, [40, 680, 140, 692]]]),
        ],
        state: "draft",
        licence_confirmed: false,
        locked: "",
        can_set_up: false,
        text: "8 fields: 5 known, 3 to look at.",
        choices: {
            1: choice("open"),
            2: choice("text", "", "Call us"),
            3: choice("value", "auto.insurer"),
            4: choice("open"),
            5: choice("value", "holder.name", "", "holder"),
            6: choice("value", "holder.city", "", "holder"),
            7: choice("open"),
            8: choice("keep"),
        },
        ...more,
    };
}
