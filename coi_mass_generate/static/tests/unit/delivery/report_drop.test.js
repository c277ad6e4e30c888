import {describe, expect, test} from "@odoo/hoot";
import {
    animationFrame,
    manuallyDispatchProgrammaticEvent,
    queryAllTexts,
    queryOne,
    waitFor,
} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class CoiSending extends models.Model {
    _name = "coi.sending";
    name = fields.Char();
    _records = [{id: 7, name: "Beacon Roofing"}];
}

defineMailModels();
defineModels([CoiSending]);

/** The run's page, whose server answers with a text for each name of a file. */
async function mountDrop(texts) {
    onRpc("coi.sending", "read_report", ({args}) => {
        const [ids, name, data] = args;
        expect.step([ids[0], name, atob(data)]);
        return texts[name];
    });
    await mountView({
        resModel: "coi.sending",
        resId: 7,
        type: "form",
        arch: /* xml */ `
            <form edit="0"><field name="name"/><widget name="coi_report_drop"/></form>`,
    });
}

async function drop(...files) {
    const dataTransfer = new DataTransfer();
    files.forEach((file) => dataTransfer.items.add(file));
    await manuallyDispatchProgrammaticEvent(queryOne(".o_coi_report_drop"), "drop", {
        dataTransfer,
    });
    const {name} = files.at(-1);
    await waitFor(`.o_coi_report_told b:contains(${name})`, {timeout: 3000});
    await waitFor(".o_coi_report_drop button:enabled", {timeout: 3000});
}

test("several at once, each with what became of it", async () => {
    await mountDrop({
        "a.eml": {delivery_ids: [3], text: "h@x.example: bounced. No such user"},
        "b.msg": {delivery_ids: [], text: "This is a file of Outlook's own kind"},
    });
    await drop(new File(["From: a"], "a.eml"), new File(["odd"], "b.msg"));
    expect.verifySteps([
        [7, "a.eml", "From: a"],
        [7, "b.msg", "odd"],
    ]);
    expect(
        queryAllTexts(".o_coi_report_told li").map((one) => one.split("\n"))
    ).toEqual([
        ["a.eml", "h@x.example: bounced. No such user"],
        ["b.msg", "This is a file of Outlook's own kind"],
    ]);
    expect(".o_coi_report_told .alert-success").toHaveCount(1);
    expect(".o_coi_report_told .alert-warning").toHaveCount(1);
});

test("the next ones take the place of what was said of the last", async () => {
    const known = {delivery_ids: [3], text: "known"};
    await mountDrop({"a.eml": known, "b.eml": known});
    await drop(new File(["1"], "a.eml"));
    await drop(new File(["2"], "b.eml"));
    expect(queryAllTexts(".o_coi_report_told b")).toEqual(["b.eml"]);
    expect.verifySteps([
        [7, "a.eml", "1"],
        [7, "b.eml", "2"],
    ]);
});

test("what is too large is not sent to the server", async () => {
    await mountDrop({});
    const large = new File(["x"], "large.eml");
    Object.defineProperty(large, "size", {value: 25000001});
    const input = queryOne(".o_coi_report_drop input");
    Object.defineProperty(input, "files", {value: [large], configurable: true});
    await manuallyDispatchProgrammaticEvent(input, "change");
    await animationFrame();
    expect(".o_coi_report_told").toHaveText(/larger than 25 MB/);
    expect.verifySteps([]);
});

test("it can be chosen by the keyboard", async () => {
    await mountDrop({});
    queryOne(".o_coi_report_drop input").addEventListener("click", (ev) => {
        ev.preventDefault();
        expect.step("chooser");
    });
    await contains(".o_coi_report_drop button").press("Enter");
    expect.verifySteps(["chooser"]);
});

test("a file dropped beside it does not take the page away", async () => {
    await mountDrop({});
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["From: a"], "a.eml"));
    for (const kind of ["dragover", "drop"]) {
        const event = new DragEvent(kind, {
            bubbles: true,
            cancelable: true,
            dataTransfer,
        });
        queryOne(".o_form_view [name=name]").dispatchEvent(event);
        expect(event.defaultPrevented).toBe(true);
    }
    expect.verifySteps([]);
});
