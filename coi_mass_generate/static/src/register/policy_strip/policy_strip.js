import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/** The insured's policies above its holders: what their certificates show today. */
export class PolicyStrip extends Component {
    static template = "coi_mass_generate.PolicyStrip";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get policies() {
        return this.props.record.data[this.props.name] || [];
    }

    get isKnown() {
        return Boolean(this.props.record.resId);
    }

    async open(id) {
        if (await this.props.record.save()) {
            await this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "coi.policy",
                res_id: id || false,
                views: [[false, "form"]],
                context: {default_insured_id: this.props.record.resId},
            });
        }
    }
}

registry.category("fields").add("coi_policy_strip", {
    component: PolicyStrip,
    supportedTypes: ["json"],
    isEmpty: () => false,
});
