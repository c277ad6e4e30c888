import {Component, toRaw} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useLeaveGuard} from "../holder_picker/leave_guard";

const CLICK = {name: "action_generate", type: "object"};

/** What somebody has decided, to be compared. */
function getDecisions({selected_ids, overrides}) {
    const ids = [...(toRaw(selected_ids) || [])].sort((one, other) => one - other);
    return JSON.stringify([ids, toRaw(overrides) || {}]);
}

/**
 * The wizard's button says what a click will do: how many certificates are made now,
 * and how many holders are kept aside; or why there is nothing to do. Beside it is the
 * way out, which asks before decisions are lost.
 */
export class GenerateButton extends Component {
    static template = "coi_mass_generate.GenerateButton";
    static components = {ViewButton};
    static props = {...standardWidgetProps};

    setup() {
        this.decided = getDecisions(this.data);
        this.guard = useLeaveGuard(() => this.describeDecisions());
    }

    get data() {
        return this.props.record.data;
    }

    get counts() {
        const {count_ready, count_confirmed, count_unjudged, selected_ids} = this.data;
        const now = count_ready + count_confirmed;
        const selected = selected_ids?.length || 0;
        const judged = selected - count_unjudged;
        return {now, selected, aside: selected - now, judged};
    }

    get label() {
        const {now, aside, judged, selected} = this.counts;
        if (judged < selected) {
            return _t("Generate (%(judged)s of %(selected)s Checked)", {
                judged,
                selected,
            });
        }
        if (!now) {
            return _t("Generate Certificates");
        }
        if (aside) {
            return _t("Generate %(now)s Now, Leave Out %(aside)s", {now, aside});
        }
        return now === 1
            ? _t("Generate 1 Certificate")
            : _t("Generate %(now)s Certificates", {now});
    }

    /** Why a click would make nothing; "" where it makes something. */
    get obstacle() {
        const {now, judged, selected} = this.counts;
        if (!selected) {
            return _t("Select at least one holder.");
        }
        if (now || judged < selected) {
            return "";
        }
        return this.data.count_warning
            ? _t("Confirm the warnings below the list first.")
            : _t("All selected holders are blocked. Fix what blocks them.");
    }

    get canPreview() {
        const {count_ready, count_warning, count_unjudged} = this.data;
        return Boolean(count_ready || count_warning || count_unjudged);
    }

    get previewLabel() {
        return _t("Preview Drafts");
    }

    get previewTitle() {
        return _t(
            "The first, the longest and the certificates with warnings (if there are many: examples of every warning), marked DRAFT, without a number"
        );
    }

    /** What would be lost with the dialog, as a sentence; "" for nothing. */
    describeDecisions() {
        const {confirm_warnings, confirmed_kinds, overrides} = this.data;
        const isSame = getDecisions(this.data) === this.decided;
        if (isSame && !confirm_warnings && !confirmed_kinds?.length) {
            return "";
        }
        const count = Object.keys(overrides || {}).length;
        const selected = this.counts.selected;
        return count
            ? _t(
                  "Nothing was generated yet. Selected holders: %(selected)s; overridden: %(count)s.",
                  {selected, count}
              )
            : _t("Nothing was generated yet. Selected holders: %(selected)s.", {
                  selected,
              });
    }

    /** What leaves the dialog then was asked for. */
    generate() {
        return this.guard.pass(() =>
            this.env.onClickViewButton({
                clickParams: CLICK,
                getResParams: () => {
                    const {context, evalContext, resModel, resId, resIds} =
                        this.props.record;
                    return {context, evalContext, resModel, resId, resIds};
                },
            })
        );
    }
}

export const generateButton = {
    component: GenerateButton,
    fieldDependencies: [
        {name: "count_ready", type: "integer"},
        {name: "count_warning", type: "integer"},
        {name: "count_confirmed", type: "integer"},
        {name: "count_unjudged", type: "integer"},
        {name: "confirm_warnings", type: "boolean"},
        {name: "confirmed_kinds", type: "json"},
        {name: "overrides", type: "json"},
        {name: "selected_ids", type: "json"},
        {name: "save_history", type: "boolean"},
        {name: "do_download", type: "boolean"},
    ],
};

registry.category("view_widgets").add("coi_generate_button", generateButton);
