import {_t} from "@web/core/l10n/translation";

/** What a holder's badge says. */
export const VERDICTS = [
    {key: "ready", label: _t("Ready"), class: "o_coi_success"},
    {key: "warning", label: _t("Warning"), class: "text-bg-warning"},
    {key: "blocked", label: _t("Blocked"), class: "text-bg-danger"},
];
export const OVERRIDDEN = {
    key: "overridden",
    label: _t("Overridden"),
    class: "text-bg-primary",
};
export const UNJUDGED = {key: "", label: _t("Not checked yet"), class: "text-bg-light"};

export const isSame = (one, other) =>
    one.code === other.code && one.message === other.message;

export const getBlocks = (found) =>
    found.reasons.filter((reason) => reason.level === "blocked");

/** Codes of what blocks: an override is for these. */
export const getBlockCodes = (found) =>
    found.codes || getBlocks(found).map((reason) => reason.code);

export const mayBeOverridden = (found) =>
    getBlocks(found).every((reason) => reason.may_override);

/**
 * The verdict of ``found``, with what a manager has overridden; "" if not judged.
 *
 * @param {Object} [found] what the server said of the holder
 * @param {Object} [given] a manager's reason, and the codes it is for
 */
export function judge(found, given) {
    if (!given || found?.verdict !== "blocked") {
        return found?.verdict || "";
    }
    // What the manager has not seen still blocks.
    const codes = getBlockCodes(found);
    return codes.every((code) => given.codes.includes(code))
        ? found.overridden
        : "blocked";
}

/** Whether an override is what lets it be printed. */
export const isOverridden = (found, given) =>
    found?.verdict === "blocked" && judge(found, given) !== "blocked";

/** The badges of a holder: that it is overridden, and what is left to say then. */
export function getBadges(found, given) {
    const key = judge(found, given);
    const verdict = VERDICTS.find((each) => each.key === key) || UNJUDGED;
    if (!isOverridden(found, given)) {
        return [verdict];
    }
    return key === "ready" ? [OVERRIDDEN] : [OVERRIDDEN, verdict];
}
