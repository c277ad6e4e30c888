import {Component} from "@odoo/owl";
import {LegibleBadgeField} from "@coi_mass_generate/common/badge/badge";
import {badgeField} from "@web/views/fields/badge/badge_field";
import {registry} from "@web/core/registry";
import {usePopover} from "@web/core/popover/popover_hook";

/** Why: the reasons, one below the other. */
export class VerdictReasons extends Component {
    static template = "coi_mass_generate.VerdictReasons";
    static props = {reasons: Array, close: Function};
}

/** The verdict of a row; its reasons are told on hover, and on click or Enter. */
export class VerdictBadge extends LegibleBadgeField {
    static template = "coi_mass_generate.VerdictBadge";

    setup() {
        super.setup();
        this.popover = usePopover(VerdictReasons, {position: "left"});
    }

    get reasons() {
        const text = this.props.record.data.verdict_text || "";
        return text.split("\n").filter((line) => line.trim());
    }

    get title() {
        return this.reasons.join("\n");
    }

    get label() {
        return `${this.formattedValue}: ${this.reasons.join(" ")}`;
    }

    toggle(ev) {
        if (this.popover.isOpen) {
            this.popover.close();
        } else {
            this.popover.open(ev.currentTarget, {reasons: this.reasons});
        }
    }
}

registry.category("fields").add("coi_verdict", {
    ...badgeField,
    component: VerdictBadge,
    fieldDependencies: [{name: "verdict_text", type: "text"}],
});
