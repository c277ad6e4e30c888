from . import coi_description, coi_form, coi_page
