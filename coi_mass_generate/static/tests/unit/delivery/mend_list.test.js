import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, press, queryOne} from "@odoo/hoot-dom";
import {
    MockServer,
    contains,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class CoiDelivery extends models.Model {
    _name = "coi.delivery";
    holder_name = fields.Char();
    state = fields.Char();
    is_answer_open = fields.Boolean();
    _records = [
        {id: 1, holder_name: "A", state: "failed"},
        {id: 2, holder_name: "B", state: "bounced"},
        {id: 3, holder_name: "C", state: "handed", is_answer_open: true},
        {id: 4, holder_name: "D", state: "to_print"},
    ];
}

defineMailModels();
defineModels([CoiDelivery]);

/** The board; returns how the window that was opened last is closed. */
async function mountBoard() {
    const closing = [];
    onRpc("coi.delivery", "action_mend", ({args}) => {
        expect.step(`open ${args[0]}`);
        return {type: "ir.actions.act_window", res_model: "coi.mend"};
    });
    mockService("action", {
        doAction(action, {onClose}) {
            closing.push(onClose);
        },
    });
    await mountView({
        resModel: "coi.delivery",
        type: "list",
        arch: /* xml */ `
            <list js_class="coi_mend_list">
                <field name="holder_name"/>
                <field name="state"/>
                <field name="is_answer_open" column_invisible="1"/>
            </list>`,
        selectRecord: (id) => expect.step(`form ${id}`),
    });
    return async () => {
        await closing.pop()();
        await animationFrame();
        await animationFrame();
    };
}

const getFocused = () => document.activeElement.closest(".o_data_row")?.dataset.id;
const getRow = (place) => queryOne(`.o_data_row:eq(${place})`);

test("Enter opens the window of a row, and then the next one has the focus", async () => {
    const close = await mountBoard();
    getRow(0).querySelector(".o_data_cell").focus();
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["open 1"]);
    MockServer.env["coi.delivery"].unlink([1]);
    await close();
    expect(getRow(0)).toHaveText(/B/);
    expect(getFocused()).toBe(getRow(0).dataset.id);
    await press("Enter");
    await animationFrame();
    expect.verifySteps(["open 2"]);
});

test("after the last one the one before it has the focus", async () => {
    const close = await mountBoard();
    await contains(".o_data_row:eq(2) .o_data_cell").click();
    expect.verifySteps(["open 3"]);
    MockServer.env["coi.delivery"].unlink([3, 4]);
    await close();
    expect(getFocused()).toBe(getRow(1).dataset.id);
});

test("a second click opens no second window", async () => {
    await mountBoard();
    const cell = getRow(0).querySelector(".o_data_cell");
    cell.click();
    cell.click();
    await animationFrame();
    expect.verifySteps(["open 1"]);
});

test("what is to be printed opens as any record", async () => {
    await mountBoard();
    await contains(".o_data_row:eq(3) .o_data_cell").click();
    expect.verifySteps(["form 4"]);
});
