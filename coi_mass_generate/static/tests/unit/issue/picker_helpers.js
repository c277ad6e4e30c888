import {
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

export const ROWS = ".o_coi_row";
export const row = (place) => `${ROWS}:eq(${place})`;
export const box = (place) => `${row(place)} input[type=checkbox]`;

export const ARCH = /* xml */ `
    <form>
        <field name="scope" invisible="1"/>
        <field name="scope_ids" invisible="1"/>
        <field name="company_id" invisible="1"/>
        <field name="insured_ids" invisible="1"/>
        <field name="policy_ids" invisible="1"/>
        <field name="issue_date" invisible="1"/>
        <field name="form_id" widget="selection"/>
        <field name="is_manager" invisible="1"/>
        <field name="overrides" invisible="1"/>
        <field name="warned_ids" invisible="1"/>
        <field name="warned_kinds" invisible="1"/>
        <field name="confirm_warnings" invisible="1"/>
        <field name="confirmed_kinds" invisible="1"/>
        <field name="save_history" invisible="1"/>
        <field name="do_download" invisible="1"/>
        <field name="count_ready" readonly="1"/>
        <field name="count_warning" readonly="1"/>
        <field name="count_blocked" readonly="1"/>
        <field name="count_unjudged" readonly="1"/>
        <field name="count_confirmed" readonly="1"/>
        <field name="selected_ids" widget="coi_holder_picker"/>
        <widget name="coi_generate_button"/>
    </form>`;

class CoiPolicy extends models.Model {
    _name = "coi.policy";
    name = fields.Char();
    _records = [{id: 5, name: "GL-1"}];
    _views = {
        form: /* xml */ `
            <form>
                <button name="action_renew" type="object" string="Renew"/>
                <button name="77" type="action" string="Log"/>
                <field name="name"/>
            </form>`,
    };
}

class CoiAdditionalInterest extends models.Model {
    _name = "coi.additional.interest";
    name = fields.Char();
    _records = [1, 2, 3].map((id) => ({id, name: `Interest ${id}`}));
    _views = {form: /* xml */ `<form><field name="name"/></form>`};
}

class CoiForm extends models.Model {
    _name = "coi.form";
    name = fields.Char();
    _records = [{id: 7, name: "Evidence"}];
}

class CoiAgency extends models.Model {
    _name = "coi.agency";
    company_id = fields.Many2one({relation: "res.company"});
    phone = fields.Char();
    _views = {
        form: /* xml */ `
            <form>
                <field name="company_id"/>
                <field name="phone"/>
            </form>`,
    };
}

export class CoiGenerate extends models.Model {
    _name = "coi.generate";
    scope = fields.Char();
    scope_ids = fields.Json();
    company_id = fields.Many2one({relation: "res.company"});
    insured_ids = fields.Many2many({relation: "res.partner"});
    policy_ids = fields.Many2many({relation: "coi.policy"});
    issue_date = fields.Date();
    form_id = fields.Many2one({relation: "coi.form"});
    is_manager = fields.Boolean();
    overrides = fields.Json();
    selected_ids = fields.Json();
    warned_ids = fields.Json();
    warned_kinds = fields.Json();
    confirm_warnings = fields.Boolean();
    confirmed_kinds = fields.Json();
    save_history = fields.Boolean();
    do_download = fields.Boolean();
    count_ready = fields.Integer();
    count_warning = fields.Integer();
    count_blocked = fields.Integer();
    count_unjudged = fields.Integer();
    count_confirmed = fields.Integer();
    _records = [
        {
            id: 1,
            scope: "insureds",
            scope_ids: [],
            company_id: serverState.companyId,
            insured_ids: [serverState.partnerId],
            policy_ids: [],
            issue_date: "2026-03-02",
            is_manager: true,
            overrides: {},
            selected_ids: [],
            warned_ids: [],
            warned_kinds: [],
            confirmed_kinds: [],
            save_history: true,
        },
    ];
}

/** All that the wizard is made of, for the tests of a file. */
export function definePickerModels() {
    defineMailModels();
    defineModels([CoiAdditionalInterest, CoiAgency, CoiForm, CoiGenerate, CoiPolicy]);
}

/** A finding, as the server tells it. */
export function finding(level, code, values = {}) {
    return {
        level,
        key: code,
        code,
        title: `Title of ${code}`,
        message: `Message of ${code}`,
        model: false,
        id: false,
        defaults: {},
        may_override: false,
        is_serious: false,
        ...values,
    };
}

/** The worst there is among the findings. */
function getVerdict(reasons) {
    const levels = reasons.map((reason) => reason.level);
    return ["blocked", "warning"].find((each) => levels.includes(each)) || "ready";
}

/** The row of a holder, as the server tells it. */
export function candidate(id, reasons = [], values = {}) {
    return {
        id,
        holder_id: 100 + id,
        name: `Holder ${id}`,
        locality: "Boston, MA",
        type: "Holder only",
        about: "Certificate holder only",
        marks: {ai: "", waiver: "", pnc: ""},
        unprinted: {},
        project: "",
        insured: "Acme",
        verdict: getVerdict(reasons),
        overridden: getVerdict(reasons.filter((reason) => !reason.may_override)),
        reasons,
        twin: "",
        ...values,
    };
}

/** Of a long list: the verdict of one who is judged behind what is seen. */
export const ready = (id) => [id, 0, "", []];

/**
 * The wizard with these candidates.
 *
 * @param {Object[]} rows those that come with the list
 * @param {Object} [values] of the wizard
 * @param {number[]} [ids] of all in the list, where it is longer than ``rows``
 */
export async function mountPicker(
    rows,
    values = {},
    ids = rows.map(({id}) => id),
    shown = []
) {
    Object.assign(CoiGenerate._records[0], values);
    onRpc("coi.generate", "find_candidates", () => ({ids, rows, shown}));
    await mountView({
        resModel: "coi.generate",
        resId: 1,
        type: "form",
        arch: ARCH,
    });
}
