import {CharField, charField} from "@web/views/fields/char/char_field";
import {useChildRef, useService} from "@web/core/utils/hooks";
import {AutoComplete} from "@web/core/autocomplete/autocomplete";
import {registry} from "@web/core/registry";
import {useInputField} from "@web/views/fields/input_field_hook";

/**
 * A number of an endorsement: common ones are offered, any other may be typed.
 */
export class EndorsementNumberField extends CharField {
    static template = "coi_mass_generate.EndorsementNumberField";
    static components = {...CharField.components, AutoComplete};

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.inputRef = useChildRef();
        useInputField({
            getValue: () => this.value,
            parse: (text) => this.parse(text),
            ref: this.inputRef,
        });
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get sources() {
        return [{options: (typed) => this.search(typed)}];
    }

    async search(typed) {
        if (typed.trim().length < 2) {
            return [];
        }
        const forms = await this.orm.searchRead(
            "coi.endorsement.form",
            [["display_name", "ilike", typed.trim()]],
            ["display_name", "number", "edition"],
            {limit: 8}
        );
        return forms.map(({display_name, number, edition}) => ({
            label: display_name,
            onSelect: () => this.props.record.update({number, edition}),
        }));
    }
}

export const endorsementNumberField = {
    ...charField,
    component: EndorsementNumberField,
};

registry.category("fields").add("coi_endorsement_number", endorsementNumberField);
