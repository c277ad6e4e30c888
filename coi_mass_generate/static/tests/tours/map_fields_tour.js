import {registry} from "@web/core/registry";

const SEARCH = ".o_coi_value_search";

const box = (name, look = "") => `.o_coi_box[data-name=${name}]${look}`;

/** Look for a value by its words and take what is found first. */
const take = (words, name, look) => [
    {trigger: `${SEARCH}:focus`, run: `edit ${words}`},
    {trigger: ".o_coi_value.o_coi_active"},
    {trigger: SEARCH, run: "press Enter"},
    {content: `${words} is printed in ${name}`, trigger: box(name, look)},
];

/** Click the first of several boxes, and with Shift the others. */
const clickAll = (first, ...more) => [
    {trigger: box(first), run: "click"},
    ...more.map((name) => ({
        trigger: box(name),
        run({anchor}) {
            anchor.dispatchEvent(
                new MouseEvent("click", {bubbles: true, shiftKey: true})
            );
        },
    })),
];

registry.category("web_tour.tours").add("coi_map_fields_tour", {
    steps: () => [
        {trigger: ".o_data_cell:contains('Stranger')", run: "click"},
        {
            content: "The form says what there is to do",
            trigger: "[role=status]:contains('129 fields: 0 known, 128 to look at.')",
        },
        {trigger: ".o_statusbar_buttons button:contains('Map Fields')", run: "click"},
        {
            content: "Its page is drawn below the boxes",
            trigger: ".o_coi_paper[data-drawn]",
        },
        {trigger: ".o_coi_next:contains('128')", run: "click"},
        ...take("issue date", "f1_002", ".o_coi_own:contains('Issue date')"),
        {trigger: SEARCH, run: "press Tab"},
        {content: "Tab is at the next one", trigger: box("f1_003", ".o_coi_selected")},
        ...clickAll("f1_003", "f1_004", "f1_005", "f1_006", "f1_007", "f1_008"),
        {trigger: ".o_coi_block_insured", run: "click"},
        {trigger: ".o_coi_block[data-party=insured]"},
        ...clickAll("f1_123", "f1_124", "f1_125", "f1_126", "f1_127", "f1_128"),
        {trigger: ".o_coi_block_holder", run: "click"},
        {trigger: ".o_coi_block[data-party=holder]"},
        {trigger: box("f1_048"), run: "click"},
        ...take("general policy number", "f1_048", ".o_coi_shared"),
        {trigger: box("f1_009"), run: "click"},
        {trigger: ".o_coi_source_text", run: "click"},
        {trigger: ".o_coi_fixed_text:focus", run: "edit Call us"},
        {trigger: ".o_coi_fixed_text", run: "press Enter"},
        {trigger: box("f1_009", ".o_coi_text")},
        {
            content: "A wrong one is taken back",
            trigger: ".o_coi_source_blank",
            run: "click",
        },
        {trigger: box("f1_009", ".o_coi_blank")},
        {trigger: ".o_coi_undo", run: "click"},
        {trigger: box("f1_009", ".o_coi_text:contains('Call us')")},
        {
            content: "The boxes say what a certificate says",
            trigger: ".o_coi_show_sample",
            run: "click",
        },
        {trigger: box("f1_048", ":contains('GL-0000000')")},
        {trigger: ".o_coi_block[data-party=insured]:contains('Sample Contractors')"},
        {trigger: ".o_coi_use", run: "click"},
        {trigger: ".modal .btn-primary", run: "click"},
        {
            content: "Nobody said that there is a license",
            trigger: ".modal:contains('license') .btn-primary",
            run: "click",
        },
        {trigger: ".o_coi_licence input", run: "click"},
        {trigger: ".o_coi_licence input:checked"},
        {trigger: "body:not(:has(.modal)) .o_coi_use", run: "click"},
        {trigger: ".modal .btn-primary", run: "click"},
        {content: "It is in use", trigger: ".o_coi_locked .o_coi_set_up"},
        {trigger: ".o_breadcrumb a:contains('Stranger'), .o_back_button", run: "click"},
        {trigger: ".o_form_view .o_arrow_button_current:contains('In use')"},
    ],
});
