# What others inherit comes first.
from . import coi_form_screen

# isort: split
from . import (
    coi_form,
    coi_form_edition,
    coi_form_field,
    coi_form_name,
    coi_form_pdf,
    coi_form_pdf_fill,
    coi_form_pdf_names,
    coi_form_pdf_places,
    coi_form_pdf_whole,
    coi_form_text,
    coi_form_value,
)
