import {Component, useState} from "@odoo/owl";
import {Dropdown} from "@web/core/dropdown/dropdown";
import {DropdownItem} from "@web/core/dropdown/dropdown_item";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {plural} from "@coi_mass_generate/common/plural";
import {getSendState} from "./send_state";
import {useProof} from "./use_proof";

// As many proofs as go in one go.
const MOST_PROOFS = 25;

/** The buttons below the plan: they say what a click does, and when. */
export class SendButtons extends Component {
    static template = "coi_mass_generate.SendButtons";
    static components = {Dropdown, DropdownItem, ViewButton};
    static props = {...standardWidgetProps};

    setup() {
        this.shared = useState(getSendState(this.props.record));
        this.proof = useProof(this.props.record);
    }

    get head() {
        return this.shared.head || {mails: 0, leaves: 0, proofs: 0, minutes: 0};
    }

    get label() {
        const {mails, minutes, is_sent, needs_approval} = this.head;
        if (is_sent) {
            return _t("Open the Sending");
        }
        if (needs_approval) {
            return _t("Ask for Approval");
        }
        if (!mails) {
            return _t("Create Deliveries");
        }
        if (!minutes) {
            return _t("Send Now");
        }
        return plural(
            minutes,
            _t("Send in 1 Minute"),
            _t("Send in %(minutes)s Minutes", {minutes})
        );
    }

    /** Why a click would send nothing; "" where it does. */
    get obstacle() {
        const {leaves, is_sent} = this.head;
        return leaves || is_sent ? "" : _t("Nothing of this can leave.");
    }

    get nowClick() {
        return {
            name: "action_send_now",
            type: "object",
            confirm: _t("These mails leave at once and cannot be taken back."),
            "confirm-label": _t("Send Now"),
            "cancel-label": _t("Not Yet"),
        };
    }

    get canSendNow() {
        const {mails, minutes, is_sent, needs_approval} = this.head;
        return mails && minutes && !is_sent && !needs_approval;
    }

    get canProveAll() {
        const {mails, proofs} = this.head;
        return mails > proofs && mails <= MOST_PROOFS;
    }
}

registry.category("view_widgets").add("coi_send_buttons", {
    component: SendButtons,
    fieldDependencies: [{name: "template_id", type: "many2one"}],
});
