import {Component} from "@odoo/owl";

// Policies told of one by one; of more, how many there are.
const MOST = 8;

/** The policies that will be printed, with their main limits. */
export class ShownPolicies extends Component {
    static template = "coi_mass_generate.ShownPolicies";
    static props = {
        // See ``_describe_shown``
        policies: Array,
        hasManyInsureds: Boolean,
        isLoading: Boolean,
    };

    get told() {
        return this.props.policies.slice(0, MOST);
    }

    get others() {
        return this.props.policies.slice(MOST);
    }

    getTitle(policy) {
        return this.props.hasManyInsureds
            ? `${policy.insured}: ${policy.about}`
            : policy.about;
    }

    get othersTitle() {
        return this.others
            .map(({name, limits}) => [name, limits].join(" ").trim())
            .join("\n");
    }
}
