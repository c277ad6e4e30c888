from . import coi_draft, coi_evidence, coi_output, ir_actions_report
