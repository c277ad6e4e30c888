import {onMounted} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";

/** Rows to be filled in: the first is there as soon as the window is. */
export class NewRowsField extends X2ManyField {
    setup() {
        super.setup();
        onMounted(() => {
            if (this.canCreate && !this.list.count) {
                this.onAdd({editable: this.archInfo.editable});
            }
        });
    }
}

registry.category("fields").add("coi_new_rows", {
    ...x2ManyField,
    component: NewRowsField,
});
