import {queryOne} from "@odoo/hoot-dom";
import {registry} from "@web/core/registry";

const FIELD = ".modal [name=email] input";

/** Only keys from here on: which row has the focus is seen to by the board. */
const fix = (holder, email, isFirst) => [
    {
        content: `${holder} has the focus`,
        trigger: `.o_data_row:contains('${holder}')`,
        run: isFirst
            ? () => queryOne(`.o_data_row:contains(${holder}) .o_data_cell`).focus()
            : () => {},
    },
    {
        trigger: `.o_data_row:contains('${holder}') .o_data_cell:focus`,
        run: "press Enter",
    },
    {
        content: "The address is what is asked, and has the focus",
        trigger: `${FIELD}:focus`,
        run: `edit ${email}`,
    },
    {trigger: FIELD, run: "press Enter"},
    {trigger: `body:not(:has(.modal)) .o_list_view:not(:contains('${holder}'))`},
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
        {trigger: "[data-menu-xmlid='coi_mass_generate.menu_deliveries']", run: "click"},
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
