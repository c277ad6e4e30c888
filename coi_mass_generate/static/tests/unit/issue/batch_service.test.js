import {describe, expect, test} from "@odoo/hoot";
import {animationFrame, queryAllTexts} from "@odoo/hoot-dom";
import {advanceTime, freezeTime} from "@odoo/hoot-mock";
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
import {summarize} from "@coi_mass_generate/issue/batch_progress/batch_service";
import {browser} from "@web/core/browser/browser";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {user} from "@web/core/user";

describe.current.tags("desktop");
defineMailModels();

const getStore = () => `coi_batches_to_announce_${user.userId}`;
const DONE = {
    state: "done",
    name: "COI/7",
    done: 8,
    blocked: 0,
    aside: 0,
    failed: 0,
    download_url: "/coi/batch/7",
};
const RUNNING = {...DONE, state: "running"};

/** The server answers with these, one after the other, and then with the last. */
function answer(...answers) {
    onRpc("coi.batch", "get_progress", ({args}) => {
        expect.step(`asked for ${args[0]}`);
        return answers.length > 1 ? answers.shift() : answers[0];
    });
}

async function pass(milliseconds) {
    await advanceTime(milliseconds);
    await animationFrame();
}

describe("the summary", () => {
    test("says what there is, and nothing of what there is none of", async () => {
        await makeMockEnv();
        expect(summarize({...DONE})).toBe("8 certificates issued");
        expect(summarize({...DONE, done: 1})).toBe("1 certificate issued");
        expect(summarize({...DONE, done: 0, aside: 1})).toBe(
            "No certificate issued, 1 left out"
        );
        expect(summarize({done: 1200, blocked: 1, aside: 2, failed: 3})).toBe(
            "1,200 certificates issued, 1 blocked, 2 left out, 3 failed"
        );
    });
});

describe("following", () => {
    test("asks once a second until the batch is finished", async () => {
        answer(RUNNING, RUNNING, DONE);
        await makeMockEnv();
        freezeTime();
        const stop = getService("coi_batch").follow(7, ({state}) => expect.step(state));
        await pass(0);
        expect.verifySteps(["asked for 7", "running"]);
        await pass(900);
        expect.verifySteps([]);
        await pass(100);
        expect.verifySteps(["asked for 7", "running"]);
        await pass(1000);
        expect.verifySteps(["asked for 7", "done"]);
        await pass(10000);
        expect.verifySteps([]);
        stop();
    });

    test("who stopped is not called, and nothing is asked any more", async () => {
        answer(RUNNING);
        await makeMockEnv();
        const stop = getService("coi_batch").follow(7, ({state}) => expect.step(state));
        await pass(0);
        expect.verifySteps(["asked for 7", "running"]);
        stop();
        await pass(10000);
        expect.verifySteps([]);
    });

    test("a batch that is gone is asked for once", async () => {
        onRpc("coi.batch", "get_progress", () => {
            expect.step("asked");
            throw makeServerError({type: "MissingError"});
        });
        await makeMockEnv();
        getService("coi_batch").announceLater(7);
        await pass(0);
        await pass(5000);
        await pass(5000);
        expect.verifySteps(["asked"]);
        expect(browser.localStorage.getItem(getStore())).toBe("[]");
    });
});

describe("announcing", () => {
    async function start() {
        await mountWithCleanup(MainComponentsContainer);
        getService("coi_batch").announceLater(7);
    }

    test("says so once it is finished, and offers what it made", async () => {
        answer(RUNNING, DONE);
        await start();
        expect(browser.localStorage.getItem(getStore())).toBe("[7]");
        await pass(0);
        expect(".o_coi_finished").toHaveCount(0);
        await pass(1000);
        expect.verifySteps(["asked for 7", "asked for 7"]);
        expect(".o_coi_finished").toHaveText(/COI\/7/);
        expect(".o_coi_finished").toHaveText(/8 certificates issued/);
        expect(".o_notification_bar.bg-success").toHaveCount(1);
        expect(queryAllTexts(".o_coi_finished .o_notification_buttons button")).toEqual(
            ["Download", "Open"]
        );
        expect(browser.localStorage.getItem(getStore())).toBe("[]");
    });

    test("warns where somebody got no certificate", async () => {
        answer({...DONE, blocked: 1, download_url: false});
        await start();
        await pass(0);
        expect.verifySteps(["asked for 7"]);
        expect(".o_notification_bar.bg-warning").toHaveCount(1);
        expect(queryAllTexts(".o_coi_finished .o_notification_buttons button")).toEqual(
            ["Open"]
        );
    });

    test("says nothing of what a user has paused or cancelled", async () => {
        answer({...DONE, state: "cancelled"});
        await start();
        await pass(0);
        expect.verifySteps(["asked for 7"]);
        expect(".o_notification").toHaveCount(0);
        expect(browser.localStorage.getItem(getStore())).toBe("[]");
    });

    test("remembers after the page was loaded anew", async () => {
        browser.localStorage.setItem(getStore(), "[7]");
        answer(DONE);
        await mountWithCleanup(MainComponentsContainer);
        await pass(0);
        expect.verifySteps(["asked for 7"]);
        expect(".o_coi_finished").toHaveCount(1);
    });

    test("another who signs in at this browser is not told", async () => {
        const store = `coi_batches_to_announce_${user.userId + 1}`;
        browser.localStorage.setItem(store, "[7]");
        answer(DONE);
        await mountWithCleanup(MainComponentsContainer);
        await pass(10000);
        expect(".o_coi_finished").toHaveCount(0);
        expect.verifySteps([]);
    });

    test("opens the batch, and closes itself", async () => {
        mockService("action", {
            doAction({res_model, res_id}) {
                expect.step([res_model, res_id]);
            },
        });
        answer(DONE);
        await start();
        await pass(0);
        expect.verifySteps(["asked for 7"]);
        await contains(".o_coi_finished button:contains(Open)").click();
        expect.verifySteps([["coi.batch", 7]]);
        expect(".o_coi_finished").toHaveCount(0);
    });

    test("a download is asked for anew, so that a refusal is told here", async () => {
        mockService("action", {
            doAction({url}) {
                expect.step(url);
            },
        });
        onRpc("coi.batch", "action_download", ({args}) => {
            expect.step(args[0]);
            return {type: "ir.actions.act_url", url: "/coi/batch/7"};
        });
        answer(DONE);
        await start();
        await pass(0);
        await contains(".o_coi_finished button:contains(Download)").click();
        await animationFrame();
        expect.verifySteps(["asked for 7", [7], "/coi/batch/7"]);
        expect(".o_coi_finished").toHaveCount(0);
    });

    test("where the download is refused, it stays", async () => {
        expect.errors(1);
        onRpc("coi.batch", "action_download", () => {
            throw makeServerError({message: "Too late"});
        });
        answer(DONE);
        await start();
        await pass(0);
        await contains(".o_coi_finished button:contains(Download)").click();
        await animationFrame();
        expect.verifySteps(["asked for 7"]);
        expect.verifyErrors(["Too late"]);
        expect(".o_coi_finished").toHaveCount(1);
    });

    test("whoever opens the batch some other way needs it no more", async () => {
        answer(DONE);
        await start();
        await pass(0);
        expect(".o_coi_finished").toHaveCount(1);
        const stop = getService("coi_batch").follow(7, () => {});
        await pass(0);
        expect(".o_coi_finished").toHaveCount(0);
        expect.verifySteps(["asked for 7", "asked for 7"]);
        stop();
    });

    test("whoever looks at the batch is told in passing", async () => {
        answer(RUNNING, DONE);
        await mountWithCleanup(MainComponentsContainer);
        const stop = getService("coi_batch").follow(7, () => {});
        getService("coi_batch").announceLater(7);
        await pass(0);
        await pass(1000);
        expect(".o_coi_finished").toHaveCount(1);
        await pass(10000);
        expect(".o_coi_finished").toHaveCount(0);
        expect.verifySteps(["asked for 7", "asked for 7"]);
        stop();
    });
});
