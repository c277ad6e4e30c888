import {
    SelectionField,
    selectionField,
} from "@web/views/fields/selection/selection_field";
import {registry} from "@web/core/registry";

/** Where a column goes: of all that lists can say only what this kind of list can. */
export class ImportTargetField extends SelectionField {
    get options() {
        const {choices, target} = this.props.record.data;
        const keys = choices.split(",");
        return super.options
            .filter(([key]) => key === target || keys.includes(key))
            .sort(([one], [two]) => keys.indexOf(one) - keys.indexOf(two));
    }
}

registry.category("fields").add("coi_import_target", {
    ...selectionField,
    component: ImportTargetField,
    fieldDependencies: [{name: "choices", type: "char"}],
});
