from . import test_form_pdf
