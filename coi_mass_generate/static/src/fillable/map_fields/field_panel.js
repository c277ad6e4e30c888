import {BOXES} from "./mapping";
import {Component, useEffect, useRef, useState} from "@odoo/owl";
import {ValueList} from "./value_list";
import {_t} from "@web/core/l10n/translation";

/** What is printed in the boxes that are selected. */
export class FieldPanel extends Component {
    static template = "coi_mass_generate.FieldPanel";
    static components = {ValueList};
    static props = {
        mapping: Object,
        // Counts up when somebody is to type here
        focus: Number,
        onNext: Function,
        onClose: Function,
    };

    setup() {
        this.root = useRef("root");
        this.state = useState({mode: "value", asked: 0});
        useEffect(
            () => {
                this.state.mode = this.mode;
            },
            () => [this.mapping.selected.join(), this.source]
        );
        useEffect(
            (focus) => {
                if (focus) {
                    this.focusFirst();
                }
            },
            () => [this.props.focus + this.state.asked]
        );
    }

    get mapping() {
        return this.props.mapping;
    }

    get chosen() {
        return this.mapping.chosen;
    }

    get isMany() {
        return this.chosen.length > 1;
    }

    get field() {
        return this.chosen.at(-1);
    }

    /** What all that are selected have in common; "" where they differ. */
    common(name) {
        const found = new Set(
            this.chosen.map((field) => this.mapping.getChoice(field)[name])
        );
        return found.size === 1 ? [...found][0] : "";
    }

    get source() {
        return this.common("source");
    }

    /** What asks for what is to be printed, as it stands. */
    get mode() {
        return ["text", "keep", "blank"].includes(this.source) ? this.source : "value";
    }

    get sources() {
        return [
            {key: "value", label: _t("A value")},
            {key: "text", label: _t("Fixed text")},
            {key: "keep", label: _t("As uploaded")},
            {key: "blank", label: _t("Nothing")},
        ];
    }

    get title() {
        return this.isMany
            ? _t("%(count)s boxes", {count: this.chosen.length})
            : this.field.label || this.field.short;
    }

    /** Its name in the file, where that is not what it is called by already. */
    get about() {
        const kinds = {
            text: _t("Text"),
            check: _t("Check box"),
            radio: _t("One of several boxes"),
            choice: _t("Choice"),
            signature: _t("Signature"),
            button: _t("Button"),
        };
        const {kind, label, short, on} = this.field;
        return [label && short, on, kinds[kind]].filter(Boolean).join(" · ");
    }

    get printed() {
        return this.isMany ? "" : this.mapping.describe(this.field);
    }

    get isUsable() {
        return this.chosen.every((field) => field.is_usable);
    }

    get isForBoxes() {
        return this.chosen.every(({kind}) => BOXES.includes(kind));
    }

    get currentKey() {
        return this.source === "value" ? this.common("value_key") : "";
    }

    get canBlock() {
        return (
            this.chosen.length > 1 &&
            this.chosen.every(
                ({kind, page}) => kind === "text" && page === this.field.page
            )
        );
    }

    /** Of a part of somebody's name and address: whether it is printed with the rest. */
    get isPart() {
        const key = this.currentKey;
        const [party, part] = key.split(".");
        const isParty = this.mapping.parties.some(([each]) => each === party);
        const parts = ["name", "line1", "line2", "city", "state", "zip"];
        return !this.isMany && isParty && parts.includes(part);
    }

    get isBlock() {
        return this.common("is_block") === true;
    }

    focusFirst() {
        this.root.el?.querySelector(".o_coi_value_search, .o_coi_fixed_text")?.focus();
    }

    // ----------------------------------------------------------------- choosing

    async setMode(key) {
        if (key === "keep" || key === "blank") {
            await this.mapping.choose({source: key});
            // Where it was refused, all is as it was.
            this.state.mode = this.mode;
        } else {
            this.state.mode = key;
            this.state.asked++;
        }
    }

    async chooseValue(key) {
        await this.mapping.choose({source: "value", value_key: key});
    }

    async chooseText(text) {
        const typed = text.trim();
        if (typed && !(this.source === "text" && this.common("text") === typed)) {
            await this.mapping.choose({source: "text", text: typed});
        }
    }

    async setBlock(isBlock) {
        await this.mapping.choose({
            source: "value",
            value_key: this.currentKey,
            is_block: isBlock,
        });
    }

    /** Keys that mean the same wherever one types here. */
    onKeydown(ev) {
        let done = true;
        if (ev.key === "Tab") {
            done = this.props.onNext(ev.shiftKey ? -1 : 1);
        } else if (ev.key === "Escape") {
            this.props.onClose();
        } else {
            done = false;
        }
        if (done) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    }

    /** It may come as late as when another box is selected, which is not meant. */
    async onTextChange({target}) {
        if (target.dataset.for === this.mapping.selected.join()) {
            await this.chooseText(target.value);
        }
    }

    async onTextKeydown(ev) {
        const isNext = ev.key === "Tab" && this.mapping.findOpen(ev.shiftKey ? -1 : 1);
        if (ev.key !== "Enter" && !isNext) {
            return this.onKeydown(ev);
        }
        ev.preventDefault();
        ev.stopPropagation();
        const by = ev.shiftKey ? -1 : 1;
        await this.chooseText(ev.target.value);
        // What was refused stays where it can be corrected.
        if (isNext && !this.mapping.problem) {
            this.props.onNext(by);
        }
    }
}
