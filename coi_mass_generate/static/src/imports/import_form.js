import {onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";

const POLL_MS = 700;
// Choices whose effect on the rows is to be seen at once.
const AT_ONCE = [
    ...["sheet_id", "header_line", "insured_id"],
    ...["mode", "one_go", "keep_spelling", "take_hidden", "take_struck", "ai_line_ids"],
];

/**
 * The form of an import. While the server imports, it asks now and then how far that
 * is: the import itself is one transaction, of which nothing is seen before its end.
 */
export class ImportFormController extends FormController {
    static template = "coi_mass_generate.ImportFormView";

    setup() {
        super.setup();
        this.polling = useService("orm").silent;
        this.progress = useState({isRunning: false, done: 0, total: 0});
        onWillUnmount(() => this.stopWatching());
    }

    get modelParams() {
        const params = super.modelParams;
        params.hooks.onRecordChanged = this.onRecordChanged.bind(this);
        return params;
    }

    onRecordChanged(record, changes) {
        const isRoot = record.resModel === this.props.resModel;
        if (isRoot && AT_ONCE.some((name) => name in changes)) {
            // Not awaited: saving waits for the change that calls this.
            this.model.root.save();
        }
    }

    async beforeExecuteActionButton(clickParams) {
        const result = await super.beforeExecuteActionButton(...arguments);
        if (result !== false && clickParams.name === "action_import") {
            this.startWatching();
        }
        return result;
    }

    async afterExecuteActionButton() {
        this.stopWatching();
        return super.afterExecuteActionButton(...arguments);
    }

    startWatching() {
        Object.assign(this.progress, {isRunning: true, done: 0, total: 0});
        this.timer = setInterval(() => this.watch(), POLL_MS);
    }

    stopWatching() {
        clearInterval(this.timer);
        this.progress.isRunning = false;
    }

    async watch() {
        const [row] = await this.polling.searchRead(
            "coi.import.progress",
            [["run", "=", this.model.root.resId]],
            ["done", "total"]
        );
        if (row && this.progress.isRunning) {
            Object.assign(this.progress, {done: row.done, total: row.total});
        }
    }

    get percent() {
        const {done, total} = this.progress;
        return total ? Math.round((100 * done) / total) : 0;
    }
}

registry.category("views").add("coi_import_form", {
    ...formView,
    Controller: ImportFormController,
});
