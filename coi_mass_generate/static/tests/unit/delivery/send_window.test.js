import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {press, queryAllTexts} from "@odoo/hoot-dom";
import {animationFrame, runAllTimers} from "@odoo/hoot-mock";
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

class CoiSend extends models.Model {
    _name = "coi.send";
    template_id = fields.Many2one({relation: "coi.letter.test"});
    _records = [{id: 1, template_id: 5}];
}

class CoiLetterTest extends models.Model {
    _name = "coi.letter.test";
    name = fields.Char();
    _records = [{id: 5, name: "Usual"}];
}

defineMailModels();
defineModels([CoiSend, CoiLetterTest]);

const row = (number, values = {}) => ({
    number,
    to: `h${number}@x.example`,
    holder: `Holder ${number}`,
    count: 1,
    size: 45000,
    attach: "each",
    part: "",
    marks: [],
    last: null,
    words: "",
    is_sent: true,
    can_pick: true,
    ...values,
});

const HEAD = {
    sentence: "3 certificates → 3 mails to 3 mailboxes",
    tabs: [
        {key: "mail", label: "Mail", count: 3},
        {key: "print", label: "Print", count: 1},
    ],
    mails: 3,
    proofs: 1,
    leaves: 4,
    minutes: 10,
    is_sent: false,
    needs_approval: false,
};

let head = HEAD;
beforeEach(() => {
    head = HEAD;
});

function getScreen(tab, only) {
    const rows = {
        mail: [row(0), row(1, {marks: ["Not written to"], is_sent: false}), row(2)],
        print: [row(3, {to: "5 Elm Street", can_pick: false})],
    }[tab];
    const found = only ? rows.filter(({is_sent}) => !is_sent) : rows;
    return {
        ...head,
        alerts: ["1 mailbox is never to be written to."],
        notes: [],
        tab,
        filters: [{key: "marked", label: "Not written to", count: 1}],
        rows: found,
        total: found.length,
        found: only ? found.map(({number}) => number) : [],
        offset: 0,
        limit: 40,
    };
}

async function mount() {
    onRpc("coi.send", "get_screen", ({args: [, tab, only]}) => getScreen(tab, only));
    onRpc("coi.send", "get_preview", ({args: [, number]}) => ({
        number,
        to: `h${number}@x.example`,
        to_all: `h${number}@x.example`,
        cc: "",
        address: "",
        why: "",
        words: "",
        subject: `Certificate ${number}`,
        // Its frame is closed to all, to queries of tests too: see the tour.
        body: "",
        is_link: false,
        files: [{name: `${number}.pdf`, size: 36000, url: `/coi/send/1/${number}/0`}],
    }));
    onRpc("coi.send", "pick", ({args: [, numbers, isSent]}) => {
        expect.step(`pick ${numbers} ${isSent}`);
        head = {...head, sentence: "changed", mails: 2, leaves: 0};
        return head;
    });
    onRpc("coi.send", "send_proofs", ({args: [, which, template]}) => {
        expect.step(`proof ${which} ${template}`);
        return {is_good: true, words: "1 proof was handed over."};
    });
    await mountView({
        resModel: "coi.send",
        resId: 1,
        type: "form",
        arch: /* xml */ `
            <form>
                <widget name="coi_send_screen"/>
                <field name="template_id"/>
                <widget name="coi_send_buttons"/>
            </form>`,
    });
    await settle();
}

async function settle() {
    await runAllTimers();
    await animationFrame();
    await animationFrame();
}

test("the first is shown as it would be sent", async () => {
    await mount();
    expect(".o_coi_sentence").toHaveText(HEAD.sentence);
    expect(".o_coi_subject").toHaveText("Certificate 0");
    expect(".o_coi_files a").toHaveAttribute("href", "/coi/send/1/0/0");
    expect.verifySteps([]);
});

test("arrows go from row to row, and the preview follows", async () => {
    await mount();
    await contains(".o_coi_send_row[tabindex='0']").focus();
    await press("ArrowDown");
    await settle();
    expect(".o_coi_subject").toHaveText("Certificate 1");
    expect(".o_coi_send_row:eq(1)").toBeFocused();
    await press("End");
    await settle();
    expect(".o_coi_subject").toHaveText("Certificate 2");
    await press("Home");
    await settle();
    expect(".o_coi_subject").toHaveText("Certificate 0");
});

test("Space leaves one out, and the sentence and the button follow", async () => {
    await mount();
    expect("button[name=action_send]").toBeEnabled();
    await contains(".o_coi_send_row[tabindex='0']").focus();
    await press(" ");
    await settle();
    expect.verifySteps(["pick 0 false"]);
    expect(".o_coi_send_row:eq(0) input").not.toBeChecked();
    expect(".o_coi_sentence").toHaveText("changed");
    expect("button[name=action_send]").not.toBeEnabled();
    expect("#coi_send_why").toHaveText("Nothing of this can leave.");
});

test("a filter narrows the list down, and is taken off by a second click", async () => {
    await mount();
    await contains("[data-filter=marked]").click();
    await settle();
    expect(queryAllTexts(".o_coi_send_row .o_coi_holder")).toEqual(["Holder 1"]);
    await contains("[data-filter=marked]").click();
    await settle();
    expect(".o_coi_send_row").toHaveCount(3);
});

test("what is no mail has no box to tick", async () => {
    await mount();
    await contains("[data-tab=print]").click();
    await settle();
    expect(".o_coi_send_row").toHaveCount(1);
    expect(".o_coi_send_row input").toHaveCount(0);
});

test("a proof of the one that is shown, by the template that is chosen", async () => {
    await mount();
    await contains(".o_coi_proof_one").click();
    await settle();
    expect.verifySteps(["proof 0 5"]);
});

test("the button says what a click does", async () => {
    await mount();
    expect("button[name=action_send]").toHaveText("Send in 10 Minutes");
    expect("button[name=action_send_now]").toHaveCount(1);
});

test("where somebody has to approve it, the button asks for that", async () => {
    head = {...HEAD, needs_approval: true};
    await mount();
    expect("button[name=action_send]").toHaveText("Ask for Approval");
    expect("button[name=action_send_now]").toHaveCount(0);
    expect(".o_coi_send_screen").toHaveText(/need the approval of a manager/);
});

test("where nothing is mailed, nothing is said of minutes", async () => {
    head = {...HEAD, mails: 0, proofs: 0};
    await mount();
    expect("button[name=action_send]").toHaveText("Create Deliveries");
    expect(".o_coi_proof").toHaveCount(0);
});

test("what was sent already is opened, and not sent again", async () => {
    head = {...HEAD, is_sent: true};
    await mount();
    expect("button[name=action_send]").toHaveText("Open the Sending");
});
