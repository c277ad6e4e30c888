import {Component, onMounted, toRaw, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {normalize} from "@web/core/l10n/utils";
import {Pager} from "@web/core/pager/pager";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useCandidateSource} from "./candidate_source";
import {Filters} from "./filters";
import {HolderList} from "./holder_list";
import {getMendLabel, isForOthers, useMending} from "./mending";
import {OverrideDialog} from "./override_dialog";
import {Summary} from "./selection";
import {ShownPolicies} from "./shown_policies";
import {
    getBadges,
    getBlockCodes,
    getBlocks,
    isOverridden,
    isSame,
    judge,
    mayBeOverridden,
} from "./verdicts";
import {WarningBar} from "./warning_bar";

const PAGE_SIZE = 50;
const NOTHING = {};
const NO_SUMMARY = new Summary([], new Map(), NOTHING);

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
    static components = {Filters, HolderList, Pager, ShownPolicies, WarningBar};
    static props = {...standardFieldProps};

    setup() {
        this.dialog = useService("dialog");
        this.orm = useService("orm");
        this.root = useRef("root");
        this.mending = useMending((row) => this.onMended(row));
        this.source = useCandidateSource({
            getPageIds: () => this.pageIds,
            onList: (replace) => this.onList(replace),
            onMore: () => this.recount(),
        });
        this.pageSize = PAGE_SIZE;
        this.memo = {};
        this.lastRows = new Map();
        this.state = useState({
            query: "",
            // A verdict, "selected", or nothing
            only: "",
            // The title of a finding, or nothing
            reason: "",
            offset: 0,
        });
        useRecordObserver((record) => this.source.follow(record.data));
        onMounted(() => {
            // On a phone nothing else has the focus, and the date would take it, and
            // open its calendar over the list.
            if (this.env.isSmall) {
                this.root.el.focus({preventScroll: true});
            }
        });
    }

    get candidates() {
        return this.source.candidates;
    }

    /** What is checked, searched and shown stays as it is. */
    onList(replace) {
        this.lastRows = new Map(this.page.map((row) => [row.id, row]));
        replace();
        this.showPage(this.state.offset < this.found.length ? this.state.offset : 0);
        if (!this.reasons.some((reason) => reason.title === this.state.reason)) {
            this.state.reason = "";
        }
        // Nothing may stay selected that is not in the list any more.
        const {known} = this.candidates;
        this.select(this.selectedIds.filter((id) => known.has(id)));
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
        const {version, hits} = this.source.state;
        const {query, only, reason} = this.state;
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
            !only || (selected ? selected.has(id) : this.getFilters(id).includes(only));
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
            return (toRaw(this.source.state.hits) || []).filter((id) => known.has(id));
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
            [this.source.state.version, this.overrides, this.candidates],
            () => this.count()
        );
    }

    count() {
        const verdicts = {};
        const titles = {};
        for (const [id, found] of this.candidates.verdicts) {
            for (const key of this.getFilters(id)) {
                verdicts[key] = (verdicts[key] || 0) + 1;
            }
            for (const title of new Set(found.reasons.map((reason) => reason.title))) {
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

    countHidden(found, selected) {
        return selected.size - found.filter((id) => selected.has(id)).length;
    }

    // --------------------------------------------------------------- what is told

    /** What is drawn: each row, and what is to be said of it. */
    get views() {
        const {sharedReasons} = this.candidates;
        return this.page.map((row) => this.getView(row, sharedReasons));
    }

    getView(row, shared) {
        const found = this.candidates.verdicts.get(row.id);
        const given = this.overrides[row.id];
        const isOpen = this.isOverridable(row.id);
        return {
            row,
            isChecked: this.selected.has(row.id),
            badges: getBadges(found, given),
            canOverride: isOpen && this.isManager,
            isForManager: isOpen && !this.isManager,
            given: isOverridden(found, given) && {user: user.name, ...given},
            // What is not said of all
            reasons: row.reasons
                .filter((reason) => !shared.some((each) => isSame(each, reason)))
                .map((reason) => this.getReasonView(reason)),
        };
    }

    getReasonView(reason) {
        return {
            reason,
            label: getMendLabel(reason, this.isManager),
            isForOthers: isForOthers(reason, this.isManager),
        };
    }

    get sharedViews() {
        return this.candidates.sharedReasons.map((reason) =>
            this.getReasonView(reason)
        );
    }

    // ------------------------------------------------------------- what is chosen

    /** What the checked holders are, in counts. */
    get summary() {
        const ids = this.selectedIds;
        return remember(
            this.memo,
            "summary",
            [ids, this.source.state.version, this.overrides],
            () => this.summarize(ids, this.overrides)
        );
    }

    summarize(ids, overrides) {
        return new Summary(ids, this.candidates.verdicts, overrides);
    }

    get confirmed() {
        const {confirm_warnings, confirmed_kinds} = this.props.record.data;
        return {confirm_warnings, confirmed_kinds: toRaw(confirmed_kinds) || []};
    }

    select(ids, overrides = this.overrides) {
        return this.tell(this.summarize(ids, overrides), {
            [this.props.name]: ids,
            overrides,
        });
    }

    /** Let the form know what the checked holders are. */
    tell(summary, changes = {}) {
        const kept = summary.keep(this.told || NO_SUMMARY, this.confirmed);
        this.told = summary;
        return this.props.record.update({...summary.getValues(kept), ...changes});
    }

    /** More is known of those that are checked. */
    recount() {
        if (this.selectedIds.length) {
            return this.tell(this.summarize(this.selectedIds, this.overrides));
        }
    }

    /**
     * @param {Boolean} isConfirmed
     * @param {String} [key] of a serious kind, which has a tick of its own
     */
    confirm(isConfirmed, key) {
        const confirmed = this.confirmed;
        if (key) {
            const others = confirmed.confirmed_kinds.filter((each) => each !== key);
            confirmed.confirmed_kinds = isConfirmed ? [...others, key] : others;
        } else {
            confirmed.confirm_warnings = isConfirmed;
        }
        return this.props.record.update(this.summary.getValues(confirmed));
    }

    // ------------------------------------------------------------------ verdicts

    get isManager() {
        return this.props.record.data.is_manager;
    }

    get overrides() {
        return toRaw(this.props.record.data.overrides) || NOTHING;
    }

    /** Under which of the filters a holder is found. */
    getFilters(id) {
        const found = this.candidates.verdicts.get(id);
        return getBadges(found, this.overrides[id]).map(({key}) => key);
    }

    /** Whether it is blocked by nothing but what a manager may override. */
    isOverridable(id) {
        const found = this.candidates.verdicts.get(id);
        return judge(found, this.overrides[id]) === "blocked" && mayBeOverridden(found);
    }

    /** The checked holders that this user may override. */
    get overridable() {
        return this.isManager
            ? this.selectedIds.filter((id) => this.isOverridable(id))
            : [];
    }

    override(ids) {
        const {rows, verdicts} = this.candidates;
        const blocks = ids.flatMap((id) => getBlocks(rows.get(id) || verdicts.get(id)));
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
            const codes = getBlockCodes(this.candidates.verdicts.get(id));
            overrides[id] = {reason, codes};
        }
        return this.select([...new Set([...this.selectedIds, ...ids])], overrides);
    }

    withdrawOverride(row) {
        const overrides = {...this.overrides};
        delete overrides[row.id];
        return this.select(this.selectedIds, overrides);
    }

    /** @param {Object} [row] whose own record was open: nobody else has changed */
    async onMended(row) {
        return this.source.load(row && (await this.findChanged(row)));
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

    onSearch(query) {
        this.state.query = query;
        this.showPage(0);
        this.source.search(query);
    }

    toggleFilter(key) {
        this.state.only = this.state.only === key ? "" : key;
        this.showPage(0);
    }

    onReason(title) {
        this.state.reason = title;
        this.showPage(0);
    }

    /** Bring the one at ``place``, of those found, on the page. */
    showPlace(place) {
        this.showPage(place - (place % PAGE_SIZE));
    }

    focusRows() {
        this.root.el.querySelector(".o_coi_row[tabindex='0']")?.focus();
    }

    focusSearch() {
        this.root.el.querySelector(".o_coi_search").focus();
    }
}

export const holderPicker = {
    component: HolderPicker,
    displayName: _t("Certificate holders"),
    supportedTypes: ["json"],
};

registry.category("fields").add("coi_holder_picker", holderPicker);
