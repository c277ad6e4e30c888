from . import coi_batch, coi_postman, coi_progress, coi_runner, res_company
