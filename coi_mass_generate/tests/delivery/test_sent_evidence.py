import csv
import io

from odoo.tests import tagged

from .post import PostCase


@tagged("post_install", "-at_install")
class TestSentEvidence(PostCase):
    """Where certificates went, in the file an auditor is handed."""

    def read_deliveries(self, batch):
        content = self.env["coi.evidence"]._write(batch).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content)))
        if ["Deliveries"] not in rows:
            return {}
        header, *lines = rows[rows.index(["Deliveries"]) + 1 :]
        found = [dict(zip(header, line, strict=True)) for line in lines]
        return {each["Certificate holder"]: each for each in found}

    def test_every_certificate_with_what_became_of_it(self):
        certificates = self.make_mailed(
            Mail="m@x.example", Bad="bad@x.example", Nobody="n@x.example", Print=False
        )
        batch = certificates.batch_id
        self.assertEqual(self.read_deliveries(batch), {})
        certificates[2].holder_id.coi_channel = "none"
        certificates[3].holder_id.coi_channel = "print"
        sending = self.send(certificates)
        self.run_postman({("rcpt", "bad@x.example"): (550, b"5.1.1 Unknown")})
        told = self.read_deliveries(batch)
        mail, delivery = told["Mail"], sending.delivery_ids[0]
        self.assertEqual(mail["To"], "m@x.example")
        self.assertEqual(mail["What became of it"], "Handed to the mail server")
        self.assertEqual(mail["Message-ID"], delivery.message_id)
        self.assertIn("queued as 53E8B2BD44", mail["Server's words"])
        self.assertEqual(mail["Attempts"], "1")
        self.assertIn(certificates[0].sha256, mail["Files and their SHA-256"])
        self.assertEqual(mail["SHA-256 of the text"], delivery.sent_sha256)
        self.assertIn("Certificate of insurance", mail["Subject"])
        self.assertRegex(mail["Since"], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$")
        self.assertIn("5.1.1 Unknown", told["Bad"]["Server's words"])
        self.assertEqual(told["Bad"]["What became of it"], "Failed")
        self.assertEqual(told["Nobody"]["What became of it"], "To nobody")
        self.assertIn("5 Elm Street", told["Print"]["To"])

    def test_the_same_to_be_read(self):
        certificates = self.make_mailed(Mail="m@x.example")
        self.send(certificates)
        self.run_postman()
        [section] = self.env["coi.evidence"]._get_document(certificates.batch_id)[
            "sections"
        ]
        [row] = section["rows"]
        self.assertEqual(row["to"], "m@x.example")
        self.assertEqual(set(row), set(section["labels"]))

    def test_queries_do_not_grow_with_the_deliveries(self):
        few = self.make_mailed(**{f"F{n}": f"f{n}@x.example" for n in range(3)})
        many = self.make_mailed(**{f"M{n}": f"m{n}@x.example" for n in range(30)})
        for some in (few, many):
            self.send(some)
        self.run_postman()

        def count(batch):
            self.env.invalidate_all()
            return self.count_queries(lambda: self.env["coi.evidence"]._write(batch))

        # As a screen has it, with nothing read of it yet.
        batches = [few.batch_id.browse(some.batch_id.id) for some in (few, many)]
        count(batches[0])
        self.assertEqual(*map(count, batches))
