import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

const MODEL = "coi.setup";

/**
 * What is left to do until an agency issues certificates, as the server sees it.
 *
 * @returns {{content: Object|Boolean, load: Function}} `content` is false where there
 *     is nothing to show
 */
export function useSetup() {
    const orm = useService("orm");
    const setup = useState({
        content: false,
        async load() {
            setup.content = await orm.call(MODEL, "get_steps", []);
        },
    });
    onWillStart(setup.load);
    return setup;
}

/** The steps, each with its tick and the button that leads to where it is done. */
export class SetupChecklist extends Component {
    static template = "coi_mass_generate.SetupChecklist";
    static props = {setup: Object, onDone: Function};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
    }

    get content() {
        return this.props.setup.content;
    }

    get steps() {
        return this.content.steps;
    }

    /** The first that is left and can be done. */
    get next() {
        return this.steps.find((step) => !step.is_done && !step.hint);
    }

    get title() {
        return _t("Set up %(company)s", {company: this.content.company});
    }

    get progress() {
        const done = this.steps.filter((step) => step.is_done).length;
        return _t("%(done)s of %(all)s done", {done, all: this.steps.length});
    }

    getState(step) {
        return step.is_done ? _t("Done") : _t("To do");
    }

    async open(step) {
        const action = await this.orm.call(MODEL, "action_open", [step.key]);
        await this.action.doAction(action, {onClose: () => this.refresh()});
    }

    async refresh() {
        await Promise.all([this.props.setup.load(), this.props.onDone()]);
    }

    async dismiss() {
        await this.orm.call(MODEL, "action_dismiss", []);
        await this.props.setup.load();
        this.notification.add(
            _t("A manager can bring it back: Configuration / Set-Up Checklist."),
            {type: "info"}
        );
    }
}
