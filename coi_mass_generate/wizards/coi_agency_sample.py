import base64
import binascii

from PIL import Image

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.image import binary_to_image, image_process

from ..models.common.argument import read_record, read_text
from ..models.common.door import door
from .coi_agency import PRINTED

# As many letters of base64 as a picture may have: 10 MB.
MAX_PICTURE = 14_000_000


class CoiAgency(models.TransientModel):
    """A sample of the agency's certificates beside what is being filled in."""

    _inherit = "coi.agency"

    @api.model
    @api.readonly
    @door
    def draw_sample(self, values):
        """A certificate as it would look with these values, before they are saved.

        :param values: ``{field: value}`` as typed, a record by its id and the signature
            as base64; what is not said is as the company has it
        :returns: base64 (str) of a PDF
        """
        self.browse().check_access("create")
        typed = self._read_typed(values)
        company = self.env["res.company"].browse(typed.pop("company_id", False))
        company = company or self.env.company
        company.check_access("read")
        as_is = {name: company[name] for name in PRINTED}
        content = self.env["coi.sample"]._draw(company, self.new({**as_is, **typed}))
        return base64.b64encode(content).decode()

    @api.model
    def _read_typed(self, values):
        known = {"company_id", *PRINTED}
        if not isinstance(values, dict) or not known.issuperset(values):
            raise UserError(
                self.env._(
                    "values: give what is typed by the names of its fields, which can "
                    "be %(names)s.",
                    names=", ".join(sorted(known)),
                )
            )
        return {name: self._read_value(name, given) for name, given in values.items()}

    @api.model
    def _read_value(self, name, given):
        field = self._fields[name]
        if field.type == "many2one":
            return read_record(self.env, field.comodel_name, given, name).id
        if field.type == "binary":
            return self._read_picture(field, given, name)
        return read_text(self.env, given, name)

    @api.model
    def _read_picture(self, field, given, what):
        """Base64 of a picture made of dots, as small as it would be stored.

        What can be written in a drawing would be run by the program that draws pages.
        """
        text = read_text(self.env, given, what, MAX_PICTURE)
        if not text:
            return False
        size = (field.max_width, field.max_height)
        try:
            content = base64.b64decode(text, validate=True)
            binary_to_image(content)
            return base64.b64encode(image_process(content, size, True))
        except (
            *(binascii.Error, OSError, SyntaxError, ValueError, UserError),
            Image.DecompressionBombError,
        ) as error:
            raise UserError(
                self.env._(
                    "%(what)s: this is no picture that can be read. Choose a PNG or "
                    "JPEG file.",
                    what=field._description_string(self.env),
                )
            ) from error
