"""Reports of what was not delivered, as mail servers send them (RFC 3464)."""

from email import message_from_bytes, policy
from email.message import MIMEPart
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import make_msgid

FAILED = ("failed", "5.1.1", "550 5.1.1 User unknown")
DELAYED = ("delayed", "4.4.7", "451 4.4.7 Not delivered yet, still trying")


def make_report(envelope, is_delayed=False, names_mail=True):
    """A report, as bytes, on a mail that was taken.

    :param envelope: the mail, with ``content``, ``mail_from`` and ``rcpt_tos``
    :param names_mail: whether it gives back the header of the mail, with its id
    """
    mail = message_from_bytes(envelope.content, policy=policy.default)
    action, status, words = DELAYED if is_delayed else FAILED
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"] = "MAILER-DAEMON@sink.example"
    report["To"] = envelope.mail_from
    report["Subject"] = "Delivery Status Notification"
    report["Message-ID"] = make_msgid(domain="sink.example")
    report.attach(MIMEText(f"{envelope.rcpt_tos[0]}: {words}"))
    report.attach(_make_status(envelope.rcpt_tos[0], action, status, words))
    if names_mail:
        header = MIMEText(
            f"Message-ID: {mail['Message-ID']}\nTo: {mail['To']}\n", "rfc822-headers"
        )
        report.attach(header)
    return report.as_bytes()


def _make_status(address, action, status, words):
    """A part of blocks of fields, which Python reads, but has no maker for."""
    about = MIMEPart()
    about["Reporting-MTA"] = "dns; sink.example"
    recipient = MIMEPart()
    recipient["Final-Recipient"] = f"rfc822; {address}"
    recipient["Action"] = action
    recipient["Status"] = status
    recipient["Diagnostic-Code"] = f"smtp; {words}"
    part = MIMEMultipart("delivery-status")
    del part["MIME-Version"]
    part.set_type("message/delivery-status")
    part.set_payload([about, recipient])
    return part
