from . import coi_batch, coi_progress, coi_runner, res_company
