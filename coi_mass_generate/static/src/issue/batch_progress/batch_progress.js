import {Component, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {plural} from "@coi_mass_generate/common/plural";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {formatInteger} from "@web/views/fields/formatters";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {OUTCOMES} from "../batch_lines/outcomes";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

// The lines below are the form's: so often it reads them anew while they change.
const RELOAD = 5000;
// Those that wait are what the bar is not filled with.
const PARTS = Object.values(OUTCOMES).filter(({key}) => key !== "waiting");

/** Bar, counts, speed and time left of a batch, moving while it is made. */
export class BatchProgress extends Component {
    static template = "coi_mass_generate.BatchProgress";
    static props = {...standardWidgetProps};

    setup() {
        this.batches = useService("coi_batch");
        this.state = useState({progress: false});
        useRecordObserver((record) => this.followRecord(record));
        onWillUnmount(() => this.unfollow?.());
    }

    followRecord(record) {
        const key = `${record.resId} ${record.data.state}`;
        if (this.key === key || !record.resId) {
            return;
        }
        this.key = key;
        this.loaded = Date.now();
        this.unfollow?.();
        this.unfollow = this.batches.follow(record.resId, (progress) =>
            this.show(record, progress)
        );
    }

    show(record, progress) {
        const moved = progress.waiting !== this.state.progress.waiting;
        this.state.progress = progress;
        const now = Date.now();
        if (
            progress.state !== record.data.state ||
            (moved && now - this.loaded > RELOAD)
        ) {
            this.loaded = now;
            record.load();
        }
    }

    get parts() {
        const {progress} = this.state;
        return PARTS.filter(({key}) => progress[key]).map((part) => ({
            ...part,
            class: `bg-${part.color}`,
            count: formatInteger(progress[part.key]),
            width: (100 * progress[part.key]) / Math.max(progress.selected, 1),
        }));
    }

    get percent() {
        const {selected, waiting} = this.state.progress;
        return selected ? Math.floor((100 * (selected - waiting)) / selected) : 100;
    }

    get title() {
        const {progress} = this.state;
        const holders = this.countHolders(progress.selected);
        const values = {
            ready: formatInteger(progress.selected - progress.waiting),
            holders,
        };
        switch (progress.state) {
            case "pending":
                return _t("Waiting to be issued: %(holders)s", values);
            case "running":
                return _t("%(ready)s of %(holders)s", values);
            case "paused":
                return _t("Paused at %(ready)s of %(holders)s", values);
            case "cancelled":
                return _t("Canceled: what is done stays");
        }
        return _t("Finished: %(holders)s", values);
    }

    countHolders(count) {
        return plural(count, _t("1 holder"), _t("%s holders", formatInteger(count)));
    }

    get speed() {
        const {rate, seconds, seconds_left, state} = this.state.progress;
        const words = [];
        if (rate) {
            words.push(_t("%s a second", formatInteger(Math.round(rate))));
        }
        if (seconds_left) {
            words.push(_t("%s left", this.formatSeconds(seconds_left)));
        } else if (state === "done" && seconds >= 1) {
            words.push(_t("took %s", this.formatSeconds(seconds)));
        }
        return words.join(" · ");
    }

    formatSeconds(seconds) {
        const whole = Math.ceil(seconds);
        const [hours, minutes] = [
            Math.floor(whole / 3600),
            Math.floor(whole / 60) % 60,
        ];
        if (hours) {
            return _t("%(hours)s h %(minutes)s min", {hours, minutes});
        }
        return minutes
            ? _t("%(minutes)s min %(seconds)s s", {minutes, seconds: whole % 60})
            : _t("%s s", whole);
    }
}

registry.category("view_widgets").add("coi_batch_progress", {component: BatchProgress});
