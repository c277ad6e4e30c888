import {_t} from "@web/core/l10n/translation";
import {Follower} from "@coi_mass_generate/common/follower";
import {registry} from "@web/core/registry";
import {formatInteger} from "@web/views/fields/formatters";

const STORE = "coi_sendings_to_announce";
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
        const follower = new Follower(STORE, look);
        // The bus may tell of what was seen to finish already.
        const announced = new Set();

        function announce(id, progress) {
            if (!follower.takeExpected(id)) {
                return;
            }
            const isSeen = follower.listeners.has(id);
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
            if (isMoving && progress.is_mine && !follower.toAnnounce.has(id)) {
                follower.expect(id);
            } else if (!isMoving) {
                announce(id, progress);
            }
            follower.tell(id, progress);
            return isMoving;
        }

        bus_service.subscribe("coi_sending_done", ({sending_id}) => {
            if (!announced.has(sending_id)) {
                follower.hasten(sending_id);
            }
        });
        bus_service.start();
        return {
            lookSoon: () => follower.lookSoon(),
            follow: (id, callback) => follower.follow(id, callback),
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
