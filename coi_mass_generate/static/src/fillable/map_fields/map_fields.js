import {Component, onWillStart, useRef, useState} from "@odoo/owl";
import {CheckBox} from "@web/core/checkbox/checkbox";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {FieldPanel} from "./field_panel";
import {Layout} from "@web/search/layout";
import {Mapping} from "./mapping";
import {PageView} from "./page_view";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {plural} from "@coi_mass_generate/common/plural";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const FORM = "coi.form";
const TRY = "coi.form.try";

/**
 * What is printed in the fields of an uploaded form: its pages with a box for each
 * field, and beside them what is chosen for the box that was clicked.
 */
export class MapFields extends Component {
    static template = "coi_mass_generate.MapFields";
    static components = {CheckBox, FieldPanel, Layout, PageView, RecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.formId = this.props.action.context.active_id;
        this.mapping = useState(new Mapping(this.orm, this.formId));
        this.state = useState({focus: 0, isAdding: false});
        useSetupAction({getLocalState: () => ({page: this.mapping.page})});
        onWillStart(async () => {
            await this.mapping.load();
            this.mapping.goTo(this.props.state?.page || 1);
            this.env.config.setDisplayName(_t("Map Fields"));
        });
    }

    get display() {
        return {controlPanel: {}};
    }

    // --------------------------------------------------------------------- moving

    onSelect(field, isMore) {
        this.mapping.select(field, isMore || this.state.isAdding);
        if (!isMore && !this.env.isSmall) {
            this.state.focus++;
        }
    }

    /** To the next field that is to be decided; whether there is one. */
    onNext(by) {
        const field = this.mapping.isLocked ? undefined : this.mapping.findOpen(by);
        if (field) {
            this.state.isAdding = false;
            this.onSelect(field, false);
        }
        return Boolean(field);
    }

    /** Back on the box, so that keys go on from it. */
    onClose() {
        const last = this.mapping.selected.at(-1);
        this.mapping.close();
        this.state.isAdding = false;
        this.root.el.querySelector(`[data-field="${last}"]`)?.focus();
    }

    // ---------------------------------------------------------------------- words

    get legend() {
        const {counts} = this.mapping;
        const labels = {
            shared: _t("The same for all holders"),
            own: _t("Each holder's own"),
            text: _t("Fixed text"),
            keep: _t("As uploaded"),
            blank: _t("Nothing"),
            open: _t("To be decided"),
        };
        return Object.entries(labels).map(([key, label]) => ({
            key,
            label,
            count: counts[key],
        }));
    }

    get openCount() {
        return this.mapping.counts.open;
    }

    get nextLabel() {
        return _t("Next to Be Decided (%(count)s)", {count: this.openCount});
    }

    get shows() {
        return [
            {key: "values", label: _t("Values")},
            {key: "names", label: _t("Names")},
            {key: "sample", label: _t("Sample")},
            {key: "insured", label: _t("An insured")},
        ];
    }

    get insuredDomain() {
        const {companyId} = this.mapping;
        return [["coi_policy_ids.company_id", "=", companyId]];
    }

    get isDraft() {
        return this.mapping.state === "draft";
    }

    // -------------------------------------------------------------------- its use

    async setLicensed(isLicensed) {
        await this.orm.write(FORM, [this.formId], {licence_confirmed: isLicensed});
        await this.mapping.load();
    }

    /** Button: what is open is printed as it is in the file, which is said before. */
    use() {
        if (!this.openCount) {
            return this.confirmUse();
        }
        this.dialog.add(ConfirmationDialog, {
            title: _t("Use This Form"),
            body: plural(
                this.openCount,
                _t(
                    "One field is still to be decided. It is printed as it is in the " +
                        "file. Use the form like this?"
                ),
                _t(
                    "%(count)s fields are still to be decided. They are printed as " +
                        "they are in the file. Use the form like this?",
                    {count: this.openCount}
                )
            ),
            confirmLabel: _t("Use This Form"),
            confirm: () => this.confirmUse(),
            cancel: () => undefined,
        });
    }

    async confirmUse() {
        await this.orm.call(FORM, "action_use", [[this.formId]]);
        await this.mapping.load();
        this.mapping.close();
        this.notification.add(
            _t(
                "The form is in use: choose it where you generate certificates, or as " +
                    "the insured's or the company's form."
            ),
            {type: "success"}
        );
    }

    async setUp() {
        await this.orm.call(FORM, "action_set_up", [[this.formId]]);
        await this.mapping.load();
    }

    async openDraft(method, insuredId = false) {
        const vals = {form_id: this.formId, insured_id: insuredId};
        const [id] = await this.orm.create(TRY, [vals]);
        await this.action.doAction(await this.orm.call(TRY, method, [[id]]));
    }

    /** Of the insured that is shown; else somebody chooses one. */
    async testInsured() {
        const {shows, insuredId} = this.mapping;
        if (shows === "insured" && insuredId) {
            return this.openDraft("action_insured", insuredId);
        }
        await this.openWindow();
    }

    async openWindow() {
        await this.action.doAction("coi_mass_generate.action_try_form", {
            additionalContext: {active_id: this.formId},
            // A mapping may have been read from a file there.
            onClose: () => this.mapping.load(),
        });
    }

    async openList() {
        await this.action.doAction("coi_mass_generate.coi_form_field_action", {
            additionalContext: {
                active_id: this.formId,
                search_default_open: Math.sign(this.openCount),
            },
        });
    }
}

registry.category("actions").add("coi_map_fields", MapFields);
