import {normalize} from "@web/core/l10n/utils";
import {_t} from "@web/core/l10n/translation";
import {isSame} from "./verdicts";

// Rows kept of a long list, beside those on the screen.
const ROWS_KEPT = 1000;

const has = (reasons, reason) => reasons.some((each) => isSame(each, reason));

/**
 * Who there is to choose from and what is known of each: the ids of all, in the list's
 * order; a verdict of all that are judged; the whole row of those on the screen. Of a
 * short list everything is known at once.
 */
export class Candidates {
    constructor(ids = [], rows = [], shown = []) {
        this.ids = ids;
        this.known = new Set(ids);
        this.isLong = rows.length < ids.length;
        this.rows = new Map();
        this.verdicts = new Map();
        // Ids by twin key, and the key of each: who would be taken for the same
        this.twins = new Map();
        this.keys = new Map();
        // Twin keys of those who were not judged side by side yet
        this.apart = new Set();
        this.shared = null;
        this.position = 0;
        // Policies that are printed, by id
        this.policies = new Map();
        this.takeRows(rows);
        this.takePolicies(shown);
    }

    get size() {
        return this.ids.length;
    }

    get countJudged() {
        return this.verdicts.size;
    }

    get isJudged() {
        return this.countJudged >= this.size;
    }

    /** What is to be said of every holder of the list. */
    get sharedReasons() {
        return this.isJudged && this.size > 1 ? this.shared || [] : [];
    }

    // ------------------------------------------------------------------- answers

    takeRows(rows) {
        if (this.isLong && this.rows.size > ROWS_KEPT) {
            this.rows.clear();
        }
        for (const row of rows) {
            this.rows.set(row.id, row);
            row.text = normalize(
                [row.name, row.locality, row.type, row.project, row.insured].join(" ")
            );
            this.verdicts.set(row.id, this.isLong ? this.getShort(row) : row);
        }
        const [first, ...others] = rows;
        this.share(
            rows.length,
            first?.reasons.filter((reason) =>
                others.every((row) => has(row.reasons, reason))
            )
        );
        this.takeTwins(rows.map((row) => [row.id, row.twin]));
    }

    /** Of a row no longer shown as much is kept as of one that never was. */
    getShort({id, verdict, overridden, reasons}) {
        const blocks = reasons.filter((reason) => reason.level === "blocked");
        return {
            id,
            verdict,
            overridden,
            reasons: reasons.map(({level, key, title, may_override, is_serious}) => ({
                level,
                key,
                title,
                may_override,
                is_serious,
            })),
            codes: blocks.every((reason) => reason.may_override)
                ? blocks.map((reason) => reason.code)
                : [],
        };
    }

    /** The answer of judge_candidates to the question for ``ids``. */
    takeVerdicts(ids, {outcomes, verdicts, shared, shown}) {
        this.takePolicies(shown);
        for (const [id, index, , codes] of verdicts) {
            const verdict = {id, ...outcomes[index], codes};
            this.verdicts.set(id, verdict);
            const row = this.rows.get(id);
            if (row && row.reasons.length !== verdict.reasons.length) {
                this.rows.delete(id);
            }
        }
        this.share(verdicts.length, shared);
        this.takeTwins(verdicts.map(([id, , twin]) => [id, twin]));
        for (const id of ids) {
            if (!this.verdicts.has(id)) {
                this.verdicts.set(id, this.getGone(id));
            }
        }
    }

    /** Whoever is asked for and not answered left the list meanwhile. */
    getGone(id) {
        const reason = {level: "blocked", title: _t("No longer in the list")};
        const verdict = "blocked";
        return {id, verdict, overridden: verdict, reasons: [reason], codes: []};
    }

    takePolicies(shown = []) {
        shown.forEach((policy) => this.policies.set(policy.id, policy));
    }

    share(count, reasons = []) {
        if (count) {
            this.shared = this.shared
                ? this.shared.filter((reason) => has(reasons, reason))
                : reasons;
        }
    }

    takeTwins(pairs) {
        const asked = new Set(pairs.map(([id]) => id));
        for (const [id, key] of pairs) {
            if (this.keys.get(id) !== key) {
                this.setTwin(id, key);
            }
        }
        for (const key of new Set(pairs.map(([, key]) => key))) {
            if ((this.twins.get(key) || []).every((id) => asked.has(id))) {
                this.apart.delete(key);
            } else {
                this.apart.add(key);
            }
        }
    }

    setTwin(id, key) {
        const left = this.twins.get(this.keys.get(id));
        left?.splice(left.indexOf(id), 1);
        this.keys.set(id, key);
        if (!key) {
            return;
        }
        if (this.twins.has(key)) {
            this.twins.get(key).push(id);
        } else {
            this.twins.set(key, [id]);
        }
    }

    // ----------------------------------------------------------------- questions

    /** Whom to judge next: some of those not judged, ``wanted`` ones before others. */
    getNext(wanted, count) {
        const isOpen = (id) => !this.verdicts.has(id);
        const next = wanted.length < this.size ? wanted.filter(isOpen) : [];
        if (next.length) {
            return next.slice(0, count);
        }
        while (this.position < this.size && next.length < count) {
            const id = this.ids[this.position++];
            if (isOpen(id)) {
                next.push(id);
            }
        }
        return next.length ? next : this.getApart(count);
    }

    /** Twins that came in different answers, to be judged side by side. */
    getApart(count) {
        const ids = [];
        for (const key of this.apart) {
            if (ids.length < count) {
                ids.push(...(this.twins.get(key) || []));
                this.apart.delete(key);
            }
        }
        return ids;
    }

    /** ``ids`` and whoever they must be judged beside. */
    withTwins(ids) {
        const groups = ids.map((id) => this.twins.get(this.keys.get(id)) || []);
        return [...new Set([...ids, ...groups.flat()])];
    }

    /** What is known of all but the ``changed`` ones, from before. */
    keep(former, changed) {
        const others = new Set(changed);
        for (const [id, verdict] of former.verdicts) {
            if (this.known.has(id) && !others.has(id) && !this.verdicts.has(id)) {
                this.verdicts.set(id, verdict);
                this.setTwin(id, former.keys.get(id));
            }
        }
        former.apart.forEach((key) => this.apart.add(key));
        this.share(1, former.shared || []);
    }

    /** Those of ``ids`` that no row came of. */
    drop(ids) {
        for (const id of ids) {
            if (!this.rows.has(id)) {
                this.rows.set(id, {name: "–", ...this.getGone(id)});
                this.verdicts.set(id, this.getGone(id));
            }
        }
    }
}
