import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {Pager} from "@web/core/pager/pager";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {SendList} from "./send_list";
import {SendPreview} from "./send_preview";
import {getSendState} from "./send_state";
import {useProof} from "./use_proof";

const SEARCH_PAUSE = 250;
// What may be left out all at once: there is something to be said of it.
const DOUBTFUL = ["marked", "bounced", "opted_out"];

/**
 * To whom certificates go: the plan in one sentence, its envelopes by way, a page at a
 * time, and beside them any one of them as it would be sent.
 */
export class SendScreen extends Component {
    static template = "coi_mass_generate.SendScreen";
    static components = {Pager, SendList, SendPreview};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.last = new KeepLast();
        this.shared = useState(getSendState(this.props.record));
        this.proof = useProof(this.props.record);
        this.state = useState({
            screen: null,
            tab: "",
            only: "",
            query: "",
            number: -1,
            // On a phone: the preview instead of the list
            isOpen: false,
        });
        this.search = useDebounced(() => this.load(), SEARCH_PAUSE);
        onWillStart(() => this.start());
    }

    get wizardId() {
        return this.props.record.resId;
    }

    get templateId() {
        return this.props.record.data.template_id?.id || false;
    }

    get isPreviewShown() {
        return this.state.number >= 0 && (!this.env.isSmall || this.state.isOpen);
    }

    /** Open at the first tab that has anything in it. */
    async start() {
        await this.load();
        const {tab, tabs} = this.state.screen;
        const full = tabs.find(({count}) => count);
        if (full && full.key !== tab) {
            await this.showTab(full.key);
        }
    }

    async load({offset = 0, place = 0} = {}) {
        const {tab, only, query} = this.state;
        const args = [[this.wizardId], tab || "mail", only, query, offset];
        const screen = await this.last.add(
            this.orm.call("coi.send", "get_screen", args)
        );
        this.state.tab = screen.tab;
        this.state.screen = screen;
        this.state.number = screen.rows[place]?.number ?? -1;
        this.shared.head = screen;
    }

    showTab(key) {
        Object.assign(this.state, {tab: key, only: "", query: ""});
        return this.load();
    }

    toggleFilter(key) {
        this.state.only = this.state.only === key ? "" : key;
        return this.load();
    }

    onSearch(ev) {
        this.state.query = ev.target.value;
        this.search();
    }

    turnTo(place) {
        const {limit} = this.state.screen;
        return this.load({offset: place - (place % limit), place: place % limit});
    }

    show(row) {
        this.state.number = row.number;
    }

    open(row) {
        this.show(row);
        this.state.isOpen = true;
        if (this.env.isSmall) {
            this.root.el.closest(".modal-body, .o_content")?.scrollTo({top: 0});
        }
    }

    close() {
        this.state.isOpen = false;
    }

    // -------------------------------------------------------------------- picking

    get canPickFound() {
        return (
            this.state.tab === "mail" &&
            DOUBTFUL.includes(this.state.only) &&
            this.state.screen.found.length > 1
        );
    }

    pick(row, isSent) {
        return this.pickAll([row.number], isSent);
    }

    async pickAll(numbers, isSent) {
        const args = [[this.wizardId], numbers, isSent];
        const chosen = new Set(numbers);
        let head = null;
        try {
            head = await this.orm.call("coi.send", "pick", args);
        } finally {
            // What was refused is drawn as it is, too.
            const {screen} = this.state;
            this.state.screen = {
                ...screen,
                ...head,
                rows: screen.rows.map((row) =>
                    head && chosen.has(row.number) && row.can_pick
                        ? {...row, is_sent: isSent}
                        : {...row}
                ),
            };
            this.shared.head = this.state.screen;
        }
    }
}

registry.category("view_widgets").add("coi_send_screen", {
    component: SendScreen,
    fieldDependencies: [{name: "template_id", type: "many2one"}],
});
