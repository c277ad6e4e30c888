from . import coi_basis, coi_certificate, coi_master, ir_attachment
