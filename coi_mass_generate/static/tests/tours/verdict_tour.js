import {registry} from "@web/core/registry";

const PICKER = ".modal .o_coi_holder_picker";
// The record above the wizard; the wizard itself has no button to save.
const DIALOG = ".modal-content:has(.o_form_button_save)";

const row = (name) => `${PICKER} .o_coi_row:contains('${name}')`;

/** Nothing of the selection, the filter or the search may have gone. */
const isStillThere = (blocked) => [
    {
        content: `${blocked} are still blocked, all are still selected`,
        trigger: `${PICKER} .o_coi_filter_blocked.active:contains('${blocked}')`,
    },
    {trigger: `${PICKER} .o_coi_count:contains('13 of 13')`},
];

const open = (name) => [
    {
        content: `Mend ${name} from its row`,
        trigger: `${row(name)} .o_coi_mend`,
        run: "click",
    },
    {trigger: `${DIALOG} .o_form_view`},
];

const save = {trigger: `${DIALOG} .o_form_button_save`, run: "click"};

const isClosed = {trigger: "body:not(:has(.modal .o_form_button_save))"};

/** Complete a contact's address. */
const complete = (name, field, value, blocked) => [
    ...open(name),
    {trigger: `${DIALOG} [name=${field}] input`, run: `edit ${value}`},
    save,
    isClosed,
    ...isStillThere(blocked),
];

registry.category("web_tour.tours").add("coi_verdict_tour", {
    steps: () => [
        {trigger: ".o_data_cell:contains('Blocked Builders')", run: "click"},
        {trigger: "[name=action_coi_generate]", run: "click"},
        {
            content: "The agency is incomplete: said once for all, and completed here",
            trigger: `${PICKER} .o_coi_shared .o_coi_mend:contains('Complete the agency')`,
            run: "click",
        },
        {trigger: `${DIALOG} [name=phone] input`, run: "edit 617 555 0100"},
        save,
        isClosed,
        {
            content: "The limits of a policy were copied: compared and confirmed here",
            trigger: `${PICKER} .o_coi_shared .o_coi_mend:contains('Open policy')`,
            run: "click",
        },
        {trigger: `${DIALOG} button[name=action_confirm_limits]`, run: "click"},
        {
            trigger: `${DIALOG} .o_form_view:not(:has(button[name=action_confirm_limits]))`,
        },
        save,
        isClosed,
        {trigger: `${PICKER} .o_coi_filter_blocked:contains('12')`},
        {trigger: `${PICKER} .o_coi_check_all`, run: "click"},
        {
            content: "The button says what a click would do",
            trigger:
                ".modal footer [name=action_generate]:contains('1 Now, Leave Out 12')",
        },
        {trigger: `${PICKER} .o_coi_filter_blocked`, run: "click"},
        ...complete("Holder 01", "street", "1 Main Street", 11),

        ...open("Holder 02"),
        {
            content:
                "No endorsement gives the waiver: recorded here, it needs a number",
            trigger: `${DIALOG} [name=number] input`,
            run: "edit CA 04 44",
        },
        save,
        isClosed,
        ...isStillThere(10),

        ...complete("Holder 03", "city", "Salem", 9),
        ...complete("Holder 04", "zip", "01970", 8),
        ...complete("Holder 05", "zip", "01970", 7),

        ...open("Holder 06"),
        {
            content: "One endorsement nobody has confirmed: three holders are waiting",
            trigger: `${DIALOG} button[name=action_confirm]`,
            run: "click",
        },
        isClosed,
        ...isStillThere(4),

        ...open("Holder 09"),
        {
            content: "The schedule does not name this holder",
            trigger: `${DIALOG} [name=scheduled_ids] input`,
            run: "edit Holder 09",
        },
        {
            trigger: ".o-autocomplete--dropdown-menu li:contains('Holder 09')",
            run: "click",
        },
        save,
        isClosed,
        ...isStillThere(3),

        ...open("Holder 10"),
        {
            content: "The interest ended: it has a new end",
            trigger: `${DIALOG} [name=valid_until] button`,
            run: "click",
        },
        {trigger: `${DIALOG} [name=valid_until] input`, run: "edit 12/31/2098"},
        save,
        isClosed,
        ...isStillThere(2),

        ...open("Holder 11"),
        {
            content: "Texas: the agency records the approval it has on file",
            trigger: `${DIALOG} [name=reference] input`,
            run: "edit Filing 4711",
        },
        save,
        isClosed,
        ...isStillThere(1),

        {
            content: "The last one is issued anyway",
            trigger: `${row("Holder 12")} .o_coi_override`,
            run: "click",
        },
        {trigger: ".o_coi_override_reason", run: "edit Confirmed by the carrier"},
        {
            trigger: ".modal-footer button:contains('Issue Anyway')",
            run: "click",
        },
        {trigger: `${PICKER} .o_coi_filter_blocked:contains('0')`},
        {trigger: `${PICKER} .o_coi_filter_overridden:contains('1')`, run: "click"},
        {trigger: `${row("Holder 12")} .o_coi_badge:contains('Overridden')`},
        {trigger: `${PICKER} .o_coi_count:contains('13 of 13')`},
        {
            trigger:
                ".modal footer [name=action_generate]:contains('Generate 13 Certificates')",
            run: "click",
        },
        {trigger: ".o_form_view .o_coi_progress_done:contains('13')"},
    ],
});
