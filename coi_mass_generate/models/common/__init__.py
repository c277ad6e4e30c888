from . import coi_bulk, coi_shared, coi_traced, ir_default, ir_rule
