import {Component, onWillStart, onWillUpdateProps, useState} from "@odoo/owl";
import {Pager} from "@web/core/pager/pager";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {plural} from "@coi_mass_generate/common/plural";

const SEARCH_PAUSE = 250;
// So many changes of a holder are shown before somebody asks for the rest.
const SHOWN = 4;
const COLORS = {
    worse: "text-bg-danger",
    changed: "text-bg-warning",
    better: "o_coi_success",
    same: "text-bg-secondary",
};

/**
 * The review of a renewal: what is less than before, by kind and each with a box of its
 * own, and below who gets which certificate, old beside new.
 */
export class RenewalReview extends Component {
    static template = "coi_mass_generate.RenewalReview";
    static components = {Pager};
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.last = new KeepLast();
        this.state = useState({
            review: null,
            outcome: "",
            kind: "",
            query: "",
            opened: {},
            isBusy: false,
        });
        this.search = useDebounced(() => this.load(), SEARCH_PAUSE);
        onWillStart(() => this.load());
        onWillUpdateProps((next) => this.load({record: next.record}));
    }

    get openAlarms() {
        return this.state.review.alarms.filter(({accepted}) => !accepted);
    }

    get alarmTitle() {
        const count = this.openAlarms.length;
        return count
            ? plural(
                  count,
                  _t("1 kind of warning to accept before Release"),
                  _t("%s kinds of warnings to accept before Release", count)
              )
            : _t("All warnings are accepted");
    }

    async load({offset = 0, record = this.props.record} = {}) {
        const {outcome, kind, query} = this.state;
        const args = [[record.resId], outcome, kind, query, offset];
        const review = await this.last.add(
            this.orm.call("coi.renewal", "get_review", args)
        );
        Object.assign(this.state, {review, outcome: review.outcome});
    }

    showTab(key) {
        Object.assign(this.state, {outcome: key, kind: ""});
        return this.load();
    }

    /** The rows behind an alarm; clicked again, all of them. */
    toggleKind({kind}) {
        const next = this.state.kind === kind ? "" : kind;
        Object.assign(this.state, {kind: next, outcome: "include"});
        return this.load();
    }

    onSearch(ev) {
        this.state.query = ev.target.value;
        this.search();
    }

    // ------------------------------------------------------------------- changing

    /** Let the server do it, then show what has become of everything. */
    async change(work) {
        if (this.state.isBusy) {
            return; // the second of two clicks
        }
        this.state.isBusy = true;
        try {
            await work();
        } finally {
            this.state.isBusy = false;
            await this.props.record.load();
            await this.load({offset: this.state.review.offset});
        }
    }

    accept({kind, mark}, isAccepted) {
        const args = [[this.props.record.resId], kind, isAccepted, mark];
        return this.change(() => this.orm.call("coi.renewal", "accept", args));
    }

    press(row, method) {
        return this.change(() => this.orm.call("coi.renewal.line", method, [[row.id]]));
    }

    async open(row) {
        const args = [[row.id]];
        this.action.doAction(
            await this.orm.call("coi.renewal.line", "action_open_interest", args),
            {onClose: () => this.load({offset: this.state.review.offset})}
        );
    }

    async openAll() {
        const args = [[this.props.record.resId]];
        const action = await this.orm.call("coi.renewal", "action_open_lines", args);
        return this.action.doAction(action);
    }

    // --------------------------------------------------------------------- showing

    getChanges(row) {
        return this.state.opened[row.id] ? row.changes : row.changes.slice(0, SHOWN);
    }

    getMore(row) {
        const count = row.changes.length - this.getChanges(row).length;
        return count
            ? plural(count, _t("1 more change"), _t("%s more changes", count))
            : "";
    }

    openChanges(row) {
        this.state.opened[row.id] = true;
    }

    getColor(kind) {
        return COLORS[kind];
    }

    getHolders(count) {
        return plural(count, _t("1 holder"), _t("%s holders", count));
    }

    getSame(row) {
        if (["wait", "leave_out"].includes(row.outcome)) {
            return "";
        }
        if (!row.worst) {
            return _t("First certificate");
        }
        return row.worst === "same" ? _t("The same as before") : "";
    }
}

registry.category("view_widgets").add("coi_renewal_review", {
    component: RenewalReview,
});
