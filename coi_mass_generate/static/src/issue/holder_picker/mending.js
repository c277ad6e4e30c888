import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {MendDialog} from "./mend_dialog";

const HOLDER_FORM = "coi_mass_generate.res_partner_view_form_holder";
// What opens to mend a finding, by the model of its target.
const MENDS = {
    "res.partner": {label: _t("Open contact")},
    "coi.policy": {label: _t("Open policy"), newLabel: _t("Record a policy")},
    "coi.policy.endorsement": {
        label: _t("Open endorsement"),
        newLabel: _t("Record the endorsement"),
    },
    "coi.additional.interest": {label: _t("Open interest")},
    "coi.certificate": {label: _t("See certificate")},
    "coi.form": {label: _t("Open form"), isForManagers: true},
    // Companies are the administrator's; what certificates print of one is not.
    "res.company": {
        label: _t("Complete the agency"),
        isForManagers: true,
        model: "coi.agency",
    },
    "coi.state.approval": {newLabel: _t("Record approval"), isForManagers: true},
};
// Findings that are mended in a name and an address.
const POSTAL = ["insured", "insured_name"];

/** What a click on a finding's link says; "" where there is nothing to do. */
export function getMendLabel(reason, isManager) {
    const mend = MENDS[reason.model];
    if (!mend || (mend.isForManagers && !isManager)) {
        return "";
    }
    return (reason.id ? mend.label : mend.newLabel) || "";
}

/** Who may not mend it is told who may. */
export const isForOthers = (reason, isManager) =>
    Boolean(MENDS[reason.model]?.isForManagers) && !getMendLabel(reason, isManager);

function getContext(row, reason) {
    const context = {coi_mending: true};
    for (const [name, value] of Object.entries(reason.defaults)) {
        context[`default_${name}`] = value;
    }
    const isHolder = reason.model === "res.partner" && reason.id === row.holder_id;
    if (isHolder || POSTAL.includes(reason.key)) {
        context.form_view_ref = HOLDER_FORM;
    }
    if (MENDS[reason.model].model) {
        context.default_company_id = reason.id;
    }
    return context;
}

/**
 * Opens what a finding is about, above the wizard.
 *
 * @param {Function} onClose called with the row, where it is its own record that was
 *     opened, which changes nobody else
 */
export function useMending(onClose) {
    const dialog = useService("dialog");

    /** Judged anew also where it was only looked at: a button in it may change much. */
    function open(props, row) {
        dialog.add(
            MendDialog,
            {...props, canExpand: false},
            {onClose: () => onClose(row)}
        );
    }

    return {
        mend(row, reason) {
            const {model} = MENDS[reason.model];
            const isOwn =
                (reason.model === "res.partner" && reason.id === row.holder_id) ||
                reason.model === "coi.additional.interest";
            open(
                {
                    resModel: model || reason.model,
                    resId: model ? false : reason.id,
                    title: model ? reason.title : `${row.name}: ${reason.title}`,
                    context: getContext(row, reason),
                },
                isOwn && row
            );
        },
        openInterest(row) {
            open(
                {
                    resModel: "coi.additional.interest",
                    resId: row.id,
                    title: row.name,
                    context: {coi_mending: true},
                },
                row
            );
        },
    };
}
