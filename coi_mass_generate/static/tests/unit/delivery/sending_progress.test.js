import {expect, test, describe} from "@odoo/hoot";
import {animationFrame, queryAllTexts, queryOne} from "@odoo/hoot-dom";
import {Deferred, advanceTime, freezeTime} from "@odoo/hoot-mock";
import {
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
    email = fields.Char();
    _records = [{id: 1, email: "a@x.example"}];
}

class CoiSending extends models.Model {
    _name = "coi.sending";
    state = fields.Char();
    shown_ids = fields.Many2many({relation: "coi.delivery"});
    _records = [{id: 7, state: "sending", shown_ids: [1]}];
}

defineMailModels();
defineModels([CoiDelivery, CoiSending]);

const PROGRESS = {
    state: "sending",
    all: 2000,
    handed: 1500,
    waiting: 400,
    by_hand: 0,
    unsure: 0,
    failed: 100,
    bounced: 0,
    out: 0,
    seconds_to_leave: 0,
    seconds_left: 300,
    ends_at: false,
    alerts: [],
    can_control: true,
};

/** The run's page; returns how the server says how far it is. */
async function mountSending(values = {}) {
    const followers = [];
    mockService("coi_sending", () => ({
        follow(id, callback) {
            followers.push(callback);
            return () => followers.splice(followers.indexOf(callback), 1);
        },
        lookSoon() {
            expect.step("look");
        },
    }));
    CoiSending._records[0].state = values.state || PROGRESS.state;
    onRpc("coi.sending", "web_read", ({kwargs}) => {
        expect.step(`read ${kwargs.context.coi_shown || "all"}`);
    });
    await mountView({
        resModel: "coi.sending",
        resId: 7,
        type: "form",
        arch: /* xml */ `
            <form edit="0">
                <field name="state"/>
                <widget name="coi_sending_progress"/>
                <field name="shown_ids"><list><field name="email"/></list></field>
            </form>`,
    });
    expect.verifySteps(["read all"]);
    const tell = async (more) => {
        followers.forEach((callback) => callback({...PROGRESS, ...more}));
        await animationFrame();
    };
    await tell(values);
    return tell;
}

test("the numbers add up, and say what there is", async () => {
    await mountSending();
    expect(".o_coi_sending_title").toHaveText("1,500 of 2,000 are already handed over");
    expect(queryAllTexts(".o_coi_sending_count").map((one) => one.split("\n"))).toEqual(
        [
            ["1,500", "Handed over"],
            ["400", "Waiting"],
            ["100", "Failed"],
        ]
    );
    expect(".progress-bar.bg-success").toHaveStyle({width: "75%"}, {inline: true});
    expect(".progress-bar.bg-danger").toHaveStyle({width: "5%"}, {inline: true});
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "1500");
});

test("a number shows what is behind it, and once more all of them", async () => {
    const tell = await mountSending();
    await contains(".o_coi_count_failed").click();
    expect.verifySteps(["read failed", "look"]);
    expect(".o_coi_count_failed").toHaveAttribute("aria-pressed", "true");
    await tell({failed: 0, handed: 1600});
    expect(".o_coi_count_failed").toHaveCount(1);
    await contains(".o_coi_count_failed").click();
    expect.verifySteps(["read all", "look"]);
    expect(".o_coi_count_failed").toHaveCount(0);
});

test("the list is read anew now and then while numbers move", async () => {
    freezeTime();
    const tell = await mountSending();
    await tell({handed: 1501, waiting: 399});
    expect.verifySteps([]);
    await advanceTime(5000);
    await tell({handed: 1501, waiting: 399});
    expect.verifySteps([]);
    await tell({handed: 1502, waiting: 398});
    expect.verifySteps(["read all", "look"]);
});

test("the countdown is the server's, and whoever clicks is asked nothing", async () => {
    freezeTime();
    await mountSending({
        state: "waiting",
        handed: 0,
        waiting: 2000,
        seconds_to_leave: 61,
    });
    onRpc("coi.sending", "action_take_back", ({args}) => {
        expect.step(`taken back ${args[0]}`);
        return false;
    });
    expect(".o_coi_sending_title").toHaveText("Leaves in 1:01");
    await advanceTime(1000);
    await animationFrame();
    expect(".o_coi_sending_title").toHaveText("Leaves in 1:00");
    expect(".o_coi_take_back").toHaveText("Take Back");
    await contains(".o_coi_take_back").click();
    expect(".modal").toHaveCount(0);
    expect.verifySteps(["taken back 7", "read all"]);
});

test("two clicks are one", async () => {
    freezeTime();
    await mountSending({
        state: "waiting",
        handed: 0,
        waiting: 2000,
        seconds_to_leave: 61,
    });
    const answered = new Deferred();
    onRpc("coi.sending", "action_take_back", async () => {
        expect.step("taken back");
        await answered;
        return false;
    });
    const button = queryOne(".o_coi_take_back");
    button.click();
    button.click();
    await animationFrame();
    expect(".o_coi_take_back").toHaveAttribute("disabled");
    answered.resolve();
    await animationFrame();
    expect.verifySteps(["taken back", "read all"]);
});

test("what has left is said before the rest is stopped", async () => {
    await mountSending();
    onRpc("coi.sending", "action_take_back", () => {
        expect.step("stopped");
        return false;
    });
    const button = queryOne(".o_coi_take_back");
    expect(button).toHaveText("Stop");
    button.click();
    button.click();
    await animationFrame();
    expect(".modal").toHaveCount(1);
    expect(".modal-body").toHaveText(
        "1,500 of 2,000 are already handed over and cannot be taken back. All others stay here."
    );
    await contains(".modal footer button:contains(Keep Sending)").click();
    expect.verifySteps([]);
    await contains(".o_coi_take_back").click();
    await contains(".modal footer button:contains(Stop)").click();
    expect.verifySteps(["stopped", "read all"]);
});

test("whoever may not, or too late, has nothing to click", async () => {
    const tell = await mountSending({can_control: false});
    expect(".o_coi_take_back").toHaveCount(0);
    await tell({state: "sending", waiting: 0, handed: 1900});
    expect(".o_coi_take_back").toHaveCount(0);
    await tell({alerts: ["Today's 1,800 mails are sent."]});
    expect(".o_coi_sending_alert").toHaveText("Today's 1,800 mails are sent.");
});

for (const [state, title] of [
    ["paused", "Paused at 1,500 of 2,000"],
    ["taken_back", "Taken back: nothing has left"],
    ["done", "Finished: 1,500 of 2,000 handed over"],
]) {
    test(`what a run that is ${state} is called`, async () => {
        await mountSending({state});
        expect(".o_coi_sending_title").toHaveText(title);
    });
}
