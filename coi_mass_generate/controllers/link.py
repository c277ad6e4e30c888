from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

# A page for one reader: nothing keeps it, finds it, or is told where it came from.
HEADERS = [
    ("Cache-Control", "private, no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Robots-Tag", "noindex, nofollow"),
    ("X-Content-Type-Options", "nosniff"),
]
PAGE = "/coi/get/<string:token>"


class CoiLink(http.Controller):
    """What the link in a mail opens. The token is the right; to look changes nothing,
    for programs that check mails follow every link in them, and more than once."""

    @http.route(PAGE, auth="public", methods=["GET"], readonly=True, sitemap=False)
    def show(self, token):
        delivery = self._find(token)
        return self._render(delivery, token)

    @http.route(
        f"{PAGE}/<int:place>",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def download(self, token, place):
        """
        :param place: of the certificate on the page, from 0
        """
        certificates = self._find(token).certificate_ids.sorted("id")
        if place >= len(certificates):
            raise NotFound
        return self._send(certificates[place], certificates[place]._get_filename())

    @http.route(
        f"{PAGE}/pages/<int:place>",
        auth="public",
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def download_pages(self, token, place):
        """
        :param place: of the endorsement on the page, from 0
        """
        endorsements = self._find(token)._get_pages()
        if place >= len(endorsements):
            raise NotFound
        return self._send(endorsements[place], endorsements[place]._get_document_name())

    def _send(self, record, name):
        headers = [
            *HEADERS,
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(name)),
        ]
        try:
            return request.make_response(record._get_document(), headers)
        except UserError as error:
            raise NotFound from error

    @http.route(f"{PAGE}/answer", auth="public", methods=["POST"], sitemap=False)
    def answer(self, token, answer="", text=""):
        delivery = self._find(token)
        if delivery.purpose != "certificates":
            # Holders are asked, and not who is told of them.
            raise NotFound
        try:
            delivery._take_answer(answer, text)
        except UserError as error:
            raise NotFound from error
        # Whoever loads the page again asks for it, and does not answer once more.
        return request.redirect(f"/coi/get/{token}", code=303)

    def _find(self, token):
        """The delivery; whatever is wrong with a token, the answer is the same."""
        delivery = request.env["coi.link"]._find(token)
        if not delivery:
            raise NotFound
        # A language that was uninstalled since is none a page can be written in.
        lang = request.env["res.lang"]._get_data(code=delivery.lang or "en_US").code
        request.update_context(lang=lang or "en_US")
        return delivery.with_context(lang=lang or "en_US")

    def _render(self, delivery, token):
        response = request.render(
            "coi_mass_generate.link_page",
            {
                "delivery": delivery,
                "certificates": delivery.certificate_ids.sorted("id"),
                "endorsements": delivery._get_pages(),
                "address": f"/coi/get/{token}",
                "page_lang": delivery.env.lang.replace("_", "-"),
            },
        )
        response.headers.extend(HEADERS)
        return response
