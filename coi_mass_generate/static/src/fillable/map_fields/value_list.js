import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {normalize} from "@web/core/l10n/utils";
import {plural} from "@coi_mass_generate/common/plural";

const MARK = "mark";
const PICTURE = "picture";

/**
 * The closed list of what can be printed, by groups: a search field whose arrows go
 * through what it finds (ARIA's combobox).
 */
export class ValueList extends Component {
    static template = "coi_mass_generate.ValueList";
    static props = {
        values: Array,
        // Key that is chosen now, and the one that was chosen last
        current: String,
        last: String,
        // Whether it is for boxes to be ticked
        isForBoxes: Boolean,
        onChoose: Function,
        onText: Function,
        onKeydown: Function,
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({query: "", active: ""});
        this.found = this.props.values.map((value) => ({
            value,
            words: normalize(`${value.group} ${value.label} ${value.words || ""}`),
        }));
        useEffect(
            () => this.begin(),
            () => [this.props.current]
        );
        useEffect(
            () => this.showActive(),
            () => [this.state.active, this.state.query]
        );
    }

    /** At what is chosen; else behind what was chosen last, where the next one is. */
    begin() {
        const {current, last} = this.props;
        const options = this.options.map(({key}) => key);
        const next = options[options.indexOf(last) + 1];
        this.state.active = options.includes(current) ? current : (last && next) || "";
    }

    showActive() {
        this.root.el
            ?.querySelector(".o_coi_active")
            ?.scrollIntoView({block: this.state.query ? "nearest" : "center"});
    }

    /** Without a search only what suits the field, of several hundreds. */
    get options() {
        const words = normalize(this.state.query).split(/\s+/).filter(Boolean);
        const {isForBoxes, current} = this.props;
        return this.found
            .filter(({value, words: own}) =>
                words.length
                    ? words.every((word) => own.includes(word))
                    : value.key === current || this.suits(value, isForBoxes)
            )
            .map(({value}) => value);
    }

    suits({kind}, isForBoxes) {
        return isForBoxes ? kind === MARK : kind !== MARK || kind === PICTURE;
    }

    get groups() {
        const groups = [];
        for (const value of this.options) {
            if (groups.at(-1)?.name !== value.group) {
                groups.push({name: value.group, values: [], key: value.key});
            }
            groups.at(-1).values.push(value);
        }
        return groups;
    }

    get countText() {
        const count = this.options.length;
        return plural(count, _t("One value"), _t("%(count)s values", {count}));
    }

    get textLabel() {
        return _t("Print “%(text)s” as fixed text", {text: this.state.query});
    }

    getId(key) {
        return `o_coi_value_${key.replace(/[^\w-]/g, "_")}`;
    }

    get activeId() {
        return this.state.active ? this.getId(this.state.active) : undefined;
    }

    onInput(ev) {
        this.state.query = ev.target.value;
        this.state.active = this.state.query ? this.findFirst()?.key || "" : "";
    }

    /** What suits the field before what merely is called so. */
    findFirst() {
        const {options} = this;
        const {isForBoxes} = this.props;
        return options.find((value) => this.suits(value, isForBoxes)) || options[0];
    }

    onKeydown(ev) {
        const keys = this.options.map(({key}) => key);
        const turn = keys.indexOf(this.state.active);
        const targets = {
            ArrowDown: Math.min(turn + 1, keys.length - 1),
            ArrowUp: Math.max(turn - 1, 0),
            PageDown: Math.min(turn + 8, keys.length - 1),
            PageUp: Math.max(turn - 8, 0),
        };
        if (ev.key in targets) {
            this.state.active = keys[targets[ev.key]] || "";
        } else if (ev.key === "Enter") {
            this.take();
        } else {
            return this.props.onKeydown(ev);
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    take() {
        if (this.state.active) {
            this.choose(this.state.active);
        } else {
            // A slip of the keys is not printed on every certificate: it is asked.
            this.root.el.querySelector(".o_coi_none button")?.focus();
        }
    }

    choose(key) {
        this.state.query = "";
        this.state.active = key;
        this.props.onChoose(key);
    }
}
