import {registry} from "@web/core/registry";

const LIST = "[name=coi_additional_interest_ids]";

registry.category("web_tour.tours").add("coi_tab_tour", {
    steps: () => [
        {trigger: ".o_data_cell:contains('Beacon Roofing')", run: "click"},
        {
            content: "What is in force is told above the holders",
            trigger: ".o_coi_policy_strip button:contains('GL'):contains('1M/2M')",
        },
        {
            content: "The words follow the marks",
            trigger: `${LIST} .o_data_row:contains('Bay State'):contains('AI GL · WOS GL')`,
        },
        {trigger: `${LIST} .o_coi_find`, run: "edit adams"},
        {
            content: "One is found, and the others are not listed",
            trigger: `${LIST}:has(.o_data_row:contains('Adams')):not(:has(.o_data_row:contains('Dover')))`,
        },
        {trigger: `${LIST} .o_coi_find`, run: "clear"},
        {trigger: `${LIST} .o_data_row:contains('Bay State')`},
        {trigger: `${LIST} .o_coi_shown`, run: "select blocked"},
        {
            trigger: `${LIST}:not(:has(.o_data_row:contains('Adams'))) .o_data_row:contains('Dover') .o_coi_verdict_badge`,
            run: "click",
        },
        {
            content: "A click tells why",
            trigger: ".o_coi_reasons li:contains('street')",
        },
        {
            content: "To add one takes the search away, and begins on top",
            trigger: `${LIST} .o_coi_add_holder`,
            run: "click",
        },
        {
            trigger: `${LIST}:has(.o_data_row:contains('Adams')) .o_data_row:first.o_selected_row [name=holder_id] input`,
        },
        {trigger: ".o_form_button_cancel", run: "click"},
        {
            content: "Nobody is added by looking",
            trigger: `.o_form_view:not(:has(.o_selected_row)) ${LIST} .o_data_row:first:contains('Adams')`,
        },
    ],
});
