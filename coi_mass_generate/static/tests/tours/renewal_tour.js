import {registry} from "@web/core/registry";

const REVIEW = ".o_coi_renewal_review";
const ALARM = `${REVIEW} .o_coi_alarm_kind`;
const BOX = `${ALARM} input:not(:checked):enabled`;

registry.category("web_tour.tours").add("coi_renewal_tour", {
    steps: () => [
        {
            content: "The board has the insured under its step",
            trigger:
                ".o_kanban_group:contains('Policies') .o_kanban_record:contains('Beacon')",
            run: "click",
        },
        {
            content: "Another insurer's policy is suggested",
            trigger: ".o_data_row:contains('NEW-1') button[name=action_accept]",
            run: "click",
        },
        {trigger: ".o_data_row:contains('NEW-1'):not(:has([name=action_accept]))"},
        {trigger: "button[name=action_review]", run: "click"},
        {
            content: "What is less, by kind, with the number of holders",
            trigger: `${ALARM}:contains('4 holders'):contains('Limits')`,
        },
        {trigger: `${ALARM}:contains('Waiver')`},
        {
            content: "Old beside new, in words",
            trigger: `${REVIEW} .o_coi_change:contains('Less'):contains('$1,000,000'):contains('$500,000')`,
        },
        {
            content: "Not before each box is checked",
            trigger: "button[name=action_release]",
            run: "click",
        },
        {trigger: ".modal:contains('Nothing was released')"},
        {trigger: ".modal .btn-primary", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {
            content: "An alarm filters the holders",
            trigger: `${ALARM}:contains('Waiver') .btn-link`,
            run: "click",
        },
        {
            trigger: `${REVIEW}:contains('Only those with this warning'):not(:has(.o_coi_review_row:contains('Adams')))`,
        },
        {trigger: `${BOX}`, run: "click"},
        {trigger: `${ALARM}:contains('Accepted by Csr')`},
        {trigger: "button[name=action_release]", run: "click"},
        {
            content: "Nor when only some are",
            trigger: ".modal:contains('Nothing was released')",
        },
        {trigger: ".modal .btn-primary", run: "click"},
        {trigger: "body:not(:has(.modal))"},
        {trigger: `${BOX}`, run: "click"},
        {
            trigger: `${REVIEW}:has(${".o_coi_alarm_kind:contains('Accepted by')"}:eq(1))`,
        },
        {trigger: `${BOX}`, run: "click"},
        {trigger: `${REVIEW}:contains('All warnings are accepted')`},
        {trigger: "button[name=action_release]", run: "click"},
        {
            content: "One batch, of all four",
            trigger: ".o_form_view:contains('Batch') .o_form_sheet",
        },
    ],
});
