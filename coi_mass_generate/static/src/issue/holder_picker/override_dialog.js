import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {_t} from "@web/core/l10n/translation";
import {plural} from "@coi_mass_generate/common/plural";
import {useAutofocus} from "@web/core/utils/hooks";
import {useLeaveGuard} from "./leave_guard";

// As the server counts them: letters and digits.
const LEAST = 10;
// What is said most; each is long enough in any language.
const USUAL = [
    _t("The carrier has confirmed the endorsement in writing"),
    _t("The holder has requested it as it is"),
    _t("The endorsement is ordered, and the carrier has bound it"),
    _t("The address is complete as it is"),
];

/** How many letters and digits a text has, in any script. */
export const countLetters = (text) => (text.match(/[\p{L}\p{N}]/gu) || []).length;

/**
 * Asks a manager why certificates are to be issued although they are blocked.
 */
export class OverrideDialog extends Component {
    static template = "coi_mass_generate.OverrideDialog";
    static components = {Dialog};
    static props = {
        names: {type: Array, element: String},
        reasons: {type: Array, element: String},
        confirm: Function,
        close: Function,
    };

    setup() {
        this.usual = USUAL;
        this.least = LEAST;
        this.state = useState({reason: ""});
        useAutofocus({refName: "reason"});
        useLeaveGuard(() =>
            this.state.reason.trim() ? _t("The reason you gave is not kept.") : ""
        );
    }

    get whoIsBlocked() {
        const {names} = this.props;
        return plural(
            names.length,
            _t("%(holder)s would be blocked:", {holder: names[0]}),
            _t("%(count)s holders would be blocked:", {count: names.length})
        );
    }

    get missing() {
        return Math.max(LEAST - countLetters(this.state.reason), 0);
    }

    choose(reason) {
        if (reason) {
            this.state.reason = reason;
        }
    }

    async onConfirm() {
        await this.props.confirm(this.state.reason.trim());
        this.props.close();
    }
}
