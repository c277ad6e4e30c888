{
    "name": "Certificates of Insurance: Mass Generation",
    "summary": "Issue certificates of insurance to thousands of holders at once, "
    "each exactly right",
    "version": "19.0.1.1.0",
    "category": "Sales/Insurance",
    "author": "coi_mass_generate contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "contacts",  # the agency's insureds and holders are its contacts
        "mail",  # policies keep a log of who changed what
    ],
    # What is imported and what Odoo does not itself start with.
    "external_dependencies": {
        "python": ["charset-normalizer", "openpyxl", "pypdf", "xlrd"]
    },
    "data": [
        "security/coi_groups.xml",
        "security/ir.model.access.csv",
        "security/coi_rules.xml",
        "security/coi_import/ir.model.access.csv",
        "security/coi_import_rules.xml",
        "data/ir_sequence_data.xml",
        "data/coi_coverage_line_data.xml",
        "data/coi_interest_type_data.xml",
        "report/coi_certificate_templates.xml",
        "report/coi_certificate_reports.xml",
        "data/coi_form_data.xml",
        "data/ir_cron_data.xml",
        "data/coi_state_rule_data.xml",
        "data/coi_wording_rule_data.xml",
        "wizards/coi_generate_views.xml",
        "wizards/coi_import_views.xml",
        "wizards/coi_certificate_cancel_views.xml",
        "views/register/coi_additional_interest_views.xml",
        "views/register/coi_policy_views.xml",
        "views/ledger/coi_certificate_views.xml",
        "views/issue/coi_batch_views.xml",
        "views/register/coi_coverage_line_views.xml",
        "views/register/coi_interest_type_views.xml",
        "views/forms/coi_form_views.xml",
        "views/verdicts/coi_state_approval_views.xml",
        "views/verdicts/coi_state_rule_views.xml",
        "views/verdicts/coi_wording_rule_views.xml",
        "views/register/coi_policy_endorsement_views.xml",
        "views/register/res_partner_views.xml",
        "views/register/res_company_views.xml",
        "views/coi_menus.xml",
        "views/imports/coi_import_run_views.xml",
        "views/imports/coi_import_partner_views.xml",
        "views/imports/coi_import_settings_views.xml",
    ],
    "demo": [
        "demo/res_partner_demo.xml",
        "demo/coi_policy_demo.xml",
        "demo/coi_additional_interest_demo.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web.assets_backend": ["coi_mass_generate/static/src/**/*"],
        "web.assets_tests": ["coi_mass_generate/static/tests/tours/**/*"],
    },
}
