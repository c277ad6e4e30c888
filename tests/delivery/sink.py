"""A mail server that keeps what it is given, as nasty as real ones are.

A process of its own: ``python sink.py CONTROL LOG``. It prints its port. What it does
with a mail depends on how the address it is for begins (``WAYS``), and on CONTROL, a
JSON file that may change meanwhile:

* ``quota``: so many mails are taken, the next are refused (left out: all)
* ``quota_answer``: what is said then
* ``seconds``: so long it takes at most to answer once it has a mail
* ``most_bytes``: of a mail
* ``keep``: a folder in which every mail becomes a file
* ``brief``: whether it looks at no more of a mail than at its header, to be fast
* ``gateway``: where reports of what was not delivered go to: Odoo's url, database,
  user id and key

LOG gets a line of JSON for each mail it has, written before it answers.
"""

import asyncio
import json
import random
import sys
import time
import xmlrpc.client
from email import message_from_bytes, policy
from email.parser import BytesHeaderParser
from hashlib import sha256
from pathlib import Path

from aiosmtpd.smtp import SMTP
from reports import make_report

# By the begin of the address: the answer to it.
WAYS = {
    "reject": "550 5.1.1 No such user here",
    "full": "452 4.2.2 Mailbox full",
    "grey": "451 4.7.1 Greylisted, try again later",
    "spam": "550 5.7.1 Message refused by policy",
}
END = b"\r\n\r\n"
# These are taken, and what becomes of them is told later.
REPORTED = ("bounce", "delayed")
QUOTA = "450 4.2.1 The user is sending mail too quickly. Please try again later"


class Control:
    def __init__(self, path):
        self.path, self.taken = path, 0

    def get(self, name, default=None):
        with open(self.path, encoding="utf-8") as file:
            return json.load(file).get(name, default)

    def is_spent(self):
        quota = self.get("quota")
        return quota is not None and self.taken >= quota


class Sink:
    """What ``aiosmtpd`` asks as a mail comes in."""

    def __init__(self, control, log):
        self.control, self.log, self.later = control, log, set()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.control.is_spent():
            return self.control.get("quota_answer", QUOTA)
        for way, answer in WAYS.items():
            if address.startswith(way):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        [address] = envelope.rcpt_tos
        size = len(envelope.content)
        if size > self.control.get("most_bytes", size):
            return "552 5.3.4 Message size exceeds fixed limit"
        digest = self._keep(envelope)
        await asyncio.sleep(random.uniform(0, self.control.get("seconds", 0)))
        if address.startswith("gone"):
            # It has the mail, and whoever sent it will never know.
            server.transport.close()
            return "421 4.3.0 Never heard"
        if address.startswith(REPORTED):
            self._report_later(envelope)
        return f"250 2.0.0 Ok: queued as {digest[:10].upper()}"

    def _keep(self, envelope):
        self.control.taken += 1
        line = self._read_briefly(envelope)
        if folder := self.control.get("keep"):
            name = f"{self.control.taken:04}-{envelope.rcpt_tos[0]}.eml"
            Path(folder, name.replace("/", "_")).write_bytes(envelope.content)
        if not self.control.get("brief"):
            line.update(self._read(envelope))
        self.log.write(json.dumps(line) + "\n")
        # Nobody ends the machine it runs on.
        self.log.flush()
        return sha256(envelope.content).hexdigest()

    def _read_briefly(self, envelope):
        header = BytesHeaderParser().parsebytes(envelope.content.split(END, 1)[0])
        return {
            "rcpt": envelope.rcpt_tos,
            "message_id": str(header["Message-ID"]),
            "size": len(envelope.content),
            "time": time.time(),
        }

    def _read(self, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        files = [
            [part.get_filename(), sha256(part.get_content()).hexdigest()]
            for part in mail.iter_attachments()
        ]
        return {
            "mail_from": envelope.mail_from,
            "date": str(mail["Date"]),
            "to": str(mail["To"] or ""),
            "cc": str(mail["Cc"] or ""),
            "subject": str(mail["Subject"] or ""),
            "body": mail.get_body().get_content(),
            "files": files,
        }

    def _report_later(self, envelope):
        """As the other side's server does, a moment after it has taken the mail."""
        way = next(each for each in REPORTED if envelope.rcpt_tos[0].startswith(each))
        gateway = self.control.get("gateway")
        if gateway:
            report = make_report(envelope, is_delayed=way == "delayed")
            work = asyncio.to_thread(hand_to_odoo, gateway, report)
            self.later.add(asyncio.ensure_future(work))


class Nasty(SMTP):
    """Sessions that end where the sender does not expect it."""

    async def smtp_DATA(self, arg):
        address = next(iter(self.envelope.rcpt_tos), "")
        if address.startswith("shut"):
            self.transport.close()
        elif address.startswith("cut"):
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            await self._reader.read(100)
            self.transport.close()
        else:
            await super().smtp_DATA(arg)


def hand_to_odoo(gateway, report):
    """What Odoo's mail gateway script does with a mail that comes in."""
    server = xmlrpc.client.ServerProxy(f"{gateway['url']}/xmlrpc/2/object")
    server.execute_kw(
        gateway["database"],
        gateway["user_id"],
        gateway["key"],
        "mail.thread",
        "message_process",
        [False, xmlrpc.client.Binary(report)],
    )


async def serve(control, log):
    sink = Sink(Control(control), log)
    loop = asyncio.get_running_loop()

    def make():
        return Nasty(sink, loop=loop, data_size_limit=2**30, hostname="sink.example")

    server = await loop.create_server(make, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with open(sys.argv[2], "a", encoding="utf-8") as kept:
        asyncio.run(serve(sys.argv[1], kept))
