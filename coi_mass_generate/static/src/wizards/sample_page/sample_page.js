import {
    Component,
    markRaw,
    onWillUnmount,
    useEffect,
    useRef,
    useState,
} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {_t} from "@web/core/l10n/translation";
import {isBinarySize} from "@web/core/utils/binary";
import {paper} from "../../common/paper/paper";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useDebounced} from "@web/core/utils/timing";
import {useRecordObserver} from "@web/model/relational_model/utils";
import {useService} from "@web/core/utils/hooks";

const WAIT = 300;
// What every form asks for beside its own fields.
const NAMING = "display_name";

/** Replaced in tests: what it draws on is the browser's. */
export const painter = {
    async open(data) {
        return (await paper.open({data})).getPage(1);
    },

    async paint(page, canvas) {
        await paper.paint(page, canvas).promise;
    },
};

/**
 * A certificate as it would look with what is typed, before it is saved: drawn anew
 * when a field is left, and kept nowhere.
 */
export class SamplePage extends Component {
    static template = "coi_mass_generate.SamplePage";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.canvas = useRef("canvas");
        this.state = useState({isBusy: true, error: "", page: null, url: ""});
        this.latest = new KeepLast();
        this.drawLater = useDebounced(() => this.draw(), WAIT);
        useRecordObserver((record) => {
            // Everything that is read here is looked at: any change draws anew.
            const values = this.read(record);
            const typed = JSON.stringify(values);
            if (typed !== this.typed) {
                this.typed = typed;
                this.values = values;
                this.drawLater();
            }
        });
        useEffect(
            (page) => {
                if (page) {
                    painter.paint(page, this.canvas.el);
                }
            },
            () => [this.state.page]
        );
        onWillUnmount(() => this.forget());
    }

    /** What is typed, as the server is told it. */
    read(record) {
        const values = {};
        for (const name of Object.keys(record.activeFields)) {
            if (name === NAMING) {
                continue;
            }
            const value = record.data[name];
            const type = record.fields[name].type;
            if (type === "many2one") {
                values[name] = value ? value.id : false;
            } else if (type === "char") {
                values[name] = value;
            } else if (type === "binary" && !(value && isBinarySize(value))) {
                values[name] = value;
            }
        }
        return values;
    }

    get label() {
        return _t("Sample certificate of %(agency)s", {
            agency: this.props.record.data.name || _t("your agency"),
        });
    }

    async draw() {
        this.state.isBusy = true;
        try {
            await this.show(
                await this.latest.add(
                    this.orm.silent.call("coi.agency", "draw_sample", [this.values])
                )
            );
        } catch (error) {
            if (!error.data) {
                throw error;
            }
            this.state.error = error.data.message;
        }
        this.state.isBusy = false;
    }

    async show(content) {
        const data = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
        this.forget();
        this.state.url = URL.createObjectURL(
            new Blob([data], {type: "application/pdf"})
        );
        // Its own fields are private: nothing may stand between it and its methods.
        this.state.page = markRaw(await painter.open(data));
        this.state.error = "";
    }

    forget() {
        if (this.state.url) {
            URL.revokeObjectURL(this.state.url);
        }
    }
}

registry.category("view_widgets").add("coi_sample_page", {component: SamplePage});
