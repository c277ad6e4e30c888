import {describe, expect, test} from "@odoo/hoot";
import {
    animationFrame,
    manuallyDispatchProgrammaticEvent,
    queryOne,
} from "@odoo/hoot-dom";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class CoiImportHolder extends models.Model {
    _name = "coi.import.holder";
    file = fields.Binary();
    filename = fields.Char();
    note = fields.Char();
}

defineMailModels();
defineModels([CoiImportHolder]);

const mount = () =>
    mountView({
        resModel: "coi.import.holder",
        type: "form",
        arch: /* xml */ `
            <form>
                <field name="filename"/>
                <field name="file" widget="coi_import_file" filename="filename"/>
                <field name="note"/>
            </form>`,
    });
const carry = (...files) => {
    const data = new DataTransfer();
    files.forEach((file) => data.items.add(file));
    return data;
};
const drop = async (...files) => {
    await manuallyDispatchProgrammaticEvent(queryOne(".o_coi_import_file"), "drop", {
        dataTransfer: carry(...files),
    });
    await animationFrame();
    await animationFrame();
};
const paste = async (target, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    await manuallyDispatchProgrammaticEvent(queryOne(target), "paste", {clipboardData});
    await animationFrame();
    await animationFrame();
};
const csv = (name) => new File(["Name\nHarbor Center LLC"], name);

test("a file that is dropped is the list", async () => {
    await mount();
    await drop(csv("holders.csv"));
    expect("[name=filename] input").toHaveValue("holders.csv");
    expect("[name=file] input[type=text]").toHaveValue("holders.csv");
});

test("of several files none is", async () => {
    await mount();
    await drop(csv("a.csv"), csv("b.csv"));
    expect("[name=filename] input").toHaveValue("");
    expect(".o_notification").toHaveText(/One list at a time/);
});

test("cells that are pasted are the list", async () => {
    await mount();
    await paste(".o_coi_import_file", "Name\tCity\nHarbor Center LLC\tBoston");
    expect("[name=filename] input").toHaveValue("Pasted cells.tsv");
});

test("what is pasted into another field stays there", async () => {
    await mount();
    await contains("[name=note] input").click();
    await paste("[name=note] input", "Harbor Center LLC");
    expect("[name=filename] input").toHaveValue("");
});
