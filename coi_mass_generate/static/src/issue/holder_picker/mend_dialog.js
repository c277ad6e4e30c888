import {useSubEnv} from "@odoo/owl";
import {makeContext} from "@web/core/context";
import {useService} from "@web/core/utils/hooks";
import {FormViewDialog} from "@web/views/view_dialogs/form_view_dialog";

/**
 * A record opened above the wizard, to be mended. Its buttons must not close what is
 * beneath: the client ends a button's work by closing the action dialog on top, and
 * opens another form in its place; both would be the wizard, with its selection.
 */
export class MendDialog extends FormViewDialog {
    setup() {
        super.setup();
        this.orm = useService("orm");
        const action = Object.create(this.actionService);
        action.doActionButton = (params) => this.runButton(params);
        useSubEnv({services: {...this.env.services, action}});
    }

    async runButton(params) {
        if (params.type !== "object") {
            return this.actionService.doActionButton(params, {newWindow: true});
        }
        const context = makeContext([params.context, params.buttonContext]);
        const ids = params.resId ? [params.resId] : params.resIds;
        const result = await this.orm.call(params.resModel, params.name, [ids], {
            context,
        });
        if (result?.type === "ir.actions.act_window") {
            return this.actionService.doAction(result, {newWindow: true});
        }
        if (result?.type && result.type !== "ir.actions.act_window_close") {
            await this.actionService.doAction(result);
        }
        return params.onClose();
    }
}
