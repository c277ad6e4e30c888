import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/**
 * After "Generate": start the download, say what was made, and show the batch with
 * what became of every holder.
 */
async function showBatch(env, action) {
    const { batch_id, name, done, blocked, failed, url } = action.params;
    if (url) {
        await env.services.action.doAction({
            type: "ir.actions.act_url",
            url,
            target: "download",
        });
    }
    const isClean = !blocked && !failed;
    env.services.notification.add(
        _t("%(done)s made, %(blocked)s blocked, %(failed)s failed", {
            done,
            blocked,
            failed,
        }),
        { title: name, type: isClean ? "success" : "warning", sticky: !isClean }
    );
    return {
        type: "ir.actions.act_window",
        name,
        res_model: "coi.batch",
        res_id: batch_id,
        views: [[false, "form"]],
        target: "current",
    };
}

registry.category("actions").add("coi_show_batch", showBatch);
