"""Reports of delivery as mail servers write them: Postfix, Exim, Exchange Online and Gmail, with the head of our mail in them."""

POSTFIX = """\
Return-Path: <>
Received: by mx.example.net (Postfix) id 4XyQ8t1Cz5z9rxP; Mon, 09 Nov 2026 08:14:02 +0000 (UTC)
Date: Mon, 09 Nov 2026 08:14:02 +0000 (UTC)
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: desk@consult.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4XyQ8t0Fq2z9rxN.1762676042/mx.example.net"

This is a MIME-encapsulated message.

--4XyQ8t0Fq2z9rxN.1762676042/mx.example.net
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.net.

<{to}>: host mail.example.org[192.0.2.7] said: 550 5.1.1
    <{to}>: Recipient address rejected: User unknown (in reply to RCPT TO command)

--4XyQ8t0Fq2z9rxN.1762676042/mx.example.net
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4XyQ8t0Fq2z9rxN
X-Postfix-Sender: rfc822; desk@consult.example
Arrival-Date: Mon, 09 Nov 2026 08:14:01 +0000 (UTC)

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: 5.1.1
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: Recipient address rejected: User
    unknown

--4XyQ8t0Fq2z9rxN.1762676042/mx.example.net
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <desk@consult.example>
From: Test Commission <desk@consult.example>
To: {to}
Subject: There is news
Message-ID: {message_id}

--4XyQ8t0Fq2z9rxN.1762676042/mx.example.net--
"""

EXIM = """\
Return-path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: desk@consult.example
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=1762676042-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1vHxQx-0001Ab-2c@mx.example.net>
Date: Mon, 09 Nov 2026 08:14:02 +0000

--1762676042-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

  {to}
    retry timeout exceeded

--1762676042-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Action: {action}
Final-Recipient: rfc822;{to}
Status: 5.0.0

--1762676042-eximdsn-1804289383
Content-type: message/rfc822

Return-path: <desk@consult.example>
From: Test Commission <desk@consult.example>
To: {to}
Subject: There is news
Message-ID: {message_id}
Content-Type: text/plain; charset="utf-8"

There is news about what you sent.

--1762676042-eximdsn-1804289383--
"""

# The mail was sent on to another address, which is the one that failed: the writer left the first.
EXCHANGE = """\
From: <postmaster@commission.onmicrosoft.com>
To: <desk@consult.example>
Date: Mon, 9 Nov 2026 08:14:05 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="c4dd0eb5-0f57-4f2c-a9b8-3a0f6d2cf5aa"
Message-ID: <e3d50e60-27d6-4a5c-9f63-2f1c3b8ea8a1@AM6PR05MB0001.eurprd05.prod.outlook.com>
Subject: Undeliverable: There is news
Auto-Submitted: auto-replied
MIME-Version: 1.0

--c4dd0eb5-0f57-4f2c-a9b8-3a0f6d2cf5aa
Content-Type: text/html; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

<html><body>Your message to someone.else@elsewhere.example couldn't be delivered.</body></html>

--c4dd0eb5-0f57-4f2c-a9b8-3a0f6d2cf5aa
Content-Type: message/delivery-status

Reporting-MTA: dns;AM6PR05MB0001.eurprd05.prod.outlook.com
Received-From-MTA: dns;mail.consult.example
Arrival-Date: Mon, 9 Nov 2026 08:14:04 +0000

Final-Recipient: rfc822;someone.else@elsewhere.example
Action: {action}
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--c4dd0eb5-0f57-4f2c-a9b8-3a0f6d2cf5aa
Content-Type: message/rfc822

From: Test Commission <desk@consult.example>
To: {to}
Subject: There is news
Message-ID: {message_id}
Content-Type: multipart/alternative; boundary="x"

--x
Content-Type: text/plain

There is news.
--x--

--c4dd0eb5-0f57-4f2c-a9b8-3a0f6d2cf5aa--
"""

ALL = {"postfix": POSTFIX, "exim": EXIM, "exchange": EXCHANGE}


def report(server: str, to: str, message_id: str, action: str = "failed") -> bytes:
    """A report about a mail to an address."""
    text = ALL[server]
    for name, value in (("to", to), ("message_id", message_id), ("action", action)):
        text = text.replace(f"{{{name}}}", value)
    return text.replace("\n", "\r\n").encode()
