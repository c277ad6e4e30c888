import {Component, onWillUnmount, toRaw, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConfirmationDialog} from "@web/core/confirmation_dialog/confirmation_dialog";
import {browser} from "@web/core/browser/browser";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {useService} from "@web/core/utils/hooks";
import {formatInteger} from "@web/views/fields/formatters";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

// The list below is the form's: so often it is read anew while it changes.
const RELOAD = 4000;
const TICK = 250;
/** What can become of a delivery, in the colours of its badge; they add up. */
export const PARTS = [
    {key: "handed", label: _t("Handed over"), color: "success"},
    {key: "waiting", label: _t("Waiting"), color: "info"},
    {key: "by_hand", label: _t("To print or upload"), color: "primary"},
    {key: "unsure", label: _t("Not known"), color: "warning"},
    {key: "failed", label: _t("Failed"), color: "danger"},
    {key: "bounced", label: _t("Bounced"), color: "dark"},
    {key: "out", label: _t("Not sent"), color: "secondary"},
];

/** Countdown, bar, numbers and time left of a run, moving while it is sent. */
export class SendingProgress extends Component {
    static template = "coi_mass_generate.SendingProgress";
    static props = {...standardWidgetProps};

    setup() {
        this.sendings = useService("coi_sending");
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.state = useState({progress: false, seconds: 0, shown: "", isBusy: false});
        useRecordObserver((record) => this.followRecord(record));
        const ticking = browser.setInterval(() => this.tick(), TICK);
        onWillUnmount(() => {
            browser.clearInterval(ticking);
            this.unfollow?.();
        });
    }

    followRecord(record) {
        const key = `${record.resId} ${record.data.state}`;
        const data = toRaw(record.data);
        const isReadAnew = this.data && this.data !== data;
        this.data = data;
        if (!record.resId) {
            return;
        }
        if (this.key === key) {
            if (isReadAnew) {
                // Somebody has done something that the numbers tell of.
                this.sendings.lookSoon();
            }
            return;
        }
        this.key = key;
        this.loaded = Date.now();
        this.unfollow?.();
        this.unfollow = this.sendings.follow(record.resId, (progress) =>
            this.show(progress)
        );
    }

    show(progress) {
        const {record} = this.props;
        const counts = (one) => PARTS.map(({key}) => one[key]).join();
        const moved = counts(progress) !== counts(this.state.progress || {});
        this.state.progress = progress;
        // The server's clock counts: that of a browser may be wrong.
        this.leavesAt = Date.now() + 1000 * progress.seconds_to_leave;
        this.tick();
        // Once for each: what is read may be older than what was told.
        const isNew = ![record.data.state, this.told].includes(progress.state);
        this.told = progress.state;
        // Whoever leafs through the list is not thrown back to where it begins.
        const isFirstPage = !record.data.shown_ids?.offset;
        if (isNew || (moved && isFirstPage && Date.now() - this.loaded > RELOAD)) {
            this.reload();
        }
    }

    reload() {
        this.loaded = Date.now();
        const {model} = this.props.record;
        const context = {...model.config.context};
        delete context.coi_shown;
        if (this.state.shown) {
            context.coi_shown = this.state.shown;
        }
        return model.load({context});
    }

    tick() {
        const left = Math.ceil(((this.leavesAt || 0) - Date.now()) / 1000);
        this.state.seconds = Math.max(left, 0);
    }

    // ------------------------------------------------------------ what is said

    get parts() {
        const {progress} = this.state;
        return PARTS.map((part) => ({
            ...part,
            count: progress[part.key],
            text: formatInteger(progress[part.key]),
            width: (100 * progress[part.key]) / Math.max(progress.all, 1),
        })).filter(
            ({key, count}) =>
                // A number that is clicked can be clicked again.
                count || ["handed", "waiting", this.state.shown].includes(key)
        );
    }

    get isUndoable() {
        return this.state.progress.state === "waiting" && this.state.seconds > 0;
    }

    get canStop() {
        const {state, can_control, waiting} = this.state.progress;
        return (
            can_control &&
            waiting > 0 &&
            ["to_approve", "waiting", "sending", "paused"].includes(state)
        );
    }

    get handedText() {
        const {handed, all} = this.state.progress;
        return _t("%(handed)s of %(all)s are already handed over", {
            handed: formatInteger(handed),
            all: formatInteger(all),
        });
    }

    get title() {
        const {state, handed, all} = this.state.progress;
        const values = {handed: formatInteger(handed), all: formatInteger(all)};
        switch (state) {
            case "to_approve":
                return _t("Waits for approval");
            case "refused":
                return _t("Refused");
            case "waiting":
                return this.isUndoable
                    ? _t("Leaves in %s", this.formatClock(this.state.seconds))
                    : _t("Leaves now");
            case "sending":
                return this.handedText;
            case "paused":
                return _t("Paused at %(handed)s of %(all)s", values);
            case "taken_back":
                return _t("Taken back: nothing has left");
        }
        return _t("Finished: %(handed)s of %(all)s handed over", values);
    }

    get timeLeft() {
        const {state, seconds_left, ends_at, waiting} = this.state.progress;
        if (!waiting || !["waiting", "sending"].includes(state)) {
            return "";
        }
        if (!ends_at) {
            return _t("Time left is not known yet");
        }
        const end = deserializeDateTime(ends_at);
        const isToday = end.hasSame(luxon.DateTime.now(), "day");
        const time = isToday
            ? end.toLocaleString(luxon.DateTime.TIME_SIMPLE)
            : end.toLocaleString(luxon.DateTime.DATETIME_SHORT);
        return _t("about %(left)s left, through at %(time)s", {
            left: this.formatLeft(seconds_left),
            time,
        });
    }

    formatClock(seconds) {
        const minutes = Math.floor(seconds / 60);
        return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    }

    formatLeft(seconds) {
        const minutes = Math.ceil(seconds / 60);
        const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60)];
        if (days) {
            return _t("%(days)s d %(hours)s h", {days, hours: hours % 24});
        }
        if (hours) {
            return _t("%(hours)s h %(minutes)s min", {hours, minutes: minutes % 60});
        }
        return _t("%s min", minutes);
    }

    // ---------------------------------------------------------------- clicks

    filter(key) {
        this.state.shown = this.state.shown === key ? "" : key;
        return this.reload();
    }

    /** A second click on the button is none on what is there after the first. */
    async takeBack() {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            if (this.isUndoable || (await this.isStopMeant())) {
                await this.stop();
            }
        } finally {
            this.state.isBusy = false;
        }
    }

    isStopMeant() {
        return new Promise((resolve) =>
            this.dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Stop this sending?"),
                    body: _t("%s and cannot be taken back. All others stay here.", [
                        this.handedText,
                    ]),
                    confirmLabel: _t("Stop"),
                    cancelLabel: _t("Keep Sending"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                {onClose: () => resolve(false)}
            )
        );
    }

    async stop() {
        const {resId} = this.props.record;
        try {
            await this.orm.call("coi.sending", "action_take_back", [[resId]]);
        } finally {
            this.key = null;
            await this.reload();
        }
    }
}

registry
    .category("view_widgets")
    .add("coi_sending_progress", {component: SendingProgress});
