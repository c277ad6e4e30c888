import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeMockEnv,
    makeServerError,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {summarizeSending} from "@coi_mass_generate/delivery/sending_progress/sending_service";
import {browser} from "@web/core/browser/browser";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {user} from "@web/core/user";

describe.current.tags("desktop");
defineMailModels();

const DONE = {
    state: "done",
    name: "Beacon Roofing",
    all: 8,
    handed: 8,
    waiting: 0,
    by_hand: 0,
    unsure: 0,
    failed: 0,
    bounced: 0,
    alerts: [],
    is_mine: true,
};
const SENDING = {...DONE, state: "sending", handed: 3, waiting: 5};

const getStore = () => `coi_sendings_to_announce_${user.userId}`;

/** The server answers with these, one after the other, and then with the last. */
function answer(...answers) {
    onRpc("coi.sending", "get_progress", ({args}) => {
        expect.step(`asked for ${args[0]}`);
        return answers.length > 1 ? answers.shift() : answers[0];
    });
}

/** Who says on the bus that a run is through. */
function mockBus() {
    const callbacks = {};
    mockService("bus_service", {
        subscribe(name, callback) {
            callbacks[name] = callback;
        },
        start() {},
        addEventListener() {},
        addChannel() {},
    });
    return (id) => callbacks.coi_sending_done({sending_id: id});
}

async function pass(milliseconds) {
    await advanceTime(milliseconds);
    await animationFrame();
}

test("the summary says nothing of what there is none of", async () => {
    await makeMockEnv();
    expect(summarizeSending(DONE)).toBe("8 handed over");
    const more = {handed: 1200, by_hand: 2, unsure: 1, failed: 3, bounced: 4};
    expect(summarizeSending({...DONE, ...more})).toBe(
        "1,200 handed over, 2 to print or upload, 1 not known, 3 failed, 4 bounced"
    );
});

describe("following", () => {
    test("asks once a second until the run is finished", async () => {
        answer({...SENDING, is_mine: false}, {...DONE, is_mine: false});
        await makeMockEnv();
        const stop = getService("coi_sending").follow(7, ({state}) =>
            expect.step(state)
        );
        await pass(0);
        expect.verifySteps(["asked for 7", "sending"]);
        await pass(900);
        expect.verifySteps([]);
        await pass(100);
        expect.verifySteps(["asked for 7", "done"]);
        await pass(10000);
        expect.verifySteps([]);
        stop();
    });

    test("nobody asks for the run of another whose page was left", async () => {
        answer({...SENDING, is_mine: false});
        await makeMockEnv();
        const stop = getService("coi_sending").follow(7, () => {});
        await pass(0);
        expect.verifySteps(["asked for 7"]);
        stop();
        await pass(1000);
        await pass(10000);
        expect.verifySteps([]);
        expect(browser.localStorage.getItem(getStore())).toBe(null);
    });

    test("a run that is gone is asked for once", async () => {
        browser.localStorage.setItem(getStore(), "[7]");
        onRpc("coi.sending", "get_progress", () => {
            expect.step("asked");
            throw makeServerError({type: "MissingError"});
        });
        await makeMockEnv();
        await pass(0);
        await pass(5000);
        await pass(5000);
        expect.verifySteps(["asked"]);
        expect(browser.localStorage.getItem(getStore())).toBe("[]");
    });
});

describe("announcing", () => {
    /** Look at an own run that moves, and go elsewhere. */
    async function lookAndLeave() {
        await mountWithCleanup(MainComponentsContainer);
        const stop = getService("coi_sending").follow(7, () => {});
        await pass(0);
        stop();
    }

    test("tells who sent it, on another page as well", async () => {
        answer(SENDING, DONE);
        await lookAndLeave();
        expect(browser.localStorage.getItem(getStore())).toBe("[7]");
        expect(".o_coi_sent").toHaveCount(0);
        await pass(1000);
        expect(".o_coi_sent").toHaveText(/Beacon Roofing/);
        expect(".o_coi_sent").toHaveText(/8 handed over/);
        expect(".o_notification_bar.bg-success").toHaveCount(1);
        await pass(10000);
        expect(".o_coi_sent").toHaveCount(1);
        expect.verifySteps(["asked for 7", "asked for 7"]);
        expect(browser.localStorage.getItem(getStore())).toBe("[]");
    });

    test("warns where something did not arrive", async () => {
        answer(SENDING, {...DONE, handed: 7, failed: 1});
        await lookAndLeave();
        await pass(1000);
        expect(".o_notification_bar.bg-warning").toHaveCount(1);
        expect(".o_coi_sent").toHaveText(/7 handed over, 1 failed/);
        expect.verifySteps(["asked for 7", "asked for 7"]);
    });

    test("one that somebody has taken back is nobody's news", async () => {
        answer(SENDING, {...DONE, state: "taken_back"});
        await lookAndLeave();
        await pass(1000);
        expect(".o_coi_sent").toHaveCount(0);
        expect.verifySteps(["asked for 7", "asked for 7"]);
    });

    test("a server that refuses us is told where nobody looks", async () => {
        const words = "535 Authentication failed";
        answer(SENDING, {...SENDING, state: "paused", alerts: [words]});
        await lookAndLeave();
        await pass(1000);
        expect(".o_notification_bar.bg-warning").toHaveCount(1);
        expect(".o_coi_sent").toHaveText(/535 Authentication failed/);
        expect.verifySteps(["asked for 7", "asked for 7"]);
    });

    test("who looks at it when it pauses sees it there", async () => {
        answer({...SENDING, state: "paused"});
        await mountWithCleanup(MainComponentsContainer);
        const stop = getService("coi_sending").follow(7, () => {});
        await pass(0);
        expect(".o_coi_sent").toHaveCount(0);
        expect.verifySteps(["asked for 7"]);
        stop();
    });

    test("another who signs in at this browser is not told", async () => {
        browser.localStorage.setItem(
            `coi_sendings_to_announce_${user.userId + 1}`,
            "[7]"
        );
        answer(DONE);
        await mountWithCleanup(MainComponentsContainer);
        await pass(10000);
        expect(".o_coi_sent").toHaveCount(0);
        expect.verifySteps([]);
    });

    test("the bus tells no second time of what was seen to finish", async () => {
        const tell = mockBus();
        answer(SENDING, DONE);
        await lookAndLeave();
        await pass(1000);
        expect(".o_coi_sent").toHaveCount(1);
        tell(7);
        await pass(0);
        expect(".o_coi_sent").toHaveCount(1);
        expect.verifySteps(["asked for 7", "asked for 7"]);
    });

    test("one mail more that left goes away by itself", async () => {
        const tell = mockBus();
        answer({...DONE, all: 1, handed: 1});
        await mountWithCleanup(MainComponentsContainer);
        tell(7);
        await pass(0);
        expect(".o_coi_sent").toHaveText(/1 handed over/);
        await pass(10000);
        expect(".o_coi_sent").toHaveCount(0);
        expect.verifySteps(["asked for 7"]);
    });

    test("opens the run, and closes itself", async () => {
        mockService("action", {
            doAction({res_model, res_id}) {
                expect.step([res_model, res_id]);
            },
        });
        answer(SENDING, DONE);
        await lookAndLeave();
        await pass(1000);
        expect(queryAllTexts(".o_coi_sent .o_notification_buttons button")).toEqual([
            "Open",
        ]);
        await contains(".o_coi_sent button:contains(Open)").click();
        expect.verifySteps(["asked for 7", "asked for 7", ["coi.sending", 7]]);
        expect(".o_coi_sent").toHaveCount(0);
    });
});
