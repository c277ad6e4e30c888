import {reactive, toRaw} from "@odoo/owl";

const states = new WeakMap();

/** What the screen knows of the plan, for the buttons below it: `head` of its door. */
export function getSendState(record) {
    const key = toRaw(record);
    if (!states.has(key)) {
        states.set(key, reactive({head: null}));
    }
    return states.get(key);
}
