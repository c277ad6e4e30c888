import {_t} from "@web/core/l10n/translation";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {summarize} from "../batch_progress/batch_service";

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
 * After "Generate": start the download, or open the one PDF, say what was made, and
 * show the batch with what became of every holder. A large batch is only begun: its
 * page shows how far it is, and a notification offers the download when it is finished.
 */
function showBatch(env, action) {
    const {batch_id, name, state, url, pdf, ...counts} = action.params;
    // Where the browser keeps a window from opening, the PDF is saved instead.
    const opened = pdf && browser.open(pdf, "_blank");
    if (url && !opened) {
        startDownload(pdf ? `${pdf}?download=1` : url);
    }
    if (state === "done") {
        env.services.notification.add(summarize(counts), {
            title: name,
            type:
                counts.blocked || counts.aside || counts.failed ? "warning" : "success",
            sticky: Boolean(counts.failed),
        });
    } else {
        env.services.coi_batch.announceLater(batch_id);
        env.services.notification.add(
            _t("The certificates are made in the background. You can go on working."),
            {title: name, type: "info"}
        );
    }
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
