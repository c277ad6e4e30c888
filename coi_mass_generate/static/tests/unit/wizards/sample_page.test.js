import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {painter} from "@coi_mass_generate/wizards/sample_page/sample_page";

describe.current.tags("desktop");

class CoiAgency extends models.Model {
    _name = "coi.agency";
    name = fields.Char();
    phone = fields.Char();
    state_id = fields.Many2one({relation: "coi.state"});
    coi_signature = fields.Binary();
    _records = [{id: 1, name: "Larkspur", phone: "1", state_id: 5}];
}

class CoiState extends models.Model {
    _name = "coi.state";
    name = fields.Char();
    _records = [{id: 5, name: "Oregon"}];
}

defineMailModels();
defineModels([CoiAgency, CoiState]);

const PDF = btoa("%PDF a page");

beforeEach(() =>
    patchWithCleanup(painter, {
        open: async (data) => {
            expect.step(`open ${String.fromCharCode(...data)}`);
            return {};
        },
        paint: async (_page, canvas) => {
            expect.step(`paint ${canvas.tagName}`);
        },
    })
);

async function mount(answer = () => PDF) {
    onRpc("coi.agency", "draw_sample", ({args}) => {
        expect.step(args[0]);
        return answer(args[0]);
    });
    await mountView({
        resModel: "coi.agency",
        resId: 1,
        type: "form",
        arch: /* xml */ `
            <form>
                <field name="name"/>
                <field name="phone"/>
                <field name="state_id"/>
                <field name="coi_signature"/>
                <widget name="coi_sample_page"/>
            </form>`,
    });
    await settle();
}

async function settle() {
    await runAllTimers();
    await animationFrame();
    await animationFrame();
}

const typed = (values) => ({
    name: "Larkspur",
    phone: "1",
    state_id: 5,
    coi_signature: false,
    ...values,
});
const drawn = (values) => [typed(values), "open %PDF a page", "paint CANVAS"];

test("the page is there as soon as the window is", async () => {
    await mount();
    expect.verifySteps(drawn());
    expect("canvas[role=img]").toHaveAttribute(
        "aria-label",
        "Sample certificate of Larkspur"
    );
    expect(".o_coi_sample [role=status]").toHaveText("");
    expect(".o_coi_sample a").toHaveAttribute("href", /^blob:/);
});

test("a field that is left draws it anew, as typed and not saved", async () => {
    await mount();
    expect.verifySteps(drawn());
    await contains("[name=phone] input").edit("503 555 0142", {confirm: "blur"});
    await settle();
    expect.verifySteps(drawn({phone: "503 555 0142"}));
});

test("a field that is left as it was draws nothing", async () => {
    await mount();
    expect.verifySteps(drawn());
    await contains("[name=phone] input").edit("1", {confirm: "blur"});
    await settle();
    expect.verifySteps([]);
});

test("what cannot be drawn says why, in place of an error", async () => {
    await mount(() => {
        throw makeServerError({message: "The program is missing."});
    });
    expect.verifySteps([typed()]);
    expect(".o_coi_sample [role=alert]").toHaveText("The program is missing.");
    expect(".o_error_dialog").toHaveCount(0);
});

test("drawn again, the reason goes", async () => {
    let isBroken = true;
    await mount(() => {
        if (isBroken) {
            throw makeServerError({message: "Too long."});
        }
        return PDF;
    });
    isBroken = false;
    await contains("[name=name] input").edit("Short", {confirm: "blur"});
    await settle();
    expect.verifySteps([typed(), ...drawn({name: "Short"})]);
    expect(".o_coi_sample [role=alert]").toHaveCount(0);
});
