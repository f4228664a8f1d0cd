"""Mail (电子邮件) by SMTP. A message keeps its Message-ID at every try."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

from yichuang.messages.channels.outcome import Away, Refused
from yichuang.messages.targets import MailServer
from yichuang.messages.words import Told

_PATIENCE = 10.0  # seconds, each step of the conversation
_FOR_GOOD = 500  # SMTP replies from here on say that trying again is of no use


def send(server: MailServer, *, key: str, to: str, hall: str, told: Told) -> str:
    """Hand one mail over; the server's code. Raises Away, Refused."""
    mail = _written(server, key=key, to=to, hall=hall, told=told)
    try:
        with _connected(server) as line:
            if server.user:
                line.login(server.user, server.password)
            line.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code(next(iter(error.recipients.values()))[0]) from error
    except smtplib.SMTPDataError as error:
        raise _by_code(error.smtp_code) from error
    except smtplib.SMTPResponseException as error:  # log-in, sender: ours to mend
        raise Away(f"smtp:{error.smtp_code}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Away(f"net:{type(error).__name__}") from error
    return "smtp:250"


def _by_code(code: int) -> Away | Refused:
    said = f"smtp:{code}"
    return Refused(said) if code >= _FOR_GOOD else Away(said)


def _connected(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context()
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE, context=trusted)
    line = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE)
    if server.security == "starttls":
        line.starttls(context=trusted)
    return line


def _written(server: MailServer, *, key: str, to: str, hall: str, told: Told) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = server.sender, to
    mail["Subject"] = f"{told.title.zh} {told.title.en}"
    mail["Message-ID"] = f"<{key}@{server.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{told.text.zh}\n\n{told.text.en}\n\n{hall}\n")
    return mail
