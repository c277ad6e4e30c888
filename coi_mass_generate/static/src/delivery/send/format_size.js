import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";

const MEGABYTE = 1_000_000;

/** A file's size as people say it. */
export function formatSize(bytes) {
    if (bytes < MEGABYTE) {
        return _t("%(size)s kB", {size: Math.max(1, Math.round(bytes / 1000))});
    }
    return _t("%(size)s MB", {size: formatFloat(bytes / MEGABYTE, {digits: [16, 1]})});
}
