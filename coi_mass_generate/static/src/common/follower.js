import {browser} from "@web/core/browser/browser";
import {user} from "@web/core/user";

const POLL = 1000;
const POLL_AFTER_ERROR = 5000;

/**
 * Follows records that move by themselves: those somebody looks at, and those that are
 * to be announced when they stand still, which is kept over a reload of the page. It
 * asks once a second while one of them moves.
 */
export class Follower {
    /**
     * @param {String} store the key in the browser's storage of what is to be announced,
     *     with the user's id behind it: others may sign in at the same browser
     * @param {Function} look asks for the progress of an id, and says whether it moves
     */
    constructor(store, look) {
        this.store = `${store}_${user.userId}`;
        this.look = look;
        this.listeners = new Map();
        this.toAnnounce = new Set(
            JSON.parse(browser.localStorage.getItem(this.store) || "[]")
        );
        this.timer = null;
        if (this.toAnnounce.size) {
            this.lookSoon();
        }
    }

    remember() {
        const ids = JSON.stringify([...this.toAnnounce]);
        browser.localStorage.setItem(this.store, ids);
    }

    /** Announce it when it stands still, also after a reload. */
    expect(id) {
        this.toAnnounce.add(id);
        this.remember();
    }

    /** Whether it was to be announced; from now on it is not. */
    takeExpected(id) {
        const isExpected = this.toAnnounce.delete(id);
        if (isExpected) {
            this.remember();
        }
        return isExpected;
    }

    /** It was said to stand still: look whether that is so, and announce it. */
    hasten(id) {
        this.toAnnounce.add(id);
        this.lookSoon();
    }

    tell(id, progress) {
        for (const callback of this.listeners.get(id) || []) {
            callback(progress);
        }
    }

    /** Call back with the progress at once, and whenever it was asked for. */
    follow(id, callback) {
        if (!this.listeners.has(id)) {
            this.listeners.set(id, new Set());
        }
        this.listeners.get(id).add(callback);
        this.lookSoon();
        return () => {
            this.listeners.get(id)?.delete(callback);
            if (!this.listeners.get(id)?.size) {
                this.listeners.delete(id);
            }
        };
    }

    lookSoon() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.lookAtAll(), 0);
    }

    /** Look at all; again in a second while one of them moves. */
    async lookAtAll() {
        this.timer = null;
        const ids = [...new Set([...this.toAnnounce, ...this.listeners.keys()])];
        const results = await Promise.allSettled(ids.map((id) => this.look(id)));
        if (this.timer !== null) {
            return; // somebody has asked for a look in between
        }
        this.forgetMissing(ids, results);
        const isLost = results.some((one) => one.status === "rejected");
        if (isLost && (this.toAnnounce.size || this.listeners.size)) {
            this.lookAgain(POLL_AFTER_ERROR);
        } else if (results.some((one) => one.value)) {
            this.lookAgain(POLL);
        }
    }

    lookAgain(delay) {
        this.timer = browser.setTimeout(() => this.lookAtAll(), delay);
    }

    forgetMissing(ids, results) {
        results.forEach((one, place) => {
            // An answer of the server, and not a lost connection.
            if (one.status === "rejected" && one.reason?.exceptionName) {
                this.toAnnounce.delete(ids[place]);
                this.listeners.delete(ids[place]);
                this.remember();
            }
        });
    }
}
