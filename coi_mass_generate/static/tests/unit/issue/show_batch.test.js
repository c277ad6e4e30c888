import {describe, expect, test} from "@odoo/hoot";
import {animationFrame} from "@odoo/hoot-dom";
import {
    getService,
    mockService,
    mountWithCleanup,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {browser} from "@web/core/browser/browser";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {registry} from "@web/core/registry";

describe.current.tags("desktop");
defineMailModels();

const MADE = {batch_id: 7, name: "COI/7", state: "done", url: "/coi/batch/7", done: 8};

/** What the client does after "Generate"; returns the action that follows. */
async function show(params) {
    await mountWithCleanup(MainComponentsContainer);
    patchWithCleanup(HTMLAnchorElement.prototype, {
        click() {
            expect.step(`downloads ${this.getAttribute("href")}`);
        },
    });
    mockService("coi_batch", () => ({
        announceLater: (id) => expect.step(`announces ${id}`),
    }));
    const showBatch = registry.category("actions").get("coi_show_batch");
    const next = showBatch(
        {
            services: {
                notification: getService("notification"),
                coi_batch: getService("coi_batch"),
            },
        },
        {params}
    );
    await animationFrame();
    return next;
}

test("the download begins, what was made is told, the batch is shown", async () => {
    const next = await show(MADE);
    expect.verifySteps(["downloads /coi/batch/7"]);
    expect(".o_notification").toHaveText(/COI\/7.*8 certificates issued/s);
    expect(".o_notification_bar.bg-success").toHaveCount(1);
    expect([next.res_model, next.res_id]).toEqual(["coi.batch", 7]);
});

test("the one PDF is opened, without a zip around it", async () => {
    patchWithCleanup(browser, {open: (url) => expect.step(`opens ${url}`) || {}});
    await show({...MADE, done: 1, pdf: "/coi/certificate/3/pdf"});
    expect.verifySteps(["opens /coi/certificate/3/pdf"]);
});

test("where no window may open, the one PDF is saved", async () => {
    patchWithCleanup(browser, {open: () => null});
    await show({...MADE, done: 1, pdf: "/coi/certificate/3/pdf"});
    expect.verifySteps(["downloads /coi/certificate/3/pdf?download=1"]);
});

test("where somebody got none, that is a warning", async () => {
    await show({...MADE, url: false, aside: 2});
    expect.verifySteps([]);
    expect(".o_notification").toHaveText(/8 certificates issued, 2 left out/);
    expect(".o_notification_bar.bg-warning").toHaveCount(1);
});

test("a large batch is announced later", async () => {
    const next = await show({batch_id: 7, name: "COI/7", state: "pending"});
    expect.verifySteps(["announces 7"]);
    expect(".o_notification").toHaveText(/in the background/);
    expect(next.res_id).toBe(7);
});
