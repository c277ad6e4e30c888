import {useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/** Send proofs to the user's own address, and tell what became of them. */
export function useProof(record) {
    const notification = useService("notification");
    const orm = useService("orm");
    const state = useState({isBusy: false});

    async function send(which) {
        const args = [[record.resId], which, record.data.template_id?.id || false];
        state.isBusy = true;
        try {
            const told = await orm.call("coi.send", "send_proofs", args);
            notification.add(told.words, {
                type: told.is_good ? "success" : "warning",
                sticky: !told.is_good,
            });
        } finally {
            state.isBusy = false;
        }
    }

    return {state, send};
}
