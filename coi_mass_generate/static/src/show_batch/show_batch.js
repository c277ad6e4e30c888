import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** "8 made, 1 blocked": what there is none of is not worth a word. */
function getOutcome({done, blocked, aside, failed}) {
    const parts = [_t("%s made", done)];
    if (blocked) {
        parts.push(_t("%s blocked", blocked));
    }
    if (aside) {
        parts.push(_t("%s kept aside", aside));
    }
    if (failed) {
        parts.push(_t("%s failed", failed));
    }
    return parts.join(", ");
}

/**
 * A link's download opens no window, which a browser refuses so long after the click,
 * and does not leave the page.
 */
function startDownload(url) {
    const link = document.createElement("a");
    link.href = url;
    link.download = "";
    link.click();
}

/**
 * After "Generate": start the download, say what was made, and show the batch with
 * what became of every holder.
 */
function showBatch(env, action) {
    const {batch_id, name, blocked, aside, failed, url} = action.params;
    if (url) {
        startDownload(url);
    }
    env.services.notification.add(getOutcome(action.params), {
        title: name,
        type: blocked || aside || failed ? "warning" : "success",
        sticky: Boolean(failed),
    });
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
