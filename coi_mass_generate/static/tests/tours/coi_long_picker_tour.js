import {registry} from "@web/core/registry";

const PICKER = ".modal .o_coi_holder_picker";
const DIALOG = ".modal-content:has(.o_form_button_save)";

const row = (name) => `${PICKER} .o_coi_row:contains('${name}')`;
const hasNot = (name) => `${PICKER}:not(:has(.o_coi_row:contains('${name}')))`;

registry.category("web_tour.tours").add("coi_long_picker_tour", {
    steps: () => [
        {trigger: ".o_data_cell:contains('Long Builders')", run: "click"},
        {trigger: "[name=action_coi_generate]", run: "click"},
        {
            content: "All can be selected, whether they are judged or not",
            trigger: `${PICKER} .o_coi_check_all`,
            run: "click",
        },
        {trigger: `${PICKER} .o_coi_count:contains('60 of 60')`},
        {
            content: "Behind it everybody is judged",
            trigger: `${PICKER}:not(:has(.o_coi_judged))`,
        },
        {trigger: `${PICKER} .o_coi_filter_blocked:contains('1')`},
        {
            content: "And the button says what a click would do",
            trigger:
                ".modal footer [name=action_generate]:contains('57 Now, Leave Out 3')",
        },
        {
            content: "The search is the server's",
            trigger: `${PICKER} .o_coi_search`,
            run: "edit worcester",
        },
        {trigger: row("Holder 58")},
        {trigger: hasNot("Holder 00")},
        {trigger: `${PICKER} .o_coi_hidden:contains('59 of them not shown')`},
        {trigger: `${PICKER} .o_coi_uncheck_all`, run: "click"},
        {trigger: `${PICKER} .o_coi_count:contains('59 of 60')`},
        {trigger: `${PICKER} .o_coi_search`, run: "clear"},
        {trigger: row("Holder 00")},
        {
            content: "The last page has its rows, too",
            trigger: `${PICKER} .o_pager_next`,
            run: "click",
        },
        {trigger: row("Holder 59")},
        {
            content: "A holder of the last page has its twin on the first",
            trigger: `${PICKER} .o_coi_filter_warning`,
            run: "click",
        },
        {trigger: `${PICKER} .o_coi_reason:contains('twice')`},
        {trigger: `${PICKER} .o_coi_filter_blocked`, run: "click"},
        {trigger: `${row("Holder 30")} .o_coi_mend`, run: "click"},
        {trigger: `${DIALOG} [name=street] input`, run: "edit 1 Main Street"},
        {trigger: `${DIALOG} .o_form_button_save`, run: "click"},
        {trigger: "body:not(:has(.modal .o_form_button_save))"},
        {
            content: "Mended, it is judged anew, and the others still are",
            trigger: `${PICKER} .o_coi_filter_blocked:contains('0')`,
        },
        {trigger: `${PICKER}:not(:has(.o_coi_judged))`},
        {trigger: `${PICKER} .o_coi_count:contains('59 of 60')`},
        {
            trigger:
                ".modal footer [name=action_generate]:contains('57 Now, Leave Out 2')",
            run: "click",
        },
        {trigger: ".o_form_view .o_coi_progress_done:contains('57')"},
        {trigger: ".o_form_view .o_coi_progress_aside:contains('2')"},
    ],
});
