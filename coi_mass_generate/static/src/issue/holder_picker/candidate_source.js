import {onMounted, onPatched, onWillUnmount, toRaw, useState} from "@odoo/owl";
import {serializeDate} from "@web/core/l10n/dates";
import {Deferred, KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {Candidates} from "./candidates";

const MODEL = "coi.generate";
// Holders of a long list that are judged in one request behind what is seen: first few,
// so that something is told soon.
const FIRST = 500;
const BEHIND = 2000;
const SEARCH_DELAY = 250;

/** What is asked of ``data``'s holders, and by keyword what all are judged for. */
function getQuestion(data) {
    return {
        args: [
            data.scope,
            toRaw(data.scope_ids) || [],
            data.insured_ids.currentIds,
            data.company_id.id,
            data.issue_date ? serializeDate(data.issue_date) : false,
            data.policy_ids.currentIds,
        ],
        form: {form_id: data.form_id ? data.form_id.id : false},
    };
}

/**
 * Where the candidates come from. A short list comes judged, in one request. Of a long
 * one come the ids of all and the rows of a page; the others are judged behind it, while
 * the user looks.
 */
class CandidateSource {
    constructor(orm, {getPageIds, onList, onMore}) {
        this.orm = orm;
        this.getPageIds = getPageIds;
        this.onList = onList;
        this.onMore = onMore;
        this.isShown = new Deferred();
        this.keepLast = new KeepLast();
        this.keepLastPage = new KeepLast();
        this.keepLastSearch = new KeepLast();
        // Not reactive: a hundred thousand of them would be watched one by one.
        this.candidates = new Candidates();
        this.query = "";
    }

    /** Ask of these holders, without a sign that one has to wait. */
    ask(method, more, keywords = this.question.form) {
        const args = [...this.question.args, ...more];
        return this.orm.silent.call(MODEL, method, args, keywords);
    }

    /** Ask anew whenever something has changed that decides on rows or verdicts. */
    follow(data) {
        const question = getQuestion(data);
        const key = JSON.stringify(question);
        if (key !== this.askedKey) {
            this.askedKey = key;
            this.next = question;
            // Not waited for: the dialog opens at once and fills when they are here.
            this.load();
        }
    }

    /**
     * @param {Array} [changed] ids of the only ones that can be judged otherwise
     */
    async load(changed) {
        const {next} = this;
        this.state.isLoading = true;
        this.turn = null;
        const asked = this.orm.call(MODEL, "find_candidates", next.args, next.form);
        try {
            const {ids, rows, shown} = await this.keepLast.add(asked);
            // Counting changes the record, which has the form drawn anew: before this
            // list is on the screen that would be without end.
            await this.isShown;
            this.question = next;
            this.take(new Candidates(ids, rows, shown), changed);
        } catch (error) {
            this.askedKey = "";
            throw error;
        } finally {
            this.state.isLoading = false;
        }
        this.judgeBehind();
    }

    take(candidates, changed) {
        const former = this.candidates;
        if (changed && candidates.isLong) {
            candidates.keep(former, changed);
        }
        this.onList(() => {
            this.candidates = candidates;
            this.state.version++;
            this.findHits();
        });
    }

    /** Of a long list: judge whoever is not seen, in requests of their own. */
    async judgeBehind() {
        const turn = {};
        this.turn = turn;
        let ids = [];
        let count = FIRST;
        do {
            const {candidates} = this;
            ids = candidates.getNext(this.state.hits || [], count);
            count = BEHIND;
            if (ids.length) {
                const answer = await this.ask("judge_candidates", [ids]);
                if (this.turn !== turn) {
                    return;
                }
                candidates.takeVerdicts(ids, answer);
                this.tellMore();
            }
        } while (ids.length);
    }

    /** Of a long list: the rows on the screen that are not here yet. */
    async loadPage() {
        const {candidates} = this;
        const missing = this.getPageIds().filter((id) => !candidates.rows.has(id));
        const key = missing.join();
        if (!key || key === this.pageKey || this.state.isLoading) {
            return;
        }
        this.pageKey = key;
        const asked = this.ask("get_candidates", [candidates.withTwins(missing)]);
        try {
            const rows = await this.keepLastPage.add(asked);
            candidates.takeRows(rows);
            candidates.drop(missing);
        } finally {
            this.pageKey = "";
        }
        if (!this.isGone) {
            this.tellMore();
        }
    }

    tellMore() {
        this.state.version++;
        this.onMore();
    }

    search(query) {
        this.query = query.trim();
        if (this.candidates.isLong) {
            this.state.isSearching = true;
            this.askHits();
        }
    }

    /** Of a long list the server knows where the query stands. */
    async findHits() {
        if (!this.candidates.isLong || !this.query) {
            this.keepLastSearch.add(Promise.resolve());
            this.state.hits = null;
            this.state.isSearching = false;
            return;
        }
        this.state.isSearching = true;
        const asked = this.ask("search_candidates", [this.query], {});
        try {
            this.state.hits = await this.keepLastSearch.add(asked);
        } finally {
            this.state.isSearching = false;
        }
    }
}

/**
 * @param {Object} callbacks
 * @param {Function} callbacks.getPageIds ids of those on the screen
 * @param {Function} callbacks.onList called with what puts a new list in its place
 * @param {Function} callbacks.onMore called when more is known of the candidates
 * @returns {CandidateSource}
 */
export function useCandidateSource(callbacks) {
    const source = new CandidateSource(useService("orm"), callbacks);
    source.state = useState({
        // Counts up whenever more is known of the candidates.
        version: 0,
        // Of a long list, the ids in which the query was found
        hits: null,
        isLoading: true,
        isSearching: false,
    });
    source.askHits = useDebounced(() => source.findHits(), SEARCH_DELAY);
    onMounted(() => {
        source.isShown.resolve();
        source.loadPage();
    });
    onPatched(() => source.loadPage());
    onWillUnmount(() => {
        source.turn = null;
        source.isGone = true;
    });
    return source;
}
