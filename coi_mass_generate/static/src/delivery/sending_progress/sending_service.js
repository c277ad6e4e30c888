import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {formatInteger} from "@web/views/fields/formatters";

const POLL = 1000;
const POLL_AFTER_ERROR = 5000;
// With the user's id: others may sign in at the same browser.
const STORE = "coi_sendings_to_announce_";
const MOVING = ["waiting", "sending"];

/**
 * Follows runs that are on their way, and tells whoever sent one when it is finished,
 * wherever they are then. It asks once a second while somebody looks, or a run of one's
 * own was seen moving; the bus only hastens, for without a proxy that knows websockets
 * no message of it arrives.
 */
export const sendingService = {
    dependencies: ["action", "bus_service", "notification", "orm"],

    start(env, {action, bus_service, notification, orm}) {
        const listeners = new Map();
        const store = STORE + user.userId;
        const toAnnounce = new Set(
            JSON.parse(browser.localStorage.getItem(store) || "[]")
        );
        // The bus may tell of what was seen to finish already.
        const announced = new Set();
        let timer = null;

        function remember() {
            browser.localStorage.setItem(store, JSON.stringify([...toAnnounce]));
        }

        function announce(id, progress) {
            if (!toAnnounce.delete(id)) {
                return;
            }
            remember();
            const isSeen = listeners.has(id);
            if (progress.state === "paused" && !isSeen) {
                const words = progress.alerts[0] || _t("It was paused.");
                tell(id, progress, words, {type: "warning", sticky: true});
            }
            if (progress.state !== "done") {
                return; // taken back or paused: by somebody who knows
            }
            announced.add(id);
            const isClean = !(progress.unsure || progress.failed || progress.bounced);
            tell(id, progress, summarizeSending(progress), {
                type: isClean ? "success" : "warning",
                // Whoever looks at the run sees it anyway; and one mail more that left
                // is nothing to click away, of hundreds that are fixed one by one.
                sticky: !isSeen && !(isClean && progress.all === 1),
            });
        }

        function tell(id, {name}, words, options) {
            const close = notification.add(words, {
                title: name,
                className: "o_coi_sent",
                buttons: [{name: _t("Open"), onClick: () => open(id, close)}],
                ...options,
            });
        }

        function open(id, close) {
            close();
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: "coi.sending",
                res_id: id,
                views: [[false, "form"]],
            });
        }

        async function look(id) {
            const progress = await orm.silent.call("coi.sending", "get_progress", [
                [id],
            ]);
            const isMoving = MOVING.includes(progress.state);
            if (isMoving) {
                announced.delete(id);
            }
            if (isMoving && progress.is_mine && !toAnnounce.has(id)) {
                toAnnounce.add(id);
                remember();
            } else if (!isMoving) {
                announce(id, progress);
            }
            for (const callback of listeners.get(id) || []) {
                callback(progress);
            }
            return isMoving;
        }

        /** Look at all; again in a second while one of them moves. */
        async function lookAtAll() {
            timer = null;
            const ids = [...new Set([...toAnnounce, ...listeners.keys()])];
            const results = await Promise.allSettled(ids.map(look));
            if (timer !== null) {
                return; // somebody has asked for a look in between
            }
            results.forEach((one, place) => {
                // An answer of the server, and not a lost connection.
                if (one.status === "rejected" && one.reason?.exceptionName) {
                    toAnnounce.delete(ids[place]);
                    listeners.delete(ids[place]);
                    remember();
                }
            });
            const isLost = results.some((one) => one.status === "rejected");
            if (isLost && (toAnnounce.size || listeners.size)) {
                timer = browser.setTimeout(lookAtAll, POLL_AFTER_ERROR);
            } else if (results.some((one) => one.value)) {
                timer = browser.setTimeout(lookAtAll, POLL);
            }
        }

        function lookSoon() {
            browser.clearTimeout(timer);
            timer = browser.setTimeout(lookAtAll, 0);
        }

        bus_service.subscribe("coi_sending_done", ({sending_id}) => {
            if (!announced.has(sending_id)) {
                toAnnounce.add(sending_id);
                lookSoon();
            }
        });
        bus_service.start();
        if (toAnnounce.size) {
            lookSoon();
        }

        return {
            lookSoon,
            /** Call back with the progress at once, and whenever it was asked for. */
            follow(id, callback) {
                if (!listeners.has(id)) {
                    listeners.set(id, new Set());
                }
                listeners.get(id).add(callback);
                lookSoon();
                return () => {
                    listeners.get(id)?.delete(callback);
                    if (!listeners.get(id)?.size) {
                        listeners.delete(id);
                    }
                };
            },
        };
    },
};

/** "8 handed over, 1 failed": of what there is none, nothing is said. */
export function summarizeSending({handed, by_hand, unsure, failed, bounced}) {
    const parts = [_t("%s handed over", formatInteger(handed))];
    if (by_hand) {
        parts.push(_t("%s to print or upload", formatInteger(by_hand)));
    }
    if (unsure) {
        parts.push(_t("%s not known", formatInteger(unsure)));
    }
    if (failed) {
        parts.push(_t("%s failed", formatInteger(failed)));
    }
    if (bounced) {
        parts.push(_t("%s bounced", formatInteger(bounced)));
    }
    return parts.join(", ");
}

registry.category("services").add("coi_sending", sendingService);
