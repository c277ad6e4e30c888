import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";

const TO_MEND = ["failed", "bounced", "unsure"];
const FRAMES = 20;

/**
 * The board of what is to be fixed: Enter (or a click) on a row opens the window that
 * fixes it, and afterwards the row that is then in its place has the focus, so that
 * hundreds are done without a mouse.
 */
export class MendListController extends ListController {
    setup() {
        super.setup();
        this.actions = useService("action");
    }

    async openRecord(record, options = {}) {
        const {state, is_answer_open: isAnswer} = record.data;
        if (options.newWindow || !(isAnswer || TO_MEND.includes(state))) {
            return super.openRecord(record, options);
        }
        if (this.isOpening) {
            return; // the second of two clicks
        }
        this.isOpening = true;
        try {
            await this.openWindow(record, this.getPlace(record));
        } finally {
            this.isOpening = false;
        }
    }

    async openWindow(record, place) {
        const action = await this.orm.call(record.resModel, "action_mend", [
            [record.resId],
        ]);
        await this.actions.doAction(action, {
            onClose: async () => {
                await this.model.root.load();
                this.focusRow(place);
            },
        });
    }

    getRows() {
        return [...this.rootRef.el.querySelectorAll(".o_data_row")];
    }

    getPlace(record) {
        return this.getRows().findIndex((row) => row.dataset.id === record.id);
    }

    /** The row at `place`, once it is drawn and the window has gone. */
    focusRow(place, frames = FRAMES) {
        const rows = this.rootRef.el ? this.getRows() : [];
        const row = rows[Math.min(place, rows.length - 1)];
        const cell = row?.querySelector(".o_data_cell");
        cell?.focus();
        if (cell && frames) {
            // Odoo gives the focus back to where it was, a moment later.
            requestAnimationFrame(() => {
                if (!row.contains(document.activeElement)) {
                    this.focusRow(place, frames - 1);
                }
            });
        }
    }
}

registry.category("views").add("coi_mend_list", {
    ...listView,
    Controller: MendListController,
});
