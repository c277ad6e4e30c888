import {useEffect, useRef} from "@odoo/owl";
import {FormRenderer} from "@web/views/form/form_renderer";
import {formView} from "@web/views/form/form_view";
import {registry} from "@web/core/registry";

// What a holder's block on the page is made of.
const PRINTED = ["name", "street", "city", "state_id", "zip"];

/** Who comes to complete a holder begins at what is missing. */
export class HolderFormRenderer extends FormRenderer {
    setup() {
        super.setup();
        const root = useRef("compiled_view_root");
        useEffect(
            () => this.focusMissing(root.el),
            () => []
        );
    }

    focusMissing(root) {
        const missing = PRINTED.find((name) => !this.props.record.data[name]);
        root?.querySelector(`.o_field_widget[name=${missing}] input`)?.focus();
    }
}

registry.category("views").add("coi_holder_form", {
    ...formView,
    Renderer: HolderFormRenderer,
});
