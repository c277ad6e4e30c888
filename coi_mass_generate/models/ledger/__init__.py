from . import coi_basis, coi_certificate, coi_head, ir_attachment
