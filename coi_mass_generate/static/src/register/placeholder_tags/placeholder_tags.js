import {registry} from "@web/core/registry";
import {
    Many2ManyTagsField,
    many2ManyTagsField,
} from "@web/views/fields/many2many_tags/many2many_tags_field";

/**
 * Tags that say what "none" means (the placeholder) also where they are only read.
 */
export class PlaceholderTagsField extends Many2ManyTagsField {
    static template = "coi_mass_generate.PlaceholderTagsField";
}

export const placeholderTagsField = {
    ...many2ManyTagsField,
    component: PlaceholderTagsField,
    // A form hides what is empty; here nothing is said by something.
    isEmpty: () => false,
};

registry.category("fields").add("coi_placeholder_tags", placeholderTagsField);
