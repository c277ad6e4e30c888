import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * The wizard's button says what a click will do: how many certificates are made now,
 * and how many holders are kept aside.
 */
export class GenerateButton extends Component {
    static template = "coi_mass_generate.GenerateButton";
    static components = {ViewButton};
    static props = {...standardWidgetProps};

    get counts() {
        const data = this.props.record.data;
        const warned = data.confirm_warnings ? data.count_warning : 0;
        const now = data.count_ready + warned;
        const selected = data.selected_ids?.length || 0;
        const unjudged = data.count_unjudged;
        return {now, selected, aside: selected - now, judged: selected - unjudged};
    }

    get label() {
        const {now, aside, judged, selected} = this.counts;
        if (judged < selected) {
            return _t("Generate (%(judged)s of %(selected)s Judged)", {
                judged,
                selected,
            });
        }
        if (!now) {
            return _t("Generate Certificates");
        }
        return aside
            ? _t("Generate %(now)s Now, Keep %(aside)s Aside", {now, aside})
            : _t("Generate %(now)s Certificates", {now});
    }
}

export const generateButton = {
    component: GenerateButton,
    fieldDependencies: [
        {name: "count_ready", type: "integer"},
        {name: "count_warning", type: "integer"},
        {name: "count_unjudged", type: "integer"},
        {name: "confirm_warnings", type: "boolean"},
        {name: "selected_ids", type: "json"},
    ],
};

registry.category("view_widgets").add("coi_generate_button", generateButton);
