import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const BEFORE = {
    problem: _t("To fix"),
    create: _t("New"),
    update: _t("Changed"),
    unchanged: _t("Unchanged"),
    left_out: _t("Left out"),
};
const AFTER = {
    problem: _t("Not imported"),
    create: _t("Created"),
    update: _t("Updated"),
    unchanged: _t("Unchanged"),
    left_out: _t("Left out"),
};

/** What would become of the rows, in numbers; a click shows the rows behind one. */
export class ImportBuckets extends Component {
    static template = "coi_mass_generate.ImportBuckets";
    static props = {...standardFieldProps};

    get buckets() {
        const data = this.props.record.data;
        const labels = ["done", "undone"].includes(data.state) ? AFTER : BEFORE;
        return Object.keys(labels).map((key) => ({
            key,
            label: labels[key],
            count: data[`${key}_count`],
            isShown: data[this.props.name] === key,
        }));
    }

    show(key) {
        this.props.record.update({[this.props.name]: key}, {save: true});
    }
}

registry.category("fields").add("coi_import_buckets", {
    component: ImportBuckets,
    supportedTypes: ["selection"],
    fieldDependencies: [
        {name: "state", type: "selection"},
        ...Object.keys(BEFORE).map((key) => ({name: `${key}_count`, type: "integer"})),
    ],
});
