import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {
    Many2ManyTagsField,
    many2ManyTagsField,
} from "@web/views/fields/many2many_tags/many2many_tags_field";

/**
 * Tags that take one line while they are only read, whatever their number: a row of
 * the list stays a row.
 */
export class MarksField extends Component {
    static template = "coi_mass_generate.MarksField";
    static components = {Many2ManyTagsField};

    static props = {...Many2ManyTagsField.props};

    get className() {
        return "o_coi_marks";
    }

    get names() {
        const {records} = this.props.record.data[this.props.name];
        return records.map((record) => record.data.display_name);
    }

    get text() {
        return this.names.join(" ");
    }

    get title() {
        return this.names.join(", ");
    }
}

/** The types are edited; what is read are the words for types and marks together. */
export class InterestField extends MarksField {
    get className() {
        return "o_coi_interest";
    }

    get text() {
        return this.props.record.data.interest_word;
    }

    get title() {
        return this.props.record.data.interest_text;
    }
}

registry.category("fields").add("coi_marks", {
    ...many2ManyTagsField,
    component: MarksField,
});
registry.category("fields").add("coi_interest", {
    ...many2ManyTagsField,
    component: InterestField,
    // Words stand there for no types, too.
    isEmpty: () => false,
    fieldDependencies: [
        {name: "interest_word", type: "char"},
        {name: "interest_text", type: "text"},
    ],
});
