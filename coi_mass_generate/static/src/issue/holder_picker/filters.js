import {Component, useRef} from "@odoo/owl";
import {OVERRIDDEN, VERDICTS} from "./verdicts";

/**
 * Which holders are shown, and the choice of all of these. Nothing here moves, whatever
 * is typed or counted.
 */
export class Filters extends Component {
    static template = "coi_mass_generate.HolderPickerFilters";
    static props = {
        id: {type: String, optional: true},
        query: String,
        only: String,
        reason: String,
        // Whether any of these keeps holders from being shown
        isNarrowed: Boolean,
        // How many there are of each verdict
        verdicts: Object,
        // Kinds of reasons, with their counts
        reasons: Array,
        canCheck: Boolean,
        onSearch: Function,
        onLeave: Function,
        onFilter: Function,
        onReason: Function,
        onCheck: Function,
    };

    setup() {
        this.search = useRef("search");
    }

    get shownVerdicts() {
        const isUsed =
            this.props.verdicts.overridden || this.props.only === OVERRIDDEN.key;
        return isUsed ? [...VERDICTS, OVERRIDDEN] : VERDICTS;
    }

    onKeydown(ev) {
        if (ev.key === "ArrowDown") {
            ev.preventDefault();
            ev.stopPropagation();
            this.props.onLeave();
        }
    }
}
