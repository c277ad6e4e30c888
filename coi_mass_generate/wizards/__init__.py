from . import coi_generate
