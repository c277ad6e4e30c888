import {Component, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useAutofocus} from "@web/core/utils/hooks";

/**
 * Asks a manager why certificates are to be printed although they are blocked.
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
        this.state = useState({reason: ""});
        useAutofocus({refName: "reason"});
    }

    get canConfirm() {
        return Boolean(this.state.reason.trim());
    }

    async onConfirm() {
        await this.props.confirm(this.state.reason.trim());
        this.props.close();
    }
}
