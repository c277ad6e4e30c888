from odoo.tests import BaseCase, tagged

from ...models.delivery.envelope import (
    MB,
    PACKED,
    SAID,
    Box,
    Envelope,
    Piece,
    get_address_key,
)


def make(count, size, own_size=0, masters=1, **box):
    pieces = [
        Piece(number, 1, f"Holder {number}", number % masters, size, own_size)
        for number in range(count)
    ]
    envelope = Envelope("mail", "queued", box=Box("a@x.test", **box), pieces=pieces)
    envelope.choose_attach()
    return envelope


@tagged("post_install", "-at_install")
class TestEnvelope(BaseCase):
    """A mail is as large as its mailbox takes it, and not larger."""

    def test_of_few_each_is_a_file_of_many_one_is_made(self):
        self.assertEqual(make(5, 1000).attach, "single")
        self.assertEqual(make(6, 1000).attach, "combined")
        self.assertEqual(make(6, 1000, attach="single").attach, "single")
        self.assertEqual(make(1, 1000, attach="zip").attach, "zip")

    def test_thirty_megabytes_are_split(self):
        envelope = make(30, MB, max_mb=10, attach="single")
        parts = envelope.split()
        self.assertGreater(len(parts), 3)
        for part in parts:
            carried = sum(piece.size for piece in part.pieces)
            self.assertLess(carried * PACKED + SAID, 10 * MB)
        self.assertEqual([part.part for part in parts], [1, 2, 3, 4, 5])
        self.assertEqual({part.part_count for part in parts}, {5})
        together = [piece for part in parts for piece in part.pieces]
        self.assertEqual(together, envelope.pieces)

    def test_what_certificates_share_is_in_a_combined_file_once(self):
        self.assertEqual(len(make(60, MB, 5_000, attach="combined").split()), 1)
        self.assertGreater(len(make(60, MB, 5_000, attach="single").split()), 5)
        many = make(60, MB, 5_000, masters=30, attach="combined").split()
        self.assertGreater(len(many), 3)

    def test_one_that_is_too_large_goes_alone(self):
        parts = make(3, 20 * MB, attach="single").split()
        self.assertEqual([len(part.pieces) for part in parts], [1, 1, 1])
        # And as a link: as a file no server would take it, today or ever.
        self.assertEqual({part.attach for part in parts}, {"link"})
        mixed = make(2, MB, attach="single")
        mixed.pieces[0].size = 20 * MB
        self.assertEqual([part.attach for part in mixed.split()], ["link", "single"])

    def test_parts_are_attached_as_the_whole_was_to_be(self):
        parts = make(12, 3 * MB).split()
        self.assertEqual({part.attach for part in parts}, {"combined"})

    def test_what_is_told_once_is_one_mail_or_a_link(self):
        for count, size, attach in ((3, MB, "combined"), (3, 9 * MB, "link")):
            envelope = make(count, size)
            envelope.choose_whole()
            self.assertEqual((envelope.attach, len(envelope.split())), (attach, 1))

    def test_one_envelope_reaches_an_address_however_it_is_written(self):
        key = get_address_key("5 Elm Street\nSuite 2\nBoston, MA 02110")
        for alike in (
            "5 ELM ST.\nSte. 2\nBoston MA 02110",
            "5  elm street, #2\nboston, ma  02110-1234",
            "5 Elm Street Suite 2\nBOSTON,MA 02110",
        ):
            self.assertEqual(get_address_key(alike), key, alike)
        for other in (
            "5 Elm Street\nSuite 3\nBoston, MA 02110",
            "5 Elm Avenue\nSuite 2\nBoston, MA 02110",
            "c/o Ann Hale\n5 Elm Street\nSuite 2\nBoston, MA 02110",
        ):
            self.assertNotEqual(get_address_key(other), key, other)
        self.assertNotEqual(get_address_key("c/o A\n1 B St"), get_address_key("1 B St"))
        self.assertFalse(get_address_key(""))

    def test_the_same_to_the_same_has_the_same_fingerprint(self):
        one, two = make(3, 1), make(3, 1)
        two.pieces.reverse()
        self.assertEqual(one.fingerprint, two.fingerprint)
        self.assertNotEqual(one.fingerprint, make(2, 1).fingerprint)
