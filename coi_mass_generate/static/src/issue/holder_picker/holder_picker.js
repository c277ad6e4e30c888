import {
    Component,
    onMounted,
    onPatched,
    onWillUnmount,
    status,
    toRaw,
    useRef,
    useState,
} from "@odoo/owl";
import {serializeDate} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {normalize} from "@web/core/l10n/utils";
import {Pager} from "@web/core/pager/pager";
import {registry} from "@web/core/registry";
import {Deferred, KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Candidates, isSame} from "./candidates";
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
    // Companies are the administrator's; what certificates print of one is not.
    "res.company": {
        label: _t("Complete the agency"),
        isForManagers: true,
        model: "coi.agency",
    },
    "coi.state.approval": {newLabel: _t("Record approval"), isForManagers: true},
};
// Findings that are mended in a name and an address.
const POSTAL = ["insured", "insured_name"];
const PAGE_SIZE = 50;
// Holders of a long list that are judged in one request behind what is seen: first few,
// so that something is told soon.
const FIRST = 500;
const BEHIND = 2000;
const SEARCH_DELAY = 250;
const VERDICTS = [
    {key: "ready", label: _t("Ready"), class: "text-bg-success"},
    {key: "warning", label: _t("Warning"), class: "text-bg-warning"},
    {key: "blocked", label: _t("Blocked"), class: "text-bg-danger"},
];
const UNJUDGED = {key: "", label: _t("Not judged yet"), class: "text-bg-light"};
const NOTHING = {};
const NO_COUNTS = {count_ready: 0, count_warning: 0, count_blocked: 0};

/** The value of ``make`` for these ``parts``, made once until one of them changes. */
function remember(memo, name, parts, make) {
    const last = memo[name];
    if (!last || last.parts.some((part, place) => part !== parts[place])) {
        memo[name] = {parts, value: make()};
    }
    return memo[name].value;
}

/**
 * The popup list of holders: check boxes over a hundred thousand rows, of which only a
 * page is ever drawn. Its value is the list of checked interest ids.
 *
 * A short list comes judged, in one request. Of a long one come the ids of all and the
 * rows of a page; the others are judged behind it, while the user looks.
 */
export class HolderPicker extends Component {
    static template = "coi_mass_generate.HolderPicker";
    static components = {Pager};
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.isShown = new Deferred();
        this.keepLast = new KeepLast();
        this.keepLastPage = new KeepLast();
        this.keepLastSearch = new KeepLast();
        this.root = useRef("root");
        this.search = useRef("search");
        this.verdicts = VERDICTS;
        this.pageSize = PAGE_SIZE;
        this.memo = {};
        // Not reactive: a hundred thousand of them would be watched one by one.
        this.candidates = new Candidates();
        this.lastRows = new Map();
        this.state = useState({
            // Counts up whenever more is known of the candidates.
            version: 0,
            query: "",
            // Of a long list, the ids in which the query was found
            hits: null,
            // A verdict, "selected", or nothing
            only: "",
            // The title of a finding, or nothing
            reason: "",
            offset: 0,
            isLoading: true,
            isSearching: false,
        });
        this.askHits = useDebounced(() => this.findHits(), SEARCH_DELAY);
        useRecordObserver((record) => this.onRecordChanged(record));
        onMounted(() => {
            this.isShown.resolve();
            this.loadPage();
        });
        onPatched(() => this.loadPage());
        onWillUnmount(() => {
            this.turn = null;
        });
    }

    /** Ask anew whenever something has changed that decides on rows or verdicts. */
    onRecordChanged(record) {
        const question = this.getQuestion(record.data);
        const form = this.getForm(record.data);
        const key = JSON.stringify([question, form]);
        if (key !== this.askedKey) {
            this.askedKey = key;
            // Not waited for: the dialog opens at once and fills when they are here.
            this.load(question, form);
        }
    }

    /**
     * Judge anew; what is checked, searched and shown stays as it is.
     *
     * @param {Array} [changed] ids of the only ones that can be judged otherwise
     */
    reload(changed) {
        const {data} = this.props.record;
        return this.load(this.getQuestion(data), this.getForm(data), changed);
    }

    getQuestion(data) {
        return [
            data.scope,
            toRaw(data.scope_ids) || [],
            data.insured_ids.currentIds,
            data.company_id.id,
            data.issue_date ? serializeDate(data.issue_date) : false,
            data.policy_ids.currentIds,
        ];
    }

    /** What all are judged for, by keyword. */
    getForm(data) {
        return {form_id: data.form_id ? data.form_id.id : false};
    }

    async load(question, form, changed) {
        this.state.isLoading = true;
        this.turn = null;
        const asked = this.orm.call("coi.generate", "find_candidates", question, form);
        try {
            const {ids, rows} = await this.keepLast.add(asked);
            // Counting changes the record, which has the form drawn anew: before this
            // list is on the screen that would be without end.
            await this.isShown;
            this.question = question;
            this.form = form;
            this.setCandidates(new Candidates(ids, rows), changed);
        } catch (error) {
            this.askedKey = "";
            throw error;
        } finally {
            this.state.isLoading = false;
        }
        this.judgeBehind();
    }

    setCandidates(candidates, changed) {
        this.lastRows = new Map(this.page.map((row) => [row.id, row]));
        if (changed && candidates.isLong) {
            candidates.keep(this.candidates, changed);
        }
        this.candidates = candidates;
        this.state.version++;
        this.findHits();
        this.showPage(this.state.offset < this.found.length ? this.state.offset : 0);
        // Nothing may stay selected that is not in the list any more.
        const kept = this.selectedIds.filter((id) => candidates.known.has(id));
        if (!this.reasons.some((reason) => reason.title === this.state.reason)) {
            this.state.reason = "";
        }
        this.select(kept);
    }

    /** Of a long list: judge whoever is not seen, in requests of their own. */
    async judgeBehind() {
        const turn = {};
        this.turn = turn;
        let ids = [];
        let count = FIRST;
        do {
            const {candidates, question, form} = this;
            ids = candidates.getNext(this.state.hits || [], count);
            count = BEHIND;
            if (ids.length) {
                const answer = await this.orm.silent.call(
                    "coi.generate",
                    "judge_candidates",
                    [...question, ids],
                    form
                );
                if (this.turn !== turn) {
                    return;
                }
                candidates.takeVerdicts(ids, answer);
                this.state.version++;
                this.recount();
            }
        } while (ids.length);
    }

    /** Of a long list: the rows on the screen that are not here yet. */
    async loadPage() {
        const {candidates} = this;
        const missing = this.pageIds.filter((id) => !candidates.rows.has(id));
        const key = missing.join();
        if (!key || key === this.pageKey || this.state.isLoading) {
            return;
        }
        this.pageKey = key;
        const ids = candidates.withTwins(missing);
        const asked = this.orm.silent.call(
            "coi.generate",
            "get_candidates",
            [...this.question, ids],
            this.form
        );
        try {
            const rows = await this.keepLastPage.add(asked);
            candidates.takeRows(rows);
            candidates.drop(missing);
        } finally {
            this.pageKey = "";
        }
        if (status(this) !== "destroyed") {
            this.state.version++;
            this.recount();
        }
    }

    get selectedIds() {
        return toRaw(this.props.record.data[this.props.name]) || [];
    }

    get selected() {
        const ids = this.selectedIds;
        return remember(this.memo, "selected", [ids], () => new Set(ids));
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

    /** Ids of those that match the search and the filter. */
    get found() {
        const {version, query, hits, only, reason} = this.state;
        const selected = only === "selected" && this.selected;
        return remember(
            this.memo,
            "found",
            [version, query, hits, only, reason, selected, this.overrides],
            () => this.find(selected)
        );
    }

    find(selected) {
        const {only, reason} = this.state;
        const {verdicts} = this.candidates;
        const isShown = (id) =>
            !only || (selected ? selected.has(id) : this.judge(id) === only);
        const isMeant = (id) =>
            !reason || verdicts.get(id)?.reasons.some((each) => each.title === reason);
        return this.getMatches().filter((id) => isShown(id) && isMeant(id));
    }

    /** Ids of those in which the query is found. */
    getMatches() {
        const {ids, isLong, known, rows} = this.candidates;
        const words = normalize(this.state.query).split(/\s+/).filter(Boolean);
        if (!words.length) {
            return ids;
        }
        if (isLong) {
            return (toRaw(this.state.hits) || []).filter((id) => known.has(id));
        }
        return ids.filter((id) =>
            words.every((word) => rows.get(id).text.includes(word))
        );
    }

    get pageIds() {
        return this.found.slice(this.state.offset, this.state.offset + PAGE_SIZE);
    }

    /** Rows to draw; until one is here, as it was before, or just its place. */
    get page() {
        const {rows} = this.candidates;
        return this.pageIds.map(
            (id) => rows.get(id) || this.lastRows.get(id) || {id, reasons: []}
        );
    }

    /** How many there are of each verdict, and of each kind of reason. */
    get tally() {
        return remember(
            this.memo,
            "tally",
            [this.state.version, this.overrides, this.candidates],
            () => this.count()
        );
    }

    count() {
        const verdicts = {};
        const titles = {};
        for (const [id, {reasons}] of this.candidates.verdicts) {
            const verdict = this.judge(id);
            verdicts[verdict] = (verdicts[verdict] || 0) + 1;
            for (const title of new Set(reasons.map((reason) => reason.title))) {
                titles[title] = (titles[title] || 0) + 1;
            }
        }
        return {verdicts, titles};
    }

    /** All kinds of reasons there are, the most frequent first. */
    get reasons() {
        return Object.entries(this.tally.titles)
            .map(([title, count]) => ({title, count}))
            .sort((one, other) => other.count - one.count);
    }

    /** What is not said of all. */
    getOwnReasons(row, shared) {
        return row.reasons.filter(
            (reason) => !shared.some((each) => isSame(each, reason))
        );
    }

    countHidden(found, selected) {
        return selected.size - found.filter((id) => selected.has(id)).length;
    }

    getVerdict(row) {
        const key = this.judge(row.id);
        return this.verdicts.find((verdict) => verdict.key === key) || UNJUDGED;
    }

    select(ids, changes = {}) {
        return this.props.record.update({
            [this.props.name]: ids,
            ...this.getCounts(ids, changes.overrides || this.overrides),
            ...changes,
        });
    }

    getCounts(ids, overrides) {
        const counts = {...NO_COUNTS, count_unjudged: 0};
        const warned_ids = [];
        for (const id of ids) {
            const verdict = this.judge(id, overrides);
            counts[`count_${verdict || "unjudged"}`]++;
            if (verdict === "warning") {
                warned_ids.push(id);
            }
        }
        // Whose warnings are still to come, nobody can have read.
        const unread = counts.count_unjudged ? {confirm_warnings: false} : {};
        return {...counts, ...unread, warned_ids};
    }

    /** More is known of those that are checked. */
    recount() {
        if (this.selectedIds.length) {
            return this.props.record.update(
                this.getCounts(this.selectedIds, this.overrides)
            );
        }
    }

    // ------------------------------------------------------------------ verdicts

    get overrides() {
        return toRaw(this.props.record.data.overrides) || NOTHING;
    }

    /** A holder's verdict, with what a manager has overridden; "" if not judged. */
    judge(id, overrides = this.overrides) {
        const found = this.candidates.verdicts.get(id);
        const given = overrides[id];
        if (!given || found?.verdict !== "blocked") {
            return found?.verdict || "";
        }
        // What the manager has not seen still blocks.
        const codes = this.getBlockCodes(found);
        return codes.every((code) => given.codes.includes(code))
            ? found.overridden
            : "blocked";
    }

    getBlocks(found) {
        return found.reasons.filter((reason) => reason.level === "blocked");
    }

    getBlockCodes(found) {
        return found.codes || this.getBlocks(found).map((reason) => reason.code);
    }

    canOverride(id) {
        return (
            this.props.record.data.is_manager &&
            this.judge(id) === "blocked" &&
            this.getBlocks(this.candidates.verdicts.get(id)).every(
                (reason) => reason.may_override
            )
        );
    }

    override(ids) {
        const {rows, verdicts} = this.candidates;
        const blocks = ids.flatMap((id) =>
            this.getBlocks(rows.get(id) || verdicts.get(id))
        );
        this.dialog.add(OverrideDialog, {
            names: ids.map((id) => rows.get(id)?.name || ""),
            reasons: [
                ...new Set(blocks.map((reason) => reason.message || reason.title)),
            ],
            confirm: (reason) => this.setOverrides(ids, reason),
        });
    }

    setOverrides(ids, reason) {
        const overrides = {...this.overrides};
        for (const id of ids) {
            const codes = this.getBlockCodes(this.candidates.verdicts.get(id));
            overrides[id] = {reason, codes};
        }
        return this.select([...new Set([...this.selectedIds, ...ids])], {overrides});
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
        const isHolder = reason.model === "res.partner" && reason.id === row.holder_id;
        if (isHolder || POSTAL.includes(reason.key)) {
            context.form_view_ref = HOLDER_FORM;
        }
        const isOwn = isHolder || reason.model === "coi.additional.interest";
        const {model} = MENDS[reason.model];
        if (model) {
            context.default_company_id = reason.id;
        }
        this.open(
            model || reason.model,
            model ? false : reason.id,
            model ? reason.title : `${row.name}: ${reason.title}`,
            context,
            isOwn && row
        );
    }

    openInterest(row) {
        const context = {coi_mending: true};
        this.open("coi.additional.interest", row.id, row.name, context, row);
    }

    /**
     * @param {Object} [row] whose own record this is: it changes nobody else
     */
    open(resModel, resId, title, context, row) {
        this.dialog.add(
            MendDialog,
            {resModel, resId, context, title, canExpand: false},
            // Also where it was only looked at: a button in it may have changed much.
            {onClose: async () => this.reload(row && (await this.findChanged(row)))}
        );
    }

    /** Of a long list: all that change with a holder's contact or interest. */
    async findChanged(row) {
        if (!this.candidates.isLong) {
            return undefined;
        }
        const domain = [["holder_id", "=", row.holder_id]];
        const ids = await this.orm.search("coi.additional.interest", domain);
        return this.candidates.withTwins([row.id, ...ids]);
    }

    // ----------------------------------------------------------------- selection

    setChecked(ids, isChecked) {
        const selected = new Set(this.selected);
        for (const id of ids) {
            if (isChecked) {
                selected.add(id);
            } else {
                selected.delete(id);
            }
        }
        return this.select([...selected]);
    }

    /** Check or uncheck a row; with Shift, all rows since the last one clicked. */
    toggle({id}, ev) {
        const isChecked = !this.selected.has(id);
        const ids = ev.shiftKey ? this.getRange(this.lastToggled || id, id) : [id];
        this.lastToggled = id;
        return this.setChecked(ids, isChecked);
    }

    getRange(from, to) {
        const places = [from, to].map((id) => this.found.indexOf(id));
        return this.found.slice(
            Math.max(Math.min(...places), 0),
            Math.max(...places) + 1
        );
    }

    showPage(offset) {
        this.state.offset = offset;
    }

    onSearch(ev) {
        this.state.query = ev.target.value;
        this.showPage(0);
        if (this.candidates.isLong) {
            this.state.isSearching = true;
            this.askHits();
        }
    }

    /** Of a long list the server knows where the query stands. */
    async findHits() {
        const query = this.state.query.trim();
        if (!this.candidates.isLong || !query) {
            this.keepLastSearch.add(Promise.resolve());
            this.state.hits = null;
            this.state.isSearching = false;
            return;
        }
        this.state.isSearching = true;
        const asked = this.orm.silent.call("coi.generate", "search_candidates", [
            ...this.question,
            query,
        ]);
        try {
            this.state.hits = await this.keepLastSearch.add(asked);
        } finally {
            this.state.isSearching = false;
        }
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
