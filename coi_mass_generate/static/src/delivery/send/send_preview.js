import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {formatSize} from "./format_size";

// A mail is shown as a mail program would: nothing in it runs, or reaches this page.
const PAGE = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy"
content="default-src 'none'; img-src data: http: https:; style-src 'unsafe-inline'"><style>
body{font:14px/1.4 sans-serif;margin:12px;color:#222;background:#fff;overflow-wrap:anywhere}
</style>`;
// While somebody walks through the list, what is passed by is not written.
const PAUSE = 120;

/** One envelope as it would be sent: what it says, and what goes along. */
export class SendPreview extends Component {
    static template = "coi_mass_generate.SendPreview";
    static props = {
        wizardId: Number,
        number: Number,
        templateId: {type: [Number, Boolean]},
        isProofing: Boolean,
        onProof: Function,
        onClose: {type: Function, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.last = new KeepLast();
        this.state = useState({told: null, isLoading: true});
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => {
            if (
                next.number !== this.props.number ||
                next.templateId !== this.props.templateId
            ) {
                this.load(next, PAUSE);
            }
        });
    }

    async load({wizardId, number, templateId}, pause = 0) {
        this.state.isLoading = true;
        const wait = new Promise((resolve) => setTimeout(resolve, pause));
        const isLast = await this.last.add(wait.then(() => true));
        const args = [[wizardId], number, templateId];
        const call = isLast && this.orm.call("coi.send", "get_preview", args);
        try {
            this.state.told = await this.last.add(call);
        } finally {
            this.state.isLoading = false;
        }
    }

    get page() {
        return PAGE + (this.state.told.body || "");
    }

    formatSize(bytes) {
        return formatSize(bytes);
    }
}
