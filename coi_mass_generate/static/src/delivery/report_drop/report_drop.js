import {Component, useExternalListener, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

// What a report may take; the server says the same.
const MOST_MB = 25;

/** Where reports of mails that did not arrive are dropped, saved as .eml files. */
export class ReportDrop extends Component {
    static template = "coi_mass_generate.ReportDrop";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.input = useRef("input");
        this.root = useRef("root");
        useExternalListener(window, "dragover", this.keepPage);
        useExternalListener(window, "drop", this.keepPage);
        this.state = useState({isOver: false, isBusy: false, told: []});
    }

    /** A file dropped beside it would be shown by the browser instead of this page. */
    keepPage(ev) {
        const isFile = [...(ev.dataTransfer?.types || [])].includes("Files");
        if (isFile && !ev.defaultPrevented && !this.root.el.contains(ev.target)) {
            ev.preventDefault();
            ev.dataTransfer.dropEffect = "none";
        }
    }

    choose() {
        this.input.el.click();
    }

    onDrop(ev) {
        this.state.isOver = false;
        return this.take([...ev.dataTransfer.files]);
    }

    onChoose(ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        return this.take(files);
    }

    async take(files) {
        if (!files.length || this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        this.state.told = [];
        try {
            for (const file of files) {
                this.state.told.push(await this.read(file));
            }
        } finally {
            this.state.isBusy = false;
            await this.props.record.load();
        }
    }

    /** What is said of a file. */
    async read(file) {
        if (file.size > MOST_MB * 1000000) {
            const text = _t("This file is larger than %s MB.", MOST_MB);
            return {name: file.name, text, isTaken: false};
        }
        let data = "";
        try {
            const url = await getDataURLFromFile(file);
            data = url.split(",")[1] || "";
        } catch {
            // A folder, or a file that has gone meanwhile.
            const text = _t("This cannot be read. Drop the file itself (.eml).");
            return {name: file.name, text, isTaken: false};
        }
        const {resId, resModel} = this.props.record;
        const told = await this.orm.call(resModel, "read_report", [
            [resId],
            file.name,
            data,
        ]);
        return {
            name: file.name,
            text: told.text,
            isTaken: Boolean(told.delivery_ids.length),
        };
    }
}

registry.category("view_widgets").add("coi_report_drop", {component: ReportDrop});
