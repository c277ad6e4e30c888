import {press, queryFirst, waitUntil} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

const FIELD = ".modal [name=email] input";

/** Not by :focus, which needs a browser that is in front. */
const hasFocus = (selector) =>
    waitUntil(() => queryFirst(selector)?.contains(document.activeElement), {
        timeout: 5000,
    });

/** Only keys from here on: which row has the focus is seen to by the board. */
const fix = (holder, email, isFirst) => [
    {
        content: `${holder} has the focus, and Enter opens its window`,
        trigger: `.o_data_row:contains('${holder}')`,
        run: async () => {
            const row = `.o_data_row:contains(${holder})`;
            if (isFirst) {
                queryFirst(`${row} .o_data_cell`).focus();
            }
            await hasFocus(row);
            await press("Enter");
        },
    },
    {
        content: "The address is what is asked; it has the focus, and Enter sends",
        trigger: FIELD,
        run: () => hasFocus(FIELD),
    },
    {trigger: FIELD, run: `edit ${email}`},
    {trigger: FIELD, run: "press Enter"},
    {trigger: `body:not(:has(.modal)):not(:has(.o_data_row:contains('${holder}')))`},
];

registry.category("web_tour.tours").add("coi_fix_tour", {
    steps: () => [
        {trigger: ".o_data_row .o_coi_title", run: "click"},
        {
            content: "The numbers of the run add up",
            trigger: ".o_coi_sending:has(.o_coi_count_handed:contains('1'))",
        },
        {trigger: ".o_coi_count_failed:contains('2')", run: "click"},
        {
            content: "Those behind the number are shown, and no others",
            trigger:
                "[name=shown_ids]:not(:contains('Gamma')):contains('Alpha'):contains('Beta')",
        },
        {trigger: ".o_coi_count_failed[aria-pressed=true]", run: "click"},
        {trigger: "[name=shown_ids]:contains('Gamma')"},
        {
            trigger: "[data-menu-xmlid='coi_mass_generate.menu_deliveries']",
            run: "click",
        },
        {trigger: "[data-menu-xmlid='coi_mass_generate.menu_to_mend']", run: "click"},
        {trigger: ".o_list_view:contains('Alpha'):contains('Beta')"},
        ...fix("Alpha", "alpha@right.example", true),
        ...fix("Beta", "beta@right.example", false),
        {
            content: "Nothing is left to fix",
            trigger: ".o_view_nocontent:contains('Nothing to fix')",
        },
    ],
});
