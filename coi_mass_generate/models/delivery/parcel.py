"""A delivery on its way to a mail server, as it was when it was marked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parcel:
    """What has to be known of a delivery to hand it over.

    What is stored makes Odoo forget all that it has read: asked again of the records,
    the same few values would be most of the work.

    :param delivery: ``coi.delivery``
    :param sending: its ``coi.sending``
    :param attempts: how often it was marked, this time included
    :param email: to whom it goes
    :param email_from: of whom it says that it comes
    :param sender: as whom Odoo writes for its company
    :param certificate_ids: ids of those that go along, in their order
    :param head: of its mail, see ``coi.letter._get_head``
    :param link: to download from, "" where it carries files
    """

    delivery: object
    sending: object
    attempts: int
    email: str
    email_from: str
    sender: str
    certificate_ids: tuple
    head: dict
    link: str = ""
