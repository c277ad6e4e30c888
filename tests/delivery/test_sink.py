"""The sink does what it is told: what other tests conclude from it rests on that."""

import smtplib
import time
from email.message import EmailMessage
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from xmlrpc.client import dumps, loads

import pytest
from running_sink import RunningSink

FILE = b"%PDF-1.7 not really"


@pytest.fixture
def sink(tmp_path):
    with RunningSink(tmp_path) as running:
        yield running


def make_mail(address, number=1, size=0):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Cc"] = "csr@agency.test", address, "cc@x.test"
    mail["Message-ID"] = f"<{number}@agency.test>"
    mail["Date"] = "Mon, 02 Mar 2026 10:00:00 -0000"
    mail["Subject"] = "Certificates"
    mail.set_content("Enclosed." + "x" * size)
    mail.add_attachment(FILE, "application", "pdf", filename="COI-1.pdf")
    return mail


def send(sink, address, number=1, size=0):
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as session:
        mail = make_mail(address, number, size)
        session.send_message(mail, "bounces@agency.test", [address])


def test_what_it_has_is_in_the_log(sink):
    send(sink, "good@x.test")
    [mail] = sink.read()
    assert mail["rcpt"] == ["good@x.test"] and mail["cc"] == "cc@x.test"
    assert mail["mail_from"] == "bounces@agency.test"
    assert mail["message_id"] == "<1@agency.test>"
    assert mail["date"] == "Mon, 02 Mar 2026 10:00:00 -0000"
    assert mail["files"] == [["COI-1.pdf", sha256(FILE).hexdigest()]]
    assert mail["body"].startswith("Enclosed.")


@pytest.mark.parametrize(
    "way,code", [("reject", 550), ("full", 452), ("grey", 451), ("spam", 550)]
)
def test_an_address_is_refused(sink, way, code):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(sink, f"{way}@x.test")
    assert refused.value.recipients[f"{way}@x.test"][0] == code
    assert sink.read() == []


@pytest.mark.parametrize("way,kept", [("shut", 0), ("cut", 0), ("gone", 1)])
def test_a_session_ends_before_its_time(sink, way, kept):
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        send(sink, f"{way}@x.test", size=100_000)
    assert len(sink.read()) == kept
    send(sink, "good@x.test", 2)
    assert len(sink.read()) == kept + 1


def test_a_mail_is_too_large(sink):
    sink.tell(most_bytes=10_000)
    send(sink, "good@x.test")
    with pytest.raises(smtplib.SMTPDataError, match=r"5\.3\.4"):
        send(sink, "good@x.test", 2, size=20_000)
    assert sink.count_ids() == {"<1@agency.test>": 1}


def test_a_quota(sink):
    sink.tell(quota=2)
    send(sink, "a@x.test", 1)
    send(sink, "b@x.test", 2)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(sink, "c@x.test", 3)
    sink.tell(quota=None)
    send(sink, "c@x.test", 3)
    assert len(sink.read()) == 3


def test_it_takes_its_time(sink):
    sink.tell(seconds=0.2)
    start = time.monotonic()
    for number in range(8):
        send(sink, "good@x.test", number)
    assert time.monotonic() - start > 0.3


class Gateway(BaseHTTPRequestHandler):
    """Odoo as the sink sees it: what it is called with is kept."""

    calls = []

    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.calls.append(loads(self.rfile.read(size), use_builtin_types=True)[0])
        answer = dumps((True,), methodresponse=True).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *words):
        pass


@pytest.mark.parametrize("way,action", [("bounce", "failed"), ("delayed", "delayed")])
def test_what_was_not_delivered_is_reported(sink, way, action):
    Gateway.calls.clear()
    server = HTTPServer(("127.0.0.1", 0), Gateway)
    thread = Thread(target=server.handle_request)
    thread.start()
    gateway = {"database": "d", "user_id": 2, "key": "k"}
    sink.tell(gateway={"url": f"http://127.0.0.1:{server.server_port}", **gateway})
    send(sink, f"{way}@x.test")
    thread.join(10)
    server.server_close()
    [call] = Gateway.calls
    assert call[:5] == ("d", 2, "k", "mail.thread", "message_process")
    report = call[5][1].decode()
    assert f"Action: {action}" in report and "<1@agency.test>" in report
    assert f"rfc822; {way}@x.test" in report
