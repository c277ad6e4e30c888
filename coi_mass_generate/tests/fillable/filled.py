"""A form of our own making, as a manager uploads it."""

import base64

from ..agency import AgencyCase
from ..sample_forms import make


class FilledCase(AgencyCase):
    @classmethod
    def upload(cls, content=None, env=None, is_used=True, **vals):
        """The form of ``content``, set up by the manager as far as names are known."""
        forms = (env or cls.env_of(cls.manager))["coi.form"]
        form = forms.create(
            {
                "name": "Sample certificate",
                "number": "SAMPLE 25",
                "edition": "2026/11",
                "kind": "pdf",
                "file": base64.b64encode(content or make()),
                "licence_confirmed": True,
                **vals,
            }
        )
        if is_used:
            form.action_use()
        return form.with_env(env or cls.env)

    def get_field(self, form, short):
        fields = form.with_env(self.env_of(self.manager)).field_ids
        return fields.filtered(lambda field: field.short == short)

    def read_text(self, certificate):
        return "\n".join(page.text for page in self.read_pages(certificate))
