{
    "name": "Certificates of Insurance: Mass Generation",
    "summary": "Issue certificates of insurance to thousands of holders at once, "
    "each exactly right",
    "version": "19.0.1.0.0",
    "category": "Sales/Insurance",
    "author": "coi_mass_generate contributors",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "contacts",  # the agency's insureds and holders are its contacts
        "mail",  # policies keep a log of who changed what
        "base_import",  # file upload limits and the import idiom users know
    ],
    "external_dependencies": {"python": ["pypdf", "reportlab", "xlrd", "openpyxl"]},
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
        "wizards/coi_generate_views.xml",
        "wizards/coi_import_views.xml",
        "views/coi_additional_interest_views.xml",
        "views/coi_policy_views.xml",
        "views/coi_certificate_views.xml",
        "views/coi_batch_views.xml",
        "views/coi_coverage_line_views.xml",
        "views/coi_interest_type_views.xml",
        "views/coi_form_views.xml",
        "views/res_partner_views.xml",
        "views/res_company_views.xml",
        "views/coi_menus.xml",
        "views/coi_import_run_views.xml",
        "views/coi_import_partner_views.xml",
    ],
    "demo": [
        "demo/res_partner_demo.xml",
        "demo/coi_policy_demo.xml",
        "demo/coi_additional_interest_demo.xml",
    ],
    "assets": {
        "web.assets_backend": ["coi_mass_generate/static/src/**/*"],
        "web.assets_tests": ["coi_mass_generate/static/tests/tours/**/*"],
    },
}
