import {Component, onPatched, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

const CONTROLS = "button, input, a";
// Rows that PageUp and PageDown go by.
const SCREENFUL = 10;

/**
 * The rows, as a grid (ARIA): one stop for Tab. Arrows, Home, End, PageUp and PageDown
 * go from row to row, over the pages, too; left and right to what a row offers; Space
 * checks, Enter opens.
 */
export class HolderList extends Component {
    static template = "coi_mass_generate.HolderList";
    static props = {
        // What is drawn: rows with what is to be said of each (``HolderPicker.views``)
        views: Array,
        // Place of the first of them among those found, and how many were found
        offset: Number,
        total: Number,
        hasManyInsureds: Boolean,
        onToggle: Function,
        onOpen: Function,
        onMend: Function,
        onOverride: Function,
        onWithdraw: Function,
        // (place) bring it on the page
        onShow: Function,
        // Up from the first row
        onLeave: Function,
    };

    setup() {
        this.root = useRef("root");
        // Where Tab enters, among those found
        this.state = useState({place: 0});
        this.isMoving = false;
        onPatched(() => this.focusRow());
    }

    get grants() {
        return ["ai", "waiver", "pnc"];
    }

    getOpenLabel(row) {
        return _t("Open interest of %(name)s", {name: row.name});
    }

    /** The row Tab goes to: the last one that was on, if it is on the page. */
    get place() {
        const {offset, views} = this.props;
        const last = offset + views.length - 1;
        return Math.max(offset, Math.min(this.state.place, last));
    }

    /** The row at ``place``, where it is drawn. */
    getRow(place) {
        return this.root.el?.querySelector(`.o_coi_row[aria-rowindex='${place + 2}']`);
    }

    focusRow() {
        const row = this.isMoving && this.getRow(this.state.place);
        if (row) {
            this.isMoving = false;
            row.focus();
        }
    }

    move(place) {
        if (place < 0) {
            return this.props.onLeave();
        }
        this.state.place = Math.min(place, this.props.total - 1);
        this.isMoving = true;
        this.props.onShow(this.state.place);
        // Of another page it is drawn later.
        this.focusRow();
    }

    onFocus(place) {
        this.state.place = place;
    }

    /** Where a key goes to; nothing, where it moves nothing. */
    getTarget(key) {
        const {place} = this;
        const targets = {
            ArrowDown: place + 1,
            ArrowUp: place - 1,
            Home: 0,
            End: this.props.total - 1,
            PageDown: place + SCREENFUL,
            PageUp: Math.max(place - SCREENFUL, 0),
        };
        return targets[key];
    }

    onKeydown(ev) {
        const target = this.getTarget(ev.key);
        if (target !== undefined) {
            this.move(target);
        } else if (["ArrowRight", "ArrowLeft"].includes(ev.key)) {
            this.step(ev.target, ev.key === "ArrowRight" ? 1 : -1);
        } else if (ev.target !== this.getRow(this.place) || !this.act(ev)) {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    /** From the row to what it offers, and back. */
    step(from, by) {
        const row = this.getRow(this.place);
        const stops = [row, ...row.querySelectorAll(CONTROLS)];
        stops[Math.max(stops.indexOf(from) + by, 0)]?.focus();
    }

    /** What a key does to the row itself; whether it does anything. */
    act(ev) {
        const {row} = this.props.views[this.place - this.props.offset];
        if (ev.key === " ") {
            this.props.onToggle(row, ev);
        } else if (ev.key === "Enter") {
            this.props.onOpen(row);
        } else {
            return false;
        }
        return true;
    }
}
