import {advanceTime, animationFrame} from "@odoo/hoot-dom";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {describe, expect, test} from "@odoo/hoot";
import {getService, mountWithCleanup} from "@web/../tests/web_test_helpers";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {cookie} from "@web/core/browser/cookie";
import {registry} from "@web/core/registry";

describe.current.tags("desktop");
defineMailModels();

/** Begin a download; returns the frame that asks for it, and what follows. */
async function begin() {
    await mountWithCleanup(MainComponentsContainer);
    const next = {type: "ir.actions.act_window_close"};
    const followed = registry.category("actions").get("coi_download")(
        {services: {notification: getService("notification")}},
        {params: {url: "about:blank", message: "Being put together.", next}}
    );
    expect(followed).toBe(next);
    await animationFrame();
    const frame = document.querySelector("iframe[src^='about:blank?token=']");
    return {frame, token: frame.src.split("=")[1]};
}

test("it is said until the file begins to arrive", async () => {
    const {frame, token} = await begin();
    expect(".o_notification").toHaveText(/Being put together/);
    await advanceTime(1000);
    expect(".o_notification").toHaveCount(1);
    cookie.set(`coi_download_${token}`, "1");
    await advanceTime(400);
    await animationFrame();
    expect(".o_notification").toHaveCount(0);
    expect(frame.isConnected).toBe(false);
});

test("a refusal is shown in its words", async () => {
    const {frame} = await begin();
    frame.contentDocument.body.textContent = "None of them is valid.";
    frame.dispatchEvent(new Event("load"));
    await animationFrame();
    expect(".o_notification").toHaveCount(1);
    expect(".o_notification").toHaveText(/None of them is valid/);
    expect(frame.isConnected).toBe(false);
});
