import {BadgeField, badgeField} from "@web/views/fields/badge/badge_field";
import {registry} from "@web/core/registry";

// On these two of Odoo's colors white does not read well enough.
const DARKER = ["success", "info"];

/** The class of a badge in a color of Odoo's, by the name decorations give it. */
export const badgeClass = (color) =>
    DARKER.includes(color) ? `o_coi_${color}` : `text-bg-${color}`;

/** A badge that everybody can read. */
export class LegibleBadgeField extends BadgeField {
    get badgeClass() {
        return badgeClass(super.badgeClass.replace("text-bg-", ""));
    }
}

registry.category("fields").add("coi_badge", {
    ...badgeField,
    component: LegibleBadgeField,
});
