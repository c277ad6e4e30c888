import {
    Component,
    markRaw,
    onWillStart,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {paper} from "@coi_mass_generate/common/paper/paper";
import {useDebounced} from "@web/core/utils/timing";

const WAIT = 150;
const ZOOMS = [1, 1.25, 1.5, 2, 3];
const ARROWS = {
    ArrowRight: [1, 0],
    ArrowLeft: [-1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
};
// pt: larger is no text on a form, and it leaves its box some air.
const LARGEST = 9;
const FILLED = 0.72;
// pt: from line to line of a text that has several.
const LINE = 11;
// How a field's text is aligned, as the server says it.
const CENTER = 1;
const RIGHT = 2;

/** A page as it is uploaded, and over it a box for each place of a field. */
export class PageView extends Component {
    static template = "coi_mass_generate.PageView";
    static props = {
        mapping: Object,
        // (field, isMore) somebody wants to say what is printed there
        onSelect: Function,
        // (by) to the next open field, or the one before; whether there is one
        onNext: Function,
        onClose: Function,
        // What else stands above it
        slots: Object,
    };

    setup() {
        this.canvas = useRef("canvas");
        this.root = useRef("root");
        this.state = useState({file: null, error: "", zoom: 0, isDrawn: false});
        this.paintLater = useDebounced(() => this.paint(), WAIT);
        onWillStart(() => this.open());
        useEffect(
            () => {
                this.paint();
            },
            () => [this.state.file, this.props.mapping.page, this.state.zoom]
        );
        useEffect(
            (canvas) => {
                const observer = new ResizeObserver(() => this.onResize());
                observer.observe(canvas);
                return () => observer.disconnect();
            },
            () => [this.canvas.el]
        );
        useEffect(
            () => this.showSelected(),
            () => [this.props.mapping.selected.at(-1), this.props.mapping.page]
        );
        onWillUnmount(() => this.task?.cancel());
    }

    /** Not waited for: boxes are worth something before the page is drawn. */
    open() {
        paper.open({url: this.props.mapping.file}).then(
            // Its own fields are private: nothing may stand between it and its methods.
            (file) => (this.state.file = markRaw(file)),
            () => {
                this.state.error = _t(
                    "The file cannot be shown here. Its fields can be set up all the " +
                        "same: by these boxes, or in the list."
                );
            }
        );
    }

    async paint() {
        const {file} = this.state;
        if (!file || !this.canvas.el) {
            return;
        }
        const number = this.props.mapping.page;
        const page = await file.getPage(number);
        if (number !== this.props.mapping.page || !this.canvas.el) {
            return;
        }
        this.task?.cancel();
        this.width = this.canvas.el.clientWidth;
        const task = (this.task = paper.paint(page, this.canvas.el));
        try {
            await task.promise;
            this.state.isDrawn = true;
        } catch (error) {
            if (task === this.task) {
                throw error;
            }
        }
    }

    onResize() {
        if (this.canvas.el.clientWidth !== this.width) {
            this.paintLater();
        }
    }

    // ---------------------------------------------------------------------- looks

    get mapping() {
        return this.props.mapping;
    }

    get size() {
        return this.mapping.pages[this.mapping.page - 1];
    }

    get paperStyle() {
        const [width, height] = this.size;
        return `aspect-ratio: ${width} / ${height}; width: ${this.zoom * 100}%;`;
    }

    get zoom() {
        return ZOOMS[this.state.zoom];
    }

    get zoomText() {
        return `${this.zoom * 100}%`;
    }

    get canZoomIn() {
        return this.state.zoom < ZOOMS.length - 1;
    }

    zoomBy(by) {
        this.state.zoom = Math.min(Math.max(this.state.zoom + by, 0), ZOOMS.length - 1);
    }

    /**
     * @param {Object} style where it is
     * @param {Number} height of a line in it, which its letters are to fit
     */
    getStyle(style, height) {
        const size = Math.min(height * FILLED, LARGEST);
        const rules = {
            ...style,
            "font-size": this.scale(size),
            "line-height": this.scale(height),
        };
        return Object.entries(rules)
            .map(([name, value]) => `${name}: ${value}`)
            .join("; ");
    }

    /** Points as a share of the page's width, however wide it is shown. */
    scale(points) {
        return `${((points / this.size[0]) * 100).toFixed(3)}cqw`;
    }

    getBoxStyle({field, style, box}) {
        const line = field.multiline ? LINE : 2 * LARGEST;
        return this.getStyle(style, Math.min(box[3] - box[1], line));
    }

    get isBlockFilled() {
        return ["sample", "insured"].includes(this.mapping.shows);
    }

    /** Whether a box shows its text itself; that of a block is the block's. */
    hasText(field) {
        return !(this.isBlockFilled && this.mapping.getChoice(field).block);
    }

    getClass(field) {
        const {mapping} = this;
        return {
            [`o_coi_${mapping.getLook(field)}`]: true,
            o_coi_selected: mapping.isSelected(field),
            o_coi_unusable: !field.is_usable,
            o_coi_multiline: field.multiline,
            o_coi_centered: field.align === CENTER,
            o_coi_right: field.align === RIGHT,
        };
    }

    getLabel(field) {
        return _t("%(field)s: %(printed)s", {
            field: field.label || field.short,
            printed: this.mapping.describe(field),
        });
    }

    getTitle(field) {
        return [field.label, field.short, this.mapping.describe(field)]
            .filter(Boolean)
            .join("\n");
    }

    /** The boxes of the page, and of these the one stop for Tab: what is selected, else
     * the first. Asked once for all: forms have hundreds. */
    get shown() {
        const {boxes, selected} = this.mapping;
        const last = selected.at(-1);
        const stop = boxes.find(({field}) => field.id === last) || boxes[0];
        return {boxes, stop: stop?.key};
    }

    // ------------------------------------------------------------------- moving

    getBox(field) {
        return this.root.el?.querySelector(`[data-field="${field.id}"]`);
    }

    /** Bring what is selected into sight, as it may be reached without a click. */
    showSelected() {
        const field = this.mapping.chosen.at(-1);
        const box = field && this.getBox(field);
        box?.scrollIntoView({block: "nearest", inline: "nearest"});
    }

    focusBox() {
        const field = this.mapping.chosen.at(-1);
        (field && this.getBox(field))?.focus();
    }

    onClick(ev, field) {
        this.props.onSelect(field, ev.shiftKey || ev.ctrlKey || ev.metaKey);
    }

    onKeydown(ev, field) {
        let done = true;
        if (ev.key === "Tab") {
            done = this.props.onNext(ev.shiftKey ? -1 : 1);
        } else if (ev.key in ARROWS) {
            const near = this.mapping.findNear(field, ARROWS[ev.key]);
            if (near) {
                this.mapping.select(near);
                this.focusLater();
            }
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

    /** Once it is drawn as the one selected. */
    focusLater() {
        Promise.resolve().then(() => this.focusBox());
    }
}
