import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {plural} from "@coi_mass_generate/common/plural";
import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";

const POLL = 1000;
const POLL_AFTER_ERROR = 5000;
const STORE = "coi_batches_to_announce";
const OPEN = ["pending", "running"];

/**
 * Follows batches that are made in the background, and says so when one is finished,
 * wherever the user is then. It asks once a second; the bus only hastens, for without
 * a proxy that knows websockets no message of it arrives.
 */
export const batchService = {
    dependencies: ["action", "bus_service", "notification", "orm"],

    start(env, {action, bus_service, notification, orm}) {
        const listeners = new Map();
        // What takes a notification away, by the id of its batch.
        const announced = new Map();
        const toAnnounce = new Set(
            JSON.parse(browser.localStorage.getItem(STORE) || "[]")
        );
        let timer = null;

        function remember() {
            browser.localStorage.setItem(STORE, JSON.stringify([...toAnnounce]));
        }

        function announce(id, progress) {
            if (!toAnnounce.delete(id)) {
                return;
            }
            remember();
            if (progress.state !== "done") {
                return; // paused or cancelled: by a user who knows
            }
            const isClean = !(progress.blocked || progress.aside || progress.failed);
            const close = notification.add(summarize(progress), {
                title: progress.name,
                type: isClean ? "success" : "warning",
                // Whoever looks at the batch sees it anyway.
                sticky: !listeners.has(id),
                className: "o_coi_finished",
                buttons: getButtons(id, progress, () => close()),
            });
            announced.set(id, close);
        }

        function getButtons(id, progress, close) {
            const open = {name: _t("Open"), onClick: () => openBatch(id, close)};
            if (!progress.download_url) {
                return [open];
            }
            const download = {
                name: _t("Download"),
                primary: true,
                onClick: () => startDownload(id, close),
            };
            return [download, open];
        }

        /** Where it is refused by now, that is said here, and no page is left. */
        async function startDownload(id, close) {
            action.doAction(await orm.call("coi.batch", "action_download", [[id]]));
            close();
        }

        function openBatch(id, close) {
            close();
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: "coi.batch",
                res_id: id,
                views: [[false, "form"]],
            });
        }

        async function look(id) {
            const progress = await orm.silent.call("coi.batch", "get_progress", [[id]]);
            if (!OPEN.includes(progress.state)) {
                announce(id, progress);
            }
            for (const callback of listeners.get(id) || []) {
                callback(progress);
            }
            return OPEN.includes(progress.state);
        }

        /** Look at all; again in a second while one of them is not finished. */
        async function lookAtAll() {
            timer = null;
            const ids = new Set([...toAnnounce, ...listeners.keys()]);
            const results = await Promise.allSettled([...ids].map(look));
            if (timer !== null) {
                return; // somebody has asked for a look in between
            }
            if (results.some((one) => one.status === "rejected")) {
                forgetMissing([...ids], results);
                timer = browser.setTimeout(lookAtAll, POLL_AFTER_ERROR);
            } else if (results.some((one) => one.value)) {
                timer = browser.setTimeout(lookAtAll, POLL);
            }
        }

        function forgetMissing(ids, results) {
            results.forEach((one, place) => {
                // An answer of the server, and not a lost connection.
                if (one.status === "rejected" && one.reason?.exceptionName) {
                    toAnnounce.delete(ids[place]);
                    listeners.delete(ids[place]);
                }
            });
            remember();
        }

        function lookSoon() {
            browser.clearTimeout(timer);
            timer = browser.setTimeout(lookAtAll, 0);
        }

        bus_service.subscribe("coi_batch_finished", ({batch_id}) => {
            toAnnounce.add(batch_id);
            lookSoon();
        });
        bus_service.start();
        if (toAnnounce.size) {
            lookSoon();
        }

        return {
            /** Say so when this batch is finished. */
            announceLater(id) {
                toAnnounce.add(id);
                remember();
                lookSoon();
            },
            /** Call back with the progress at once, and whenever it moved. */
            follow(id, callback) {
                announced.get(id)?.();
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

function countIssued(count) {
    if (!count) {
        return _t("No certificate issued");
    }
    return plural(
        count,
        _t("1 certificate issued"),
        _t("%s certificates issued", formatInteger(count))
    );
}

/** "8 certificates issued, 1 blocked": of what there is none, nothing is said. */
export function summarize({done, blocked, aside, failed}) {
    const parts = [countIssued(done)];
    if (blocked) {
        parts.push(_t("%s blocked", formatInteger(blocked)));
    }
    if (aside) {
        parts.push(_t("%s left out", formatInteger(aside)));
    }
    if (failed) {
        parts.push(_t("%s failed", formatInteger(failed)));
    }
    return parts.join(", ");
}

registry.category("services").add("coi_batch", batchService);
