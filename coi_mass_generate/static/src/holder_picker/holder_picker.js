import {Component, useRef, useState} from "@odoo/owl";
import {serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {normalize} from "@web/core/l10n/utils";
import {Pager} from "@web/core/pager/pager";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const PAGE_SIZE = 50;
const VERDICTS = [
    {key: "ready", label: _t("Ready"), class: "text-bg-success"},
    {key: "warning", label: _t("Warning"), class: "text-bg-warning"},
    {key: "blocked", label: _t("Blocked"), class: "text-bg-danger"},
];

/**
 * The popup list of holders: check boxes over thousands of rows, of which only a
 * page is ever drawn. Its value is the list of checked interest ids.
 */
export class HolderPicker extends Component {
    static template = "coi_mass_generate.HolderPicker";
    static components = {Pager};
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.root = useRef("root");
        this.search = useRef("search");
        this.verdicts = VERDICTS;
        this.pageSize = PAGE_SIZE;
        this.state = useState({
            rows: [],
            query: "",
            // A verdict, "selected", or nothing
            only: "",
            offset: 0,
            isLoading: true,
        });
        useRecordObserver((record) => this.onRecordChanged(record));
    }

    /** Ask anew whenever something has changed that decides on rows or verdicts. */
    onRecordChanged(record) {
        const question = this.getQuestion(record.data);
        const key = JSON.stringify(question);
        if (key !== this.askedKey) {
            this.askedKey = key;
            // Not waited for: the dialog opens at once and fills when they are here.
            this.load(question);
        }
    }

    getQuestion(data) {
        return [
            data.scope,
            data.scope_ids || [],
            data.insured_ids.currentIds,
            data.company_id.id,
            data.issue_date ? serializeDate(data.issue_date) : false,
            data.policy_ids.currentIds,
        ];
    }

    async load(question) {
        this.state.isLoading = true;
        const asked = this.orm.call("coi.generate", "get_candidates", question);
        try {
            this.setRows(await this.keepLast.add(asked));
        } catch (error) {
            this.askedKey = "";
            throw error;
        } finally {
            this.state.isLoading = false;
        }
    }

    setRows(rows) {
        for (const row of rows) {
            row.text = normalize(
                [row.name, row.place, row.type, row.project, row.insured].join(" ")
            );
        }
        this.state.rows = rows;
        this.showPage(this.state.offset < this.found.length ? this.state.offset : 0);
        // Nothing may stay selected that is not in the list any more.
        const known = new Set(rows.map((row) => row.id));
        const kept = this.selectedIds.filter((id) => known.has(id));
        if (kept.length !== this.selectedIds.length) {
            this.select(kept);
        }
    }

    get selectedIds() {
        return this.props.record.data[this.props.name] || [];
    }

    get selected() {
        return new Set(this.selectedIds);
    }

    get hasManyInsureds() {
        return this.props.record.data.insured_ids.currentIds.length > 1;
    }

    get needsInsured() {
        return !this.props.record.data.insured_ids.currentIds.length;
    }

    get isNarrowed() {
        return Boolean(this.state.query.trim() || this.state.only);
    }

    /** Rows that match the search and the filter. */
    get found() {
        const {rows, query, only} = this.state;
        const words = normalize(query).split(/\s+/).filter(Boolean);
        const selected = only === "selected" && this.selected;
        const isShown = (row) =>
            !only || (selected ? selected.has(row.id) : row.verdict === only);
        return rows.filter(
            (row) => isShown(row) && words.every((word) => row.text.includes(word))
        );
    }

    count(verdict) {
        return this.state.rows.filter((row) => row.verdict === verdict).length;
    }

    countBlocked(selected) {
        return this.state.rows.filter(
            (row) => row.verdict === "blocked" && selected.has(row.id)
        ).length;
    }

    countHidden(found, selected) {
        return selected.size - found.filter((row) => selected.has(row.id)).length;
    }

    getVerdict(row) {
        return this.verdicts.find((verdict) => verdict.key === row.verdict);
    }

    select(ids) {
        return this.props.record.update({[this.props.name]: ids});
    }

    setChecked(rows, isChecked) {
        const selected = this.selected;
        for (const row of rows) {
            if (isChecked) {
                selected.add(row.id);
            } else {
                selected.delete(row.id);
            }
        }
        return this.select([...selected]);
    }

    /** Check or uncheck a row; with Shift, all rows since the last one clicked. */
    toggle(row, ev) {
        const isChecked = !this.selectedIds.includes(row.id);
        const rows = ev.shiftKey ? this.getRange(this.lastToggled, row) : [row];
        this.lastToggled = row;
        return this.setChecked(rows, isChecked);
    }

    getRange(from, to) {
        const found = this.found;
        const places = [from || to, to].map((row) =>
            found.findIndex((each) => each.id === row.id)
        );
        return found.slice(Math.max(Math.min(...places), 0), Math.max(...places) + 1);
    }

    showPage(offset) {
        this.state.offset = offset;
    }

    onSearch(ev) {
        this.state.query = ev.target.value;
        this.showPage(0);
    }

    toggleFilter(key) {
        this.state.only = this.state.only === key ? "" : key;
        this.showPage(0);
    }

    /** Arrows move between the search and the boxes; Enter checks as Space does. */
    onKeydown(ev) {
        const boxes = [...this.root.el.querySelectorAll(".o_coi_row input")];
        const place = boxes.indexOf(ev.target);
        if (ev.key === "Enter" && place >= 0) {
            ev.target.click();
        } else if (ev.key === "ArrowDown") {
            boxes[place + 1]?.focus();
        } else if (ev.key === "ArrowUp" && place >= 0) {
            (boxes[place - 1] || this.search.el).focus();
        } else {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }
}

export const holderPicker = {
    component: HolderPicker,
    displayName: _t("Certificate holders"),
    supportedTypes: ["json"],
};

registry.category("fields").add("coi_holder_picker", holderPicker);
