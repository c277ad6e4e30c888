import {CharField, charField} from "@web/views/fields/char/char_field";
import {registry} from "@web/core/registry";

/**
 * A text under a label of its own, where each row of a list asks for something else.
 */
export class LabelledField extends CharField {
    static template = "coi_mass_generate.LabelledField";

    /** Asked for late: other addons give a text more props after this was loaded. */
    static get props() {
        return {...CharField.props, labelField: String};
    }

    get label() {
        return this.props.record.data[this.props.labelField];
    }
}

export const labelledField = {
    ...charField,
    component: LabelledField,
    extractProps: (info, dynamic) => ({
        ...charField.extractProps(info, dynamic),
        labelField: info.options.label_field,
    }),
};

registry.category("fields").add("coi_labelled", labelledField);
