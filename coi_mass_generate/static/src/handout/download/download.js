import {browser} from "@web/core/browser/browser";
import {cookie} from "@web/core/browser/cookie";
import {registry} from "@web/core/registry";

const LOOK = 300;
const WAIT = 15 * 60 * 1000;

/**
 * Begin a download that takes a while to be put together: say so until it begins. A
 * frame asks for the file, so a refusal leaves no page; its words are shown instead.
 */
export function download(env, action) {
    const {url, message, next} = action.params;
    const close = env.services.notification.add(message, {type: "info", sticky: true});
    const token = `${Date.now()}${Math.floor(Math.random() * 1e6)}`;
    const frame = document.createElement("iframe");
    let looks = null;

    function finish() {
        browser.clearInterval(looks);
        frame.remove();
        close();
    }

    function look() {
        if (cookie.get(`coi_download_${token}`)) {
            cookie.delete(`coi_download_${token}`);
            finish();
        }
    }

    // A file is no page: only words are loaded into the frame.
    frame.addEventListener("load", () => {
        const said = frame.contentDocument?.body?.textContent.trim();
        if (said) {
            finish();
            env.services.notification.add(said, {type: "danger", sticky: true});
        }
    });
    frame.hidden = true;
    frame.src = `${url}?token=${token}`;
    document.body.append(frame);
    looks = browser.setInterval(look, LOOK);
    browser.setTimeout(finish, WAIT);
    return next;
}

registry.category("actions").add("coi_download", download);
