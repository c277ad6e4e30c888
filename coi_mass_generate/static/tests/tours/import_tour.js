import {registry} from "@web/core/registry";

const HOLDERS = [
    "Certificate holders of 2026",
    "",
    "Company,Street,Town,ST,Zip,E-mail,Insured,Policy #,Group",
    "Tour Tower LLC,1 Tour Way,Boston,MA,2110,a@tower.example,Beacon Roofing & Sons LLC,GL-100,A",
    "Tour Bank N.A. ISAOA,2 Tour Way,Boston,MA,1,b@bank.example,Beacon Roofing & Sons LLC,GL-100,A",
    "Adams Propertie Management,5 Elm Street Suite 4,Salem,MA,01970,,Beacon Roofing & Sons LLC,,A",
];

const chooseFile = (rows) => ({
    content: "Choose the list",
    trigger: ".modal [name=file] input[type=file]:not(:visible)",
    run() {
        const data = new DataTransfer();
        data.items.add(new File([rows.join("\n")], "tour.csv", {type: "text/csv"}));
        this.anchor.files = data.files;
        this.anchor.dispatchEvent(new Event("change"));
    },
});
const readList = [
    {trigger: ".modal [name=file] input:value(tour.csv)"},
    {trigger: ".modal footer [name=action_preview]", run: "click"},
];
const count = (bucket, number) => ({
    trigger: `.o_coi_bucket_${bucket}:contains('${number}')`,
});

registry.category("web_tour.tours").add("coi_import_holders_tour", {
    steps: () => [
        chooseFile(HOLDERS),
        ...readList,
        {
            content: "What stands above the header is said",
            trigger: "[name=note_text]:contains('Certificate holders of 2026')",
        },
        {
            content: "The columns have mapped themselves",
            trigger:
                ".o_data_row:contains('Company') [name=target]:contains(\"Holder's name\")",
        },
        {
            trigger:
                ".o_data_row:contains('Group') [name=remark]:contains('Not imported')",
        },
        {trigger: "[name=action_preview]", run: "click"},
        count("problem", 2),
        count("create", 1),
        {
            content: "Nothing is written, and it says so",
            trigger: "[name=headline]:contains('Nothing has been saved yet')",
        },
        {
            content: "Side by side with the contact that is there",
            trigger: "[name=likely_text]:contains('Adams Property Management')",
        },
        {trigger: "[name=question_line_ids] button[name=action_same]", run: "click"},
        count("update", 1),
        {
            content: "A problem says where it is and what to do",
            trigger: "[name=problem_line_ids] [name=remark]:contains('column E')",
        },
        {trigger: "[name=problem_line_ids] td[name=zip]", run: "click"},
        {
            trigger: "[name=problem_line_ids] .o_selected_row [name=zip] input",
            run: "edit 02110",
        },
        {
            content: "The row is checked again as soon as it is left",
            trigger: ".o_coi_import_form h1",
            run: "click",
        },
        count("problem", 0),
        count("create", 2),
        {trigger: ".o_coi_bucket_update", run: "click"},
        {trigger: "[name=difference]:contains('Adams Propertie Management')"},
        {trigger: "[name=action_import]", run: "click"},
        {trigger: "[name=headline]:contains('imported on')"},
        {trigger: ".o_coi_bucket_create:contains('Created')"},

        {
            content: "Pass 2 with the same list",
            trigger: "[name=action_continue]",
            run: "click",
        },
        {trigger: "[name=headline]:contains('Additional insureds')"},
        count("problem", 0),
        count("create", 2),
        {
            content: "A choice shows at once what comes of it",
            trigger: "[name=mode] label:contains('Replace')",
            run: "click",
        },
        {trigger: ".alert-warning:contains('would be removed')"},
        {trigger: "[name=mode] label:contains('Add and update')", run: "click"},
        {trigger: ".o_coi_import_form:not(:has(.alert-warning))"},
        {trigger: "[name=action_import]", run: "click"},
        {trigger: "[name=headline]:contains('imported on')"},
        {
            content: "On to where certificates are generated",
            trigger: "[name=action_open_insureds]",
            run: "click",
        },
        {trigger: ".o_breadcrumb:contains('Beacon Roofing')"},
    ],
});

registry.category("web_tour.tours").add("coi_import_undo_tour", {
    steps: () => [
        {trigger: ".o_data_row:contains('tour.csv') td[name=filename]", run: "click"},
        {trigger: "[name=action_undo]", run: "click"},
        {trigger: ".modal .btn-primary:contains('Undo This Import')", run: "click"},
        {trigger: "[name=headline]:contains('and undone')"},
    ],
});
