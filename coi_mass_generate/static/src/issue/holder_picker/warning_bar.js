import {Component} from "@odoo/owl";

/**
 * Below the list: which kinds of warnings the checked holders have, and their ticks. One
 * is for all kinds that do no harm; each serious kind has its own. It has its place
 * before there is anything to say, so that nothing moves when there is.
 */
export class WarningBar extends Component {
    static template = "coi_mass_generate.WarningBar";
    static props = {
        // Kinds as ``Summary`` counts them
        harmless: Array,
        serious: Array,
        countSelected: Number,
        countUnjudged: Number,
        // Judged anew: what is to be confirmed may change
        isBusy: Boolean,
        isConfirmed: Boolean,
        confirmedKinds: Array,
        // (whether they are confirmed, key of a serious kind or nothing)
        onConfirm: Function,
        // Show whose warnings these are
        onShow: Function,
    };

    get hasWarnings() {
        return this.props.harmless.length || this.props.serious.length;
    }
}
