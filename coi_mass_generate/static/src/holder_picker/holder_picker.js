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
import {MendDialog} from "./mend_dialog";
import {OverrideDialog} from "./override_dialog";

const HOLDER_FORM = "coi_mass_generate.res_partner_view_form_holder";
// What opens to mend a finding, by the model of its target.
const MENDS = {
    "res.partner": {label: _t("Open contact")},
    "coi.policy": {label: _t("Open policy"), newLabel: _t("Record a policy")},
    "coi.policy.endorsement": {
        label: _t("Open endorsement"),
        newLabel: _t("Record the endorsement"),
    },
    "coi.additional.interest": {label: _t("Open interest")},
    "coi.certificate": {label: _t("See certificate")},
    "coi.form": {label: _t("Open form"), isForManagers: true},
    "coi.state.approval": {newLabel: _t("Record approval"), isForManagers: true},
};
const PAGE_SIZE = 50;
const VERDICTS = [
    {key: "ready", label: _t("Ready"), class: "text-bg-success"},
    {key: "warning", label: _t("Warning"), class: "text-bg-warning"},
    {key: "blocked", label: _t("Blocked"), class: "text-bg-danger"},
];

const isSame = (one, other) => one.code === other.code && one.message === other.message;

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
        this.dialog = useService("dialog");
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
            // The title of a finding, or nothing
            reason: "",
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

    /** Judge anew; what is checked, searched and shown stays as it is. */
    reload() {
        return this.load(this.getQuestion(this.props.record.data));
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
        if (!this.reasons.some((reason) => reason.title === this.state.reason)) {
            this.state.reason = "";
        }
        this.select(kept);
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
        const {query, only, reason} = this.state;
        return Boolean(query.trim() || only || reason);
    }

    /** Rows that match the search and the filter. */
    get found() {
        const {rows, query, only, reason} = this.state;
        const words = normalize(query).split(/\s+/).filter(Boolean);
        const selected = only === "selected" && this.selected;
        const isShown = (row) =>
            !only || (selected ? selected.has(row.id) : this.judge(row) === only);
        return rows.filter(
            (row) =>
                isShown(row) &&
                (!reason || row.reasons.some((each) => each.title === reason)) &&
                words.every((word) => row.text.includes(word))
        );
    }

    /** All kinds of reasons there are, the most frequent first. */
    get reasons() {
        const counts = {};
        for (const row of this.state.rows) {
            for (const title of new Set(row.reasons.map((reason) => reason.title))) {
                counts[title] = (counts[title] || 0) + 1;
            }
        }
        return Object.entries(counts)
            .map(([title, count]) => ({title, count}))
            .sort((one, other) => other.count - one.count);
    }

    /** What is to be said of every holder of the list is said once, above it. */
    get sharedReasons() {
        const [first, ...others] = this.state.rows;
        if (!others.length) {
            return [];
        }
        const has = (row, reason) => row.reasons.some((each) => isSame(each, reason));
        return first.reasons.filter((reason) =>
            others.every((row) => has(row, reason))
        );
    }

    /** What is not said of all. */
    getOwnReasons(row, shared) {
        return row.reasons.filter(
            (reason) => !shared.some((each) => isSame(each, reason))
        );
    }

    count(verdict, rows = this.state.rows) {
        return rows.filter((row) => this.judge(row) === verdict).length;
    }

    countBlocked(selected) {
        const rows = this.state.rows.filter((row) => selected.has(row.id));
        return this.count("blocked", rows);
    }

    countHidden(found, selected) {
        return selected.size - found.filter((row) => selected.has(row.id)).length;
    }

    getVerdict(row) {
        const key = this.judge(row);
        return this.verdicts.find((verdict) => verdict.key === key);
    }

    select(ids, changes = {}) {
        return this.props.record.update({
            [this.props.name]: ids,
            ...this.getCounts(ids, changes.overrides || this.overrides),
            ...changes,
        });
    }

    getCounts(ids, overrides) {
        const counts = {count_ready: 0, count_warning: 0, count_blocked: 0};
        const selected = new Set(ids);
        const warned_ids = [];
        for (const row of this.state.rows) {
            if (selected.has(row.id)) {
                const verdict = this.judge(row, overrides);
                counts[`count_${verdict}`]++;
                if (verdict === "warning") {
                    warned_ids.push(row.id);
                }
            }
        }
        return {...counts, warned_ids};
    }

    // ------------------------------------------------------------------ verdicts

    get overrides() {
        return this.props.record.data.overrides || {};
    }

    /** A row's verdict, with what a manager has overridden. */
    judge(row, overrides = this.overrides) {
        const given = overrides[row.id];
        if (!given || row.verdict !== "blocked") {
            return row.verdict;
        }
        const isOpen = (reason) =>
            reason.level === "blocked" && !given.codes.includes(reason.code);
        if (row.reasons.some(isOpen)) {
            return "blocked";
        }
        // An override is its own confirmation; a warning beside it still needs one.
        return row.reasons.some((reason) => reason.level === "warning")
            ? "warning"
            : "ready";
    }

    canOverride(row) {
        return (
            this.props.record.data.is_manager &&
            this.judge(row) === "blocked" &&
            row.reasons.every(
                (reason) => reason.level === "warning" || reason.may_override
            )
        );
    }

    override(rows) {
        this.dialog.add(OverrideDialog, {
            names: rows.map((row) => row.name),
            reasons: [
                ...new Set(
                    rows.flatMap((row) =>
                        row.reasons
                            .filter((reason) => reason.level === "blocked")
                            .map((reason) => reason.message)
                    )
                ),
            ],
            confirm: (reason) => this.setOverrides(rows, reason),
        });
    }

    setOverrides(rows, reason) {
        const overrides = {...this.overrides};
        for (const row of rows) {
            const blocks = row.reasons.filter((each) => each.level === "blocked");
            overrides[row.id] = {reason, codes: blocks.map((each) => each.code)};
        }
        const ids = new Set([...this.selectedIds, ...rows.map((row) => row.id)]);
        return this.select([...ids], {overrides});
    }

    withdrawOverride(row) {
        const overrides = {...this.overrides};
        delete overrides[row.id];
        return this.select(this.selectedIds, {overrides});
    }

    /** What a click on a finding's link says; nothing where there is nothing to do. */
    getMendLabel(reason) {
        const mend = MENDS[reason.model];
        if (!mend || (mend.isForManagers && !this.props.record.data.is_manager)) {
            return "";
        }
        return reason.id ? mend.label : mend.newLabel;
    }

    /** Who may not mend it is told who may. */
    isForOthers(reason) {
        return (
            Boolean(MENDS[reason.model]?.isForManagers) && !this.getMendLabel(reason)
        );
    }

    /** Open what a finding is about, above the wizard, and judge anew when saved. */
    mend(row, reason) {
        const context = {coi_mending: true};
        for (const [name, value] of Object.entries(reason.defaults)) {
            context[`default_${name}`] = value;
        }
        if (reason.model === "res.partner" && reason.id === row.holder_id) {
            context.form_view_ref = HOLDER_FORM;
        }
        this.open(reason.model, reason.id, `${row.name}: ${reason.title}`, context);
    }

    openInterest(row) {
        this.open("coi.additional.interest", row.id, row.name, {coi_mending: true});
    }

    open(resModel, resId, title, context) {
        this.dialog.add(
            MendDialog,
            {resModel, resId, context, title, canExpand: false},
            // Also where it was only looked at: a button in it may have changed much.
            {onClose: () => this.reload()}
        );
    }

    // ----------------------------------------------------------------- selection

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

    onReason(ev) {
        this.state.reason = ev.target.value;
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
