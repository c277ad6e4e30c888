import {describe, expect, test} from "@odoo/hoot";
import {defineModels, fields, models, mountView} from "@web/../tests/web_test_helpers";
import {queryAllTexts} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class CoiPolicy extends models.Model {
    _name = "coi.policy";
    state = fields.Selection({
        selection: [
            ["active", "In force"],
            ["upcoming", "Not yet effective"],
            ["cancelled", "Canceled"],
            ["expired", "Expired"],
        ],
    });
    _records = ["active", "upcoming", "cancelled", "expired"].map((state, place) => ({
        id: place + 1,
        state,
    }));
}

defineMailModels();
defineModels([CoiPolicy]);

const mount = (content) =>
    mountView({
        resModel: "coi.policy",
        type: "list",
        arch: `<list>${content}</list>`,
    });

test("a badge has a color on which its word can be read", async () => {
    await mount(`<field
        name="state"
        widget="coi_badge"
        decoration-success="state == 'active'"
        decoration-info="state == 'upcoming'"
        decoration-danger="state == 'cancelled'"/>`);
    expect(queryAllTexts(".badge.o_coi_success")).toEqual(["In force"]);
    expect(queryAllTexts(".badge.o_coi_info")).toEqual(["Not yet effective"]);
    expect(queryAllTexts(".badge.text-bg-danger")).toEqual(["Canceled"]);
    expect(queryAllTexts(".badge.text-bg-300")).toEqual(["Expired"]);
});

test("a button that shows a picture only has its tooltip as a name", async () => {
    await mount(`
        <field name="state"/>
        <button name="a" type="object" icon="fa-download" title="Download it"/>
        <button name="b" type="object" string="Open" icon="fa-pencil" title="More"/>`);
    expect("button[name=a]:first").toHaveAttribute("aria-label", "Download it");
    expect("button[name=b]:first").not.toHaveAttribute("aria-label");
});
