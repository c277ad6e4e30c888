from odoo import api, models

from ..common.consent import Consent
from ..common.door import one


class CoiRequest(models.AbstractModel):
    """One holder's certificate in one click, where nothing is to decide."""

    _inherit = "coi.request"

    @api.model
    def _issue_one(self, interest, **options):
        """Make the certificate of one holder, dated today, and open its PDF.

        The one way of every button that stands beside one holder or one certificate.
        Its caller opens a window for the same where somebody has to look first::

            self.env["coi.request"]._issue_one(interest) or self.env[…]._open_for_…

        :param interest: one ``coi.additional.interest``
        :param options: ``revised`` and ``form``, see ``_prepare_run``
        :returns: action that opens the PDF, or the batch where it is made in the
            background or failed; None, and nothing is made, where there is something
            to decide: a warning (also that nothing has changed since the last one) or
            a block
        """
        one(interest)
        self._check_user()
        interest.check_access("read")
        asked = self._get_hash(
            "one", interest.id, {name: repr(each) for name, each in options.items()}
        )
        # A second click at the same moment gets what the first has made.
        if answer := self._answer(interest.company_id, "", asked):
            return self._open_answer(answer)
        run = self._prepare_run(interest, Consent(), output="pdf", **options)
        [case] = run[0]
        if case.verdict != "ready":
            return None
        run[-1].update(request_hash=asked)
        return self.env["coi.batch"]._carry_out(*run)._open_made()

    @api.model
    def _open_answer(self, answer):
        batch = self.env["coi.batch"].browse(answer["batch_id"])
        # One that was stored since this request began cannot be read in it.
        if batch.exists():
            return batch._open_made()
        return batch._open_page()
