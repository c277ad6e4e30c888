import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const PICKER = ".modal .o_coi_holder_picker";

/** The issue date is typed: which policies are in force must not depend on today. */
const setIssueDate = (day) => [
    {trigger: ".modal [name=issue_date] button", run: "click"},
    {trigger: ".modal [name=issue_date] input", run: `edit ${day}`},
    {trigger: `${PICKER} .o_coi_search`, run: "click"},
];

const addNewHolder = (name) => [
    {
        trigger: "[name=coi_additional_interest_ids] .o_field_x2many_list_row_add a",
        run: "click",
    },
    {trigger: ".o_selected_row [name=holder_id] input", run: `edit ${name}`},
    {
        trigger: ".o-autocomplete--dropdown-menu li:contains('Create and edit')",
        run: "click",
    },
    {trigger: `.modal [name=name] input:value(${name})`},
    {trigger: ".modal [name=street] input", run: "edit 1 New Street"},
    {trigger: ".modal [name=city] input", run: "edit Salem"},
    {trigger: ".modal [name=state_id] input", run: "edit Massachusetts"},
    {
        trigger: ".o-autocomplete--dropdown-menu li:contains('Massachusetts')",
        run: "click",
    },
    {trigger: ".modal [name=zip] input", run: "edit 01970"},
    {trigger: ".modal .o_form_button_save", run: "click"},
    {trigger: `.o_selected_row [name=holder_id] input:value(${name})`},
    ...stepUtils.saveForm(),
];

const openWizard = {
    trigger: "[name=action_coi_generate]",
    content: "Generate Certificates, in the insured's tab",
    run: "click",
};

const generate = {
    trigger: ".modal footer [name=action_generate]",
    run: "click",
};

registry.category("web_tour.tours").add("coi_generate_tour", {
    steps: () => [
        {trigger: ".o_data_cell:contains('Beacon Roofing')", run: "click"},
        ...addNewHolder("Brand New Holder"),

        openWizard,
        {
            content: "Nothing is selected before somebody selects it",
            trigger: `${PICKER} .o_coi_count:contains('0 of 5')`,
        },
        ...setIssueDate("03/02/2026"),
        {
            content: "The holder without a street is blocked, with the reason",
            trigger: `${PICKER} .o_coi_row:contains('Dover') .o_coi_reason:contains('street')`,
        },
        {trigger: `${PICKER} .o_coi_search`, run: "edit adams"},
        {
            content: "The search leaves one",
            trigger: `${PICKER}:not(:has(.o_coi_row:contains('Dover')))`,
        },
        {trigger: `${PICKER} .o_coi_check_all`, run: "click"},
        {trigger: `${PICKER} .o_coi_count:contains('1 of 5')`},
        {trigger: `${PICKER} .o_coi_search`, run: "edit bank"},
        {
            content: "What is selected but not shown is said",
            trigger: `${PICKER} .o_coi_hidden:contains('1 of them not shown')`,
        },
        {trigger: `${PICKER} .o_coi_search`, run: "clear"},
        {trigger: `${PICKER} .o_coi_check_all`, run: "click"},
        {trigger: `${PICKER} .o_coi_count:contains('5 of 5')`},
        {trigger: `${PICKER} .o_coi_blocked:contains('1 of them blocked')`},
        generate,

        {
            content: "The batch tells what became of each",
            trigger: ".o_form_view .o_coi_progress_done:contains('4')",
        },
        {trigger: ".o_form_view .o_coi_progress_blocked:contains('1')"},
        {
            trigger:
                ".o_data_row:contains('Dover') [name=reason_text]:contains('street')",
        },
        {trigger: "button[name=action_open_certificates]", run: "click"},

        {
            content: "Issued Certificates: open one",
            trigger: ".o_list_view .o_data_row [name=holder_name]:contains('Adams')",
            run: "click",
        },
        {trigger: ".o_form_view [name=holder_block]:contains('5 Elm Street')"},
        {
            trigger: ".o_breadcrumb a:contains('Issued Certificates')",
            run: "click",
        },
        {
            content: "Two historical holders again",
            trigger: ".o_data_row:contains('Adams') .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains('Bay State') .o_list_record_selector input",
            run: "click",
        },
        {trigger: ".o_cp_action_menus button:contains('Actions')", run: "click"},
        {trigger: ".o-dropdown-item:contains('Generate Again')", run: "click"},
        {trigger: `${PICKER} .o_coi_count:contains('2 of 2')`},
        ...setIssueDate("03/03/2026"),
        {trigger: ".modal [name=output] label:contains('combined')", run: "click"},
        {
            content: "Nothing has changed since: they are made all the same",
            trigger: ".modal [name=confirm_warnings] input",
            run: "click",
        },
        {
            content: "That it is dated tomorrow is serious, and confirmed by itself",
            trigger: ".modal .o_coi_serious:contains('future') input",
            run: "click",
        },
        {
            trigger:
                ".modal footer [name=action_generate]:contains('Generate 2 Certificates')",
        },
        generate,
        {trigger: ".o_form_view .o_coi_progress_done:contains('2')"},
        {trigger: ".o_form_view [name=output]:contains('combined')"},
    ],
});
