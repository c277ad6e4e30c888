import {Component, onPatched, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {plural} from "@coi_mass_generate/common/plural";
import {formatSize} from "./format_size";

/**
 * A page of envelopes: one stop for Tab. Arrows, Home and End go from row to row, over
 * the pages, too; Space sends an envelope or leaves it out, Enter goes to its preview.
 */
export class SendList extends Component {
    static template = "coi_mass_generate.SendList";
    static props = {
        rows: Array,
        // Number of the row that is looked at
        number: Number,
        tab: String,
        offset: Number,
        total: Number,
        // (row) look at it
        onShow: Function,
        // (row) look at it and go there
        onOpen: Function,
        // (row, isSent)
        onPick: Function,
        // (place) among all found, of a row on another page
        onTurn: Function,
    };

    setup() {
        this.root = useRef("root");
        this.isMoving = false;
        onPatched(() => this.focusRow());
    }

    get hasBoxes() {
        return this.props.tab === "mail";
    }

    get place() {
        const place = this.props.rows.findIndex(
            ({number}) => number === this.props.number
        );
        return Math.max(place, 0);
    }

    get toLabel() {
        const labels = {
            mail: _t("Mailbox"),
            print: _t("Address"),
            portal: _t("Portal"),
            nobody: _t("Why"),
        };
        return labels[this.props.tab];
    }

    getHolder({holder, count}) {
        return count > 1
            ? _t("%(holder)s + %(more)s", {holder, more: count - 1})
            : holder;
    }

    /** How its documents go: each by itself, or together. */
    getDocuments({attach, count}) {
        const labels = {
            link: _t("Link to %(count)s", {count}),
            combined: _t("%(count)s in one PDF", {count}),
            zip: _t("%(count)s in a zip file", {count}),
        };
        const each = plural(count, _t("1 PDF"), _t("%(count)s PDFs", {count}));
        return labels[attach] || each;
    }

    getSize({attach, size}) {
        return attach === "link" ? "–" : formatSize(size);
    }

    getBoxLabel(row) {
        return _t("Send to %(to)s", {to: row.to || row.holder});
    }

    focusRow() {
        if (this.isMoving) {
            this.isMoving = false;
            this.root.el.querySelector(".o_coi_send_row[tabindex='0']")?.focus();
        }
    }

    move(place) {
        const {offset, rows, total} = this.props;
        const target = Math.max(0, Math.min(place, total - 1));
        this.isMoving = true;
        const row = rows[target - offset];
        return row ? this.props.onShow(row) : this.props.onTurn(target);
    }

    onKeydown(ev) {
        const {offset, rows, total} = this.props;
        const row = rows[this.place];
        const here = offset + this.place;
        const acts = {
            ArrowDown: () => this.move(here + 1),
            ArrowUp: () => this.move(here - 1),
            PageDown: () => this.move(here + 10),
            PageUp: () => this.move(here - 10),
            Home: () => this.move(0),
            End: () => this.move(total - 1),
            " ": () => row.can_pick && this.props.onPick(row, !row.is_sent),
            Enter: () => this.props.onOpen(row),
        };
        if (acts[ev.key] && row) {
            acts[ev.key]();
            ev.preventDefault();
            ev.stopPropagation();
        }
    }
}
