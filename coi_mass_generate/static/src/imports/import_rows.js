import {onWillUnmount, useEffect} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {ListRenderer} from "@web/views/list/list_renderer";

/** Rows of an imported list: one that was corrected is judged as soon as it is left. */
export class ImportRowsRenderer extends ListRenderer {
    setup() {
        super.setup();
        onWillUnmount(() => {
            this.isGone = true;
        });
        useEffect(
            (edited) => {
                const left = this.edited;
                this.edited = edited;
                if (left && left !== edited) {
                    this.judge();
                }
            },
            () => [this.props.list.editedRecord?.resId]
        );
    }

    async judge() {
        const {root} = this.props.list.model;
        if (!(await root.isDirty())) {
            return;
        }
        const next = this.edited;
        const cell = document.activeElement?.closest("td[name]");
        if ((await root.save()) && next && !this.isGone) {
            const {field} = this.props.nestedKeyOptionalFieldsData;
            await this.goOn(root.data[field], next, cell?.getAttribute("name"));
        }
    }

    /** In the row somebody has gone to, which saving has made anew. */
    async goOn(list, resId, name) {
        const record = list.records.find((each) => each.resId === resId);
        if (record && !list.editedRecord) {
            const column = this.columns.find((each) => each.name === name);
            this.cellToFocus = column ? {column, record} : null;
            await list.enterEditMode(record);
        }
    }
}

export class ImportRowsField extends X2ManyField {
    static components = {...X2ManyField.components, ListRenderer: ImportRowsRenderer};
}

registry.category("fields").add("coi_import_rows", {
    ...x2ManyField,
    component: ImportRowsField,
});
