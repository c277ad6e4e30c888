import {onWillUnmount, toRaw, useEnv} from "@odoo/owl";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {_t} from "@web/core/l10n/translation";
import {useBus, useService} from "@web/core/utils/hooks";

/**
 * Asks before a dialog drops what somebody decided in it: by Esc, the cross, a button
 * that closes, or the browser's way back.
 *
 * @param {Function} describe what would be lost, as a sentence; "" for nothing
 * @returns {{pass: Function, close: Function}} ``pass(work)``: what leaves while that is
 *     done was asked for, and needs no question; ``close()``: as the cross does
 */
export function useLeaveGuard(describe) {
    const env = useEnv();
    const dialog = useService("dialog");
    // Not reactive: the dialog need not be drawn anew for it.
    const dialogData = env.dialogData && toRaw(env.dialogData);
    let isPassing = false;
    // The question on the screen
    let asked = null;

    function ask(body) {
        asked ||= new Promise((resolve) => {
            dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Discard your decisions?"),
                    body,
                    // What Enter does loses nothing.
                    confirmLabel: _t("Keep Working"),
                    cancelLabel: _t("Discard"),
                    confirm: () => resolve(false),
                    cancel: () => resolve(true),
                    dismiss: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            );
        }).finally(() => {
            asked = null;
        });
        return asked;
    }

    async function mayLeave() {
        const body = isPassing ? "" : describe();
        if (body && !(await ask(body))) {
            return false;
        }
        // Whatever closes it now was asked for.
        isPassing ||= Boolean(body);
        return true;
    }

    if (dialogData) {
        const close = dialogData.close;
        dialogData.close = async (params) => {
            if (await mayLeave()) {
                return close(params);
            }
        };
        onWillUnmount(() => {
            dialogData.close = close;
        });
        useBus(env.bus, "CLEAR-UNCOMMITTED-CHANGES", (ev) =>
            ev.detail.push((options) => options?.forceLeave || mayLeave())
        );
    }

    return {
        async pass(work) {
            isPassing = true;
            try {
                return await work();
            } finally {
                isPassing = false;
            }
        },
        close: () => dialogData?.close({dismiss: true}),
    };
}
