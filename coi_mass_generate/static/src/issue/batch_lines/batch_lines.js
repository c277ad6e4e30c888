import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {badgeField} from "@web/views/fields/badge/badge_field";
import {IntegerField, integerField} from "@web/views/fields/integer/integer_field";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {X2ManyField, x2ManyField} from "@web/views/fields/x2many/x2many_field";
import {LegibleBadgeField, badgeClass} from "@coi_mass_generate/common/badge/badge";
import {VERDICTS} from "../holder_picker/verdicts";
import {OUTCOMES} from "./outcomes";

const fields = registry.category("fields");

/** What became of a holder, in the colour that it has everywhere. */
export class OutcomeField extends LegibleBadgeField {
    get badgeClass() {
        const outcome = OUTCOMES[this.props.record.data[this.props.name]];
        return outcome ? badgeClass(outcome.color) : super.badgeClass;
    }
}

fields.add("coi_outcome", {...badgeField, component: OutcomeField});

/** The badge of what a manager had printed although it was blocked: who, and why. */
export class OverriddenField extends Component {
    static template = "coi_mass_generate.OverriddenField";
    static props = {...standardFieldProps};

    get summary() {
        return this.props.record.data[this.props.name] || "";
    }
}

fields.add("coi_overridden", {component: OverriddenField, supportedTypes: ["char"]});

/** A count; where there is none, nothing is said of it. */
export class CountField extends IntegerField {
    get formattedValue() {
        return this.value ? super.formattedValue : "";
    }
}

fields.add("coi_count", {...integerField, component: CountField});

/** Rows that open what the server says, and never a form made up of all fields. */
export class OpenRowsField extends X2ManyField {
    async openRecord(record, {newWindow} = {}) {
        const {resModel, resId} = record;
        const action = await this.env.services.orm.call(resModel, "action_open", [
            [resId],
        ]);
        return this.action.doAction(action, {newWindow});
    }
}

fields.add("coi_open_rows", {...x2ManyField, component: OpenRowsField});

/** Why a holder got no certificate, or which warnings it was made with. */
export class FindingsField extends Component {
    static template = "coi_mass_generate.FindingsField";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
    }

    get findings() {
        return this.props.record.data[this.props.name] || [];
    }

    /** The badge of a finding: that of the verdict it leads to. */
    getBadge({level}) {
        return VERDICTS.find(({key}) => key === level);
    }

    async mend({code}) {
        const {resModel, resId} = this.props.record;
        const args = [[resId], code];
        return this.action.doAction(await this.orm.call(resModel, "action_mend", args));
    }
}

fields.add("coi_batch_findings", {component: FindingsField, supportedTypes: ["json"]});
