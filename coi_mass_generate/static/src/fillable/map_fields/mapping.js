import {Mutex} from "@web/core/utils/concurrency";
import {_t} from "@web/core/l10n/translation";
import {markRaw} from "@odoo/owl";

const FORM = "coi.form";
export const BOXES = ["check", "radio"];
// What a manager chooses; "block" follows from it.
const CHOSEN = ["source", "value_key", "text", "is_block"];
// Fields have room for text from so many pt on.
const LEAST = 1;
const ABOVE = 4;
export const UNDONE = 50;

/** A box on a page in percent of it, as styles say it. */
export function place([left, bottom, right, top], [width, height]) {
    const percent = (length, whole) => `${((length / whole) * 100).toFixed(3)}%`;
    return {
        left: percent(left, width),
        top: percent(height - top, height),
        width: percent(right - left, width),
        height: percent(top - bottom, height),
    };
}

/** The box around boxes. */
export function surround(boxes) {
    const edge = (index, pick) => pick(...boxes.map((box) => box[index]));
    return [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
}

/** How far a box is from one that begins a block: what stands above it, very far. */
function measure([left, bottom, right, top], [ownLeft, ownBottom, ownRight, ownTop]) {
    const across = Math.max(0, ownLeft - right, left - ownRight);
    return across + Math.max(0, bottom - ownTop, ABOVE * (ownBottom - top));
}

/**
 * A form's fields with what is printed in them: what the server knows, what is looked
 * at, and what was chosen last. Whatever is chosen is stored at once, or not at all.
 */
export class Mapping {
    constructor(orm, formId) {
        this.orm = orm;
        this.formId = formId;
        this.page = 1;
        this.selected = [];
        this.problem = "";
        this.before = [];
        // One after the other, so that nothing is lost of what is chosen fast.
        this.mutex = markRaw(new Mutex());
        this.lastKey = "";
        this.shows = "values";
        this.insuredId = false;
        this.texts = null;
    }

    async load() {
        const {values, fields, pages, parties, name, company_id, file, ...state} =
            await this.orm.call(FORM, "get_screen", [[this.formId]]);
        Object.assign(this, {name, file, companyId: company_id});
        this.pages = markRaw(pages);
        this.parties = markRaw(parties);
        this.values = markRaw(values);
        this.byKey = markRaw(new Map(values.map((value) => [value.key, value])));
        // As Tab goes in a viewer of PDFs: page by page, in the order of the file.
        fields.sort((one, two) => one.page - two.page);
        this.fields = markRaw(fields);
        this.byId = markRaw(new Map(fields.map((field) => [field.id, field])));
        this.take(state);
    }

    take(state) {
        Object.assign(this, {
            state: state.state,
            isLicensed: state.licence_confirmed,
            locked: state.locked,
            canSetUp: state.can_set_up,
            text: state.text,
            choices: markRaw(state.choices),
        });
    }

    // ------------------------------------------------------------ what is shown

    getChoice(field) {
        return this.choices[field.id];
    }

    getValue(field) {
        const {source, value_key} = this.getChoice(field);
        return source === "value" ? this.byKey.get(value_key) : undefined;
    }

    /** What a field is: "open", "shared", "own", "text", "keep" or "blank". */
    getLook(field) {
        const {source} = this.getChoice(field);
        if (source !== "value") {
            return source;
        }
        return this.getValue(field)?.is_own ? "own" : "shared";
    }

    get counts() {
        const counts = {shared: 0, own: 0, text: 0, keep: 0, blank: 0, open: 0};
        for (const field of this.fields) {
            counts[this.getLook(field)]++;
        }
        return counts;
    }

    /** What is printed in a field, in words. */
    describe(field) {
        const {source, text} = this.getChoice(field);
        const words = {
            open: _t("To be decided"),
            text,
            keep: _t("As uploaded"),
            blank: _t("Nothing"),
        };
        const value = this.getValue(field);
        return value ? `${value.group}: ${value.label}` : words[source];
    }

    /** What stands in a field's box on the screen. */
    getText(field) {
        const {source, text} = this.getChoice(field);
        if (this.shows === "names") {
            return field.short;
        }
        const isBox = BOXES.includes(field.kind);
        if (this.shows === "values") {
            // Of what is ticked there is no room for more.
            const label =
                this.getValue(field)?.label || (source === "text" ? text : "");
            return isBox && label ? "✓" : label;
        }
        const kept = isBox ? (field.value === "/Off" ? "" : "X") : field.value;
        return this.texts?.fields[field.id] ?? (source === "blank" ? "" : kept);
    }

    /** Whether a field has a box that can be seen. */
    hasRoom([, [left, bottom, right, top]]) {
        return right - left >= LEAST && top - bottom >= LEAST;
    }

    /** Boxes of the page on the screen: all of a field that has several. */
    get boxes() {
        return this.fields.flatMap((field) =>
            field.places
                .filter((each) => each[0] === this.page && this.hasRoom(each))
                .map(([page, box], turn) => ({
                    key: `${field.id}-${turn}`,
                    field,
                    box,
                    style: place(box, this.pages[page - 1]),
                }))
        );
    }

    /** Fields of the page that are printed as one, with what stands there. */
    get blocks() {
        const parts = {};
        for (const each of this.boxes) {
            const {block} = this.getChoice(each.field);
            if (block) {
                (parts[block] ||= []).push(each);
            }
        }
        const groups = Object.entries(parts).flatMap(([party, all]) =>
            this.split(all).map((group) => [party, group])
        );
        return groups.map(([party, all], turn) => {
            const boxes = all.map(({box}) => box);
            const around = surround(boxes);
            const lines = new Set(boxes.map(([, bottom]) => Math.round(bottom)));
            return {
                key: `${party}-${turn}`,
                party,
                look: this.getLook(all[0].field),
                style: place(around, this.pages[this.page - 1]),
                // As far from line to line as its fields are
                pitch: (around[3] - around[1]) / lines.size,
                // A name that stands by itself is no more than that.
                text:
                    (all.length > 1
                        ? this.texts?.blocks[party]
                        : this.texts?.blocks[party]?.split("\n")[0]) || "",
            };
        });
    }

    /** Boxes of one party, as often as its name stands on the page: as it is printed. */
    split(boxes) {
        const isHead = ({field}) => this.getChoice(field).value_key.endsWith(".name");
        const groups = boxes.filter(isHead).map((each) => [each]);
        if (groups.length < 2) {
            return [boxes];
        }
        for (const each of boxes.filter((one) => !isHead(one))) {
            const far = groups.map(([head]) => measure(head.box, each.box));
            groups[far.indexOf(Math.min(...far))].push(each);
        }
        return groups;
    }

    // ------------------------------------------------------------ what is chosen

    get chosen() {
        return this.selected.map((id) => this.byId.get(id)).filter(Boolean);
    }

    isSelected(field) {
        return this.selected.includes(field.id);
    }

    /** @param {Boolean} isMore whether those that are selected stay so */
    select(field, isMore = false) {
        const {selected} = this;
        const rest = selected.filter((id) => id !== field.id);
        if (!isMore) {
            this.selected = [field.id];
        } else if (rest.length < selected.length) {
            this.selected = rest;
        } else {
            this.selected = [...selected, field.id];
        }
        this.problem = "";
        const isHere = field.places.some(([page]) => page === this.page);
        this.page = isHere ? this.page : field.page;
    }

    close() {
        this.selected = [];
        this.problem = "";
    }

    goTo(page) {
        this.page = Math.min(Math.max(page, 1), this.pages.length);
        this.close();
    }

    /** The next open field from the one selected on, around the end; or undefined. */
    findOpen(by = 1) {
        const {fields} = this;
        const last = this.selected.at(-1);
        const start = last ? fields.findIndex(({id}) => id === last) : by > 0 ? -1 : 0;
        for (let step = 1; step <= fields.length; step++) {
            const turn = (start + by * step + fields.length * 2) % fields.length;
            const field = fields[turn];
            if (field.id !== last && this.isOpen(field)) {
                return field;
            }
        }
    }

    isOpen(field) {
        return (
            this.getLook(field) === "open" &&
            field.places.some((each) => this.hasRoom(each))
        );
    }

    /** The field whose box is nearest in a direction, `[1, 0]` being right. */
    findNear(field, [x, y]) {
        const middle = ([left, bottom, right, top]) => [
            (left + right) / 2,
            (bottom + top) / 2,
        ];
        const own = field.places.find(([page]) => page === this.page);
        if (!own) {
            return;
        }
        const from = middle(own[1]);
        let [best, least] = [undefined, Infinity];
        for (const {field: other, box} of this.boxes) {
            const to = middle(box);
            const [across, up] = [to[0] - from[0], to[1] - from[1]];
            const ahead = across * x + up * y;
            const aside = Math.abs(across * y) + Math.abs(up * x);
            const far = ahead + 3 * aside;
            if (other.id !== field.id && ahead > 1 && far < least) {
                [best, least] = [other, far];
            }
        }
        return best;
    }

    // ------------------------------------------------------------------ changing

    get isLocked() {
        return Boolean(this.locked);
    }

    get canUndo() {
        return this.before.length > 0 && !this.isLocked;
    }

    /** Print the same in all that are selected. */
    async choose(choice) {
        const ids = [...this.selected];
        const choices = ids.map((id) => ({id, ...choice}));
        const done = await this.store(ids, "choose", choices);
        if (done && choice.value_key) {
            this.lastKey = choice.value_key;
        }
        return done;
    }

    async printAsBlock(party) {
        const ids = [...this.selected];
        return this.store(ids, "print_as_block", ids, party);
    }

    /** What was chosen before, where it was chosen. */
    async undo() {
        return this.mutex.exec(async () => {
            const choices = this.before.at(-1);
            const done = choices && (await this.call("choose", choices));
            if (done) {
                this.before.pop();
                this.selected = choices.map(({id}) => id);
                this.page = this.byId.get(this.selected[0]).page;
            }
            return Boolean(done);
        });
    }

    async store(ids, ...call) {
        return this.mutex.exec(async () => {
            const before = ids.map((id) => ({id, ...this.keep(id)}));
            const done = await this.call(...call);
            if (done) {
                this.before.push(before);
                this.before.splice(0, this.before.length - UNDONE);
            }
            return done;
        });
    }

    keep(id) {
        const choice = this.choices[id];
        return Object.fromEntries(CHOSEN.map((key) => [key, choice[key]]));
    }

    /** Have the server do something; whether it did. Its words are kept, if not. */
    async call(method, ...args) {
        this.problem = "";
        try {
            this.take(await this.orm.call(FORM, method, [[this.formId], ...args]));
            await this.loadTexts();
            return true;
        } catch (error) {
            if (!error.data) {
                throw error;
            }
            this.problem = error.data.message;
            return false;
        }
    }

    /** Fill the boxes with "values", "names", the "sample" or this "insured". */
    async show(shows, insuredId = this.insuredId) {
        Object.assign(this, {shows, insuredId, texts: null, problem: ""});
        try {
            await this.loadTexts();
        } catch (error) {
            if (!error.data) {
                throw error;
            }
            this.problem = error.data.message;
        }
    }

    async loadTexts() {
        const {shows, insuredId} = this;
        if (shows === "sample" || (shows === "insured" && insuredId)) {
            const whose = shows === "insured" ? insuredId : false;
            const texts = await this.orm.call("coi.form.try", "get_texts", [
                this.formId,
                whose,
            ]);
            if (this.shows === shows && this.insuredId === insuredId) {
                this.texts = markRaw(texts);
            }
        }
    }
}
