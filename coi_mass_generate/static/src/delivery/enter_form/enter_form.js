import {useExternalListener} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

// Where Enter says something else already.
const TAKEN = "textarea, button, a, .o-autocomplete--input, [contenteditable=true]";

/** A window in which Enter presses the first button of its foot, as in any dialog. */
export class EnterFormController extends FormController {
    setup() {
        super.setup();
        useExternalListener(window, "keydown", this.onKeydown, {capture: true});
    }

    onKeydown(ev) {
        if (ev.key !== "Enter" || ev.isComposing || ev.defaultPrevented) {
            return;
        }
        const dialog = ev.target.closest?.(".modal");
        if (!dialog?.contains(this.rootRef.el) || ev.target.closest(TAKEN)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        // What is typed counts, as after leaving the field.
        ev.target.blur?.();
        return this.press(dialog);
    }

    /** Press the first button, as it is once all that was typed is seen to. */
    async press(dialog) {
        await this.model.mutex.getUnlockedDef();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        dialog.querySelector("footer button.btn-primary:not([disabled])")?.click();
    }
}

registry.category("views").add("coi_enter_form", {
    ...formView,
    Controller: EnterFormController,
});
