import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { serializeDate } from "@web/core/l10n/dates";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { normalize } from "@web/core/l10n/utils";

const PAGE = 50;
const VERDICTS = {
    ready: { label: _t("Ready"), class: "text-bg-success" },
    warning: { label: _t("Warning"), class: "text-bg-warning" },
    blocked: { label: _t("Blocked"), class: "text-bg-danger" },
};

/**
 * The popup list of holders: check boxes over thousands of rows, of which only a
 * page is ever drawn. Its value is the list of checked interest ids.
 */
export class HolderPicker extends Component {
    static template = "coi_mass_generate.HolderPicker";
    static components = { Pager };
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.verdicts = VERDICTS;
        this.state = useState({
            rows: [],
            query: "",
            verdict: false,
            offset: 0,
            loading: true,
        });
        this.asked = "";
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((next) => this.load(next));
    }

    /** Fetch the rows anew whenever what decides on them has changed. */
    async load(props) {
        const request = this.getRequest(props.record.data);
        const key = JSON.stringify(request);
        if (key === this.asked) {
            return;
        }
        this.asked = key;
        this.state.loading = true;
        const rows = await this.orm.call("coi.generate", "get_candidates", request);
        if (key === this.asked) {
            this.setRows(rows);
        }
    }

    getRequest(data) {
        return [
            data.scope,
            data.scope_ids || [],
            data.insured_ids.currentIds,
            data.company_id.id,
            data.issue_date ? serializeDate(data.issue_date) : false,
            data.policy_ids.currentIds,
        ];
    }

    setRows(rows) {
        for (const row of rows) {
            row.text = normalize(
                [row.name, row.place, row.type, row.project, row.insured].join(" ")
            );
        }
        Object.assign(this.state, { rows, loading: false, offset: 0 });
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

    get counts() {
        const counts = { ready: 0, warning: 0, blocked: 0 };
        for (const row of this.state.rows) {
            counts[row.verdict]++;
        }
        return counts;
    }

    get found() {
        const words = normalize(this.state.query).split(/\s+/).filter(Boolean);
        return this.state.rows.filter(
            (row) =>
                (!this.state.verdict || row.verdict === this.state.verdict) &&
                words.every((word) => row.text.includes(word))
        );
    }

    get isNarrowed() {
        return Boolean(this.state.query || this.state.verdict);
    }

    get blockedSelected() {
        const selected = this.selected;
        return this.state.rows.filter(
            (row) => row.verdict === "blocked" && selected.has(row.id)
        ).length;
    }

    get pageSize() {
        return PAGE;
    }

    page(found) {
        return found.slice(this.state.offset, this.state.offset + PAGE);
    }

    select(ids) {
        return this.props.record.update({ [this.props.name]: ids });
    }

    toggle(row) {
        const selected = this.selected;
        if (!selected.delete(row.id)) {
            selected.add(row.id);
        }
        return this.select([...selected]);
    }

    /** All holders that the search shows; without a search that is all there are. */
    checkAll() {
        const selected = this.selected;
        for (const row of this.found) {
            selected.add(row.id);
        }
        return this.select([...selected]);
    }

    uncheckAll() {
        const selected = this.selected;
        for (const row of this.found) {
            selected.delete(row.id);
        }
        return this.select([...selected]);
    }

    onSearch(ev) {
        this.state.query = ev.target.value;
        this.state.offset = 0;
    }

    filterVerdict(verdict) {
        this.state.verdict = this.state.verdict === verdict ? false : verdict;
        this.state.offset = 0;
    }

    onPage({ offset }) {
        this.state.offset = offset;
    }
}

registry.category("fields").add("coi_holder_picker", {
    component: HolderPicker,
    displayName: _t("Certificate holders"),
    supportedTypes: ["json"],
});
