import {_t} from "@web/core/l10n/translation";
import {Follower} from "@coi_mass_generate/common/follower";
import {plural} from "@coi_mass_generate/common/plural";
import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";

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
        const follower = new Follower(STORE, look);
        // What takes a notification away, by the id of its batch.
        const announced = new Map();

        function announce(id, progress) {
            if (!follower.takeExpected(id)) {
                return;
            }
            if (progress.state !== "done") {
                return; // paused or cancelled: by a user who knows
            }
            const isClean = !(progress.blocked || progress.aside || progress.failed);
            const close = notification.add(summarize(progress), {
                title: progress.name,
                type: isClean ? "success" : "warning",
                // Whoever looks at the batch sees it anyway.
                sticky: !follower.listeners.has(id),
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
            follower.tell(id, progress);
            return OPEN.includes(progress.state);
        }

        bus_service.subscribe("coi_batch_finished", ({batch_id}) => {
            follower.hasten(batch_id);
        });
        bus_service.start();
        return {
            /** Say so when this batch is finished. */
            announceLater(id) {
                follower.expect(id);
                follower.lookSoon();
            },
            /** Call back with the progress at once, and whenever it moved. */
            follow(id, callback) {
                announced.get(id)?.();
                return follower.follow(id, callback);
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
