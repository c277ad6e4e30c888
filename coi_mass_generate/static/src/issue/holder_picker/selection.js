import {judge} from "./verdicts";

const NO_COUNTS = {
    count_ready: 0,
    count_warning: 0,
    count_blocked: 0,
    count_unjudged: 0,
};

/** The kinds of warnings of ``found``, each once, by the key of its rule. */
function getKinds(found) {
    const warnings = found.reasons.filter((reason) => reason.level === "warning");
    return new Map(warnings.map((reason) => [reason.key, reason]));
}

/**
 * What the checked holders are, in counts: of each verdict, and of each kind of
 * warning.
 */
export class Summary {
    /**
     * @param {number[]} ids of the checked holders
     * @param {Map} verdicts what the server said, by id
     * @param {Object} overrides what a manager said, by id
     */
    constructor(ids, verdicts, overrides) {
        this.counts = {...NO_COUNTS};
        this.warned_ids = [];
        this.kinds = new Map();
        // How many have the same kinds, by these
        this.groups = new Map();
        for (const id of ids) {
            const found = verdicts.get(id);
            const verdict = judge(found, overrides[id]) || "unjudged";
            this.counts[`count_${verdict}`]++;
            if (verdict === "warning") {
                this.addWarned(id, getKinds(found));
            }
        }
    }

    addWarned(id, kinds) {
        this.warned_ids.push(id);
        for (const [key, {title, is_serious}] of kinds) {
            if (!this.kinds.has(key)) {
                this.kinds.set(key, {key, title, is_serious, count: 0});
            }
            this.kinds.get(key).count++;
        }
        const keys = [...kinds.keys()].join();
        this.groups.set(keys, (this.groups.get(keys) || 0) + 1);
    }

    get isJudged() {
        return !this.counts.count_unjudged;
    }

    /** The most frequent first. */
    get sortedKinds() {
        return [...this.kinds.values()].sort((one, other) => other.count - one.count);
    }

    get serious() {
        return this.sortedKinds.filter((kind) => kind.is_serious);
    }

    get harmless() {
        return this.sortedKinds.filter((kind) => !kind.is_serious);
    }

    /**
     * What stays confirmed after ``former`` has become this: the one tick covers the
     * kinds that were there when it was set, and the tick of a serious kind the holders
     * that had it. Whose warnings are still to come, nobody can have read.
     */
    keep(former, {confirm_warnings, confirmed_kinds}) {
        if (!this.isJudged) {
            return {confirm_warnings: false, confirmed_kinds: []};
        }
        const isKnown = ({key}) => former.kinds.has(key);
        const isNoMore = ({key, count}) => count <= former.kinds.get(key).count;
        return {
            confirm_warnings: confirm_warnings && this.harmless.every(isKnown),
            confirmed_kinds: this.serious
                .filter(({key}) => confirmed_kinds.includes(key))
                .filter((kind) => isKnown(kind) && isNoMore(kind))
                .map(({key}) => key),
        };
    }

    /** How many of the warned ones are made, where this is confirmed. */
    countConfirmed({confirm_warnings, confirmed_kinds}) {
        const covered = new Set(confirmed_kinds);
        if (confirm_warnings) {
            this.harmless.forEach(({key}) => covered.add(key));
        }
        let count = 0;
        for (const [keys, number] of this.groups) {
            if (keys.split(",").every((key) => covered.has(key))) {
                count += number;
            }
        }
        return count;
    }

    /** What the form is told of it, and of what is ``confirmed``. */
    getValues(confirmed) {
        return {
            ...this.counts,
            ...confirmed,
            count_confirmed: this.countConfirmed(confirmed),
            warned_ids: this.warned_ids,
            warned_kinds: [...this.kinds.keys()],
        };
    }
}
