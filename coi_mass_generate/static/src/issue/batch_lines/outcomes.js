import {_t} from "@web/core/l10n/translation";

/**
 * What can become of a holder in a batch, by the state of its line: the key of its count
 * in the progress, what is said of them, and its colour. One colour says one thing,
 * in the bar and in the lists: red is blocked here as it is in the popup, amber waits
 * for somebody to say yes.
 */
export const OUTCOMES = {
    done: {key: "done", label: _t("done"), color: "success"},
    skipped: {key: "blocked", label: _t("blocked"), color: "danger"},
    error: {key: "failed", label: _t("failed"), color: "dark"},
    aside: {key: "aside", label: _t("left out"), color: "warning"},
    cancelled: {key: "cancelled", label: _t("canceled"), color: "secondary"},
    pending: {key: "waiting", label: _t("waiting"), color: "info"},
};
