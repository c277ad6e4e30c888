import {registry} from "@web/core/registry";

const SCREEN = ".modal .o_coi_send_screen";
const row = (name) => `${SCREEN} .o_coi_send_row:contains('${name}')`;
const FOOTER = ".modal footer";

registry.category("web_tour.tours").add("coi_send_tour", {
    steps: () => [
        {trigger: ".o_data_cell:contains('Beacon Roofing')", run: "click"},
        {trigger: "button[name=action_coi_send]", run: "click"},
        {
            content: "The plan in one sentence",
            trigger: `${SCREEN} .o_coi_sentence:contains('6 certificates → 3 mails to 3 mailboxes')`,
        },
        {trigger: `${SCREEN} .o_coi_alerts:contains('no e-mail address')`},
        {
            content: "What goes by post has a tab of its own",
            trigger: `${SCREEN} [data-tab=print]`,
            run: "click",
        },
        {trigger: row("Paper")},
        {trigger: `${SCREEN} .o_coi_send_preview:contains('by post')`},
        {trigger: `${SCREEN} [data-tab=mail]`, run: "click"},
        {trigger: row("mail@x.example")},
        {
            content: "Only those that have several certificates",
            trigger: `${SCREEN} [data-filter=several]`,
            run: "click",
        },
        {trigger: `${SCREEN}:not(:has(.o_coi_send_row:contains('mail@x.example')))`},
        {
            content: "The mail as it would be sent, with its file",
            trigger: `${SCREEN} .o_coi_subject:contains('2 certificates')`,
        },
        {trigger: `${SCREEN} .o_coi_files a:contains('.pdf')`},
        {
            content: "Nothing in a mail runs, or reaches this page",
            trigger: `${SCREEN} iframe.o_coi_body[sandbox='']`,
        },
        {
            content: "This very one to my own address",
            trigger: `${SCREEN} .o_coi_proof_one:enabled`,
            run: "click",
        },
        {trigger: ".o_notification:contains('1 proof was handed')"},
        {trigger: `${SCREEN} [data-filter=several]`, run: "click"},
        {
            content: "One is left out, and that is said",
            trigger: `${row("left@x.example")} input`,
            run: "click",
        },
        {
            trigger: `${SCREEN} .o_coi_sentence:contains('2 mails to 2 mailboxes')`,
        },
        {
            content: "The button says when they leave",
            trigger: `${FOOTER} button[name=action_send]:contains('Send in 10 Minutes')`,
            run: "click",
        },
        {trigger: ".o_form_view .o_coi_sending_title:contains('Leaves in')"},
        {trigger: ".o_form_view .o_coi_take_back", run: "click"},
        {
            content: "Nothing of it leaves any more",
            trigger:
                ".o_form_view .o_data_row:contains('mail@x.example'):contains('Taken back')",
        },
        {trigger: ".o_form_view:not(:has(.o_coi_take_back))"},
    ],
});
