import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime} from "@odoo/hoot-mock";
import {
    MockServer,
    defineModels,
    fields,
    mockService,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

describe.current.tags("desktop");

class CoiBatch extends models.Model {
    _name = "coi.batch";
    state = fields.Char();
    _records = [{id: 7, state: "running"}];
}

defineMailModels();
defineModels([CoiBatch]);

const PROGRESS = {
    state: "running",
    selected: 2000,
    waiting: 500,
    done: 1400,
    blocked: 100,
    failed: 0,
    aside: 0,
    cancelled: 0,
    rate: 0,
    seconds: 0,
    seconds_left: 0,
};

/** The batch's page; returns how the server says how far it is. */
async function mountProgress(values = {}) {
    const followers = [];
    mockService("coi_batch", () => ({
        follow(id, callback) {
            followers.push({id, callback});
            return () => followers.shift();
        },
    }));
    CoiBatch._records[0].state = values.state || PROGRESS.state;
    await mountView({
        resModel: "coi.batch",
        resId: 7,
        type: "form",
        arch: /* xml */ `
            <form>
                <field name="state"/>
                <widget name="coi_batch_progress"/>
            </form>`,
    });
    const tell = async (more) => {
        followers.forEach(({callback}) => callback({...PROGRESS, ...more}));
        await animationFrame();
        expect(followers.map(({id}) => id)).toEqual([7]);
    };
    expect(".o_coi_progress").toHaveCount(0);
    await tell(values);
    return tell;
}

test("bar, title and counts of a batch that is made", async () => {
    await mountProgress();
    expect(".o_coi_progress_title").toHaveText("1,500 of 2,000 holders");
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "75");
    expect(queryAllTexts("[class^=o_coi_progress_]:has(i)")).toEqual([
        "1,400 done",
        "100 blocked",
    ]);
    expect(".progress-bar.bg-success").toHaveStyle({width: "70%"}, {inline: true});
    expect(".progress-bar.bg-danger").toHaveStyle({width: "5%"}, {inline: true});
    expect(".o_coi_alert").toHaveCount(0);
});

test("who is left out or canceled is told where there are any", async () => {
    await mountProgress({aside: 3, cancelled: 2});
    expect(".o_coi_progress_aside").toHaveText("3 left out");
    expect(".o_coi_progress_cancelled").toHaveText("2 canceled");
});

test("it is not complete before the last holder is", async () => {
    const tell = await mountProgress({waiting: 1});
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "99");
    await tell({waiting: 0});
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "100");
    await tell({selected: 0, waiting: 0});
    expect("[role=progressbar]").toHaveAttribute("aria-valuenow", "100");
});

for (const [state, title] of [
    ["pending", "Waiting to be issued: 2,000 holders"],
    ["paused", "Paused at 1,500 of 2,000 holders"],
    ["cancelled", "Canceled: what is done stays"],
    ["done", "Finished: 2,000 holders"],
]) {
    test(`a batch that is ${state} says so`, async () => {
        await mountProgress({state});
        expect(".o_coi_progress_title").toHaveText(title);
    });
}

test("one holder is not called several", async () => {
    await mountProgress({state: "done", selected: 1, waiting: 0, done: 1});
    expect(".o_coi_progress_title").toHaveText("Finished: 1 holder");
});

test("speed and time left in units that one can read", async () => {
    const tell = await mountProgress({rate: 1234.4, seconds_left: 0.2});
    const speed = ".o_coi_progress_speed";
    expect(speed).toHaveText("1,234 a second · 1 s left");
    await tell({seconds_left: 61});
    expect(speed).toHaveText("1 min 1 s left");
    await tell({seconds_left: 3660});
    expect(speed).toHaveText("1 h 1 min left");
});

test("a finished batch says how long it took, where that is worth a word", async () => {
    const tell = await mountProgress({state: "done", seconds: 12});
    expect(".o_coi_progress_speed").toHaveText("took 12 s");
    await tell({state: "done", seconds: 0.4});
    expect(".o_coi_progress_speed").toHaveText("");
});

test("what keeps it from being made is told", async () => {
    await mountProgress({alert: "Scheduled actions are off."});
    expect(".o_coi_alert").toHaveText("Scheduled actions are off.");
});

test("the page is read anew when the state is another, and not before", async () => {
    const tell = await mountProgress();
    onRpc("coi.batch", "web_read", () => {
        expect.step("read");
    });
    await tell({waiting: 400});
    expect.verifySteps([]);
    MockServer.env["coi.batch"].write([7], {state: "done"});
    await tell({state: "done", waiting: 0});
    await animationFrame();
    expect.verifySteps(["read"]);
    expect("[name=state] input").toHaveValue("done");
    await tell({state: "done", waiting: 0});
    expect.verifySteps([]);
});

test("while it is made, its lines are read anew every few seconds", async () => {
    const tell = await mountProgress();
    onRpc("coi.batch", "web_read", () => {
        expect.step("read");
    });
    await advanceTime(5001);
    await tell({});
    expect.verifySteps([]);
    await tell({waiting: 400});
    expect.verifySteps(["read"]);
    await tell({waiting: 300});
    expect.verifySteps([]);
});
