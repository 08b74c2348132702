"""Encryption, certificates and log-in, on a real mail server with certificates made here."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from ledger.ledger import Ledger
from ledger.outbox import NoticeState, OutboxItem
from notifier.letter import as_bytes
from notifier.outbox import deliver
from notifier.transports import TransportError
from notifier.transports.smtp import Security, SmtpTransport
from tests.notifier.builders import NOW
from tests.notifier.fault_server import Fault, FaultServer, Stage
from tests.notifier.mail_server import MailServer, running
from tests.notifier.papers import Papers
from tests.notifier.test_letter import a_message
from tests.notifier.test_smtp import transport

USER, PASSWORD = "xunjian", "only-for-tests"


def context(pem: Path) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(pem)
    return found


def authenticator(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    assert isinstance(data, LoginPassword)
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


@contextmanager
def secured(security: Security, pem: Path) -> Iterator[MailServer]:
    """Run a mail server that takes letters only over TLS and after log-in."""
    settings: dict[str, Any] = {
        "authenticator": authenticator,
        # What comes in over TLS from the start, aiosmtpd does not know for encrypted.
        "auth_required": security is Security.STARTTLS,
        "auth_require_tls": security is Security.STARTTLS,
    }
    if security is Security.STARTTLS:
        settings |= {"tls_context": context(pem), "require_starttls": True}
    else:
        settings |= {"ssl_context": context(pem)}
    with running(MailServer(), **settings) as server:
        yield server


def a_way(port: int, papers: Papers, **values: object) -> SmtpTransport:
    facts: dict[str, object] = {
        "security": Security.STARTTLS,
        "user": USER,
        "password": PASSWORD,
        "ca_file": str(papers.trusted),
    }
    return transport(port, **(facts | values))


def refusal(way: SmtpTransport, recipient: str = "a@qinghe.example") -> TransportError:
    """Try to send, and return how it was refused; nothing was in doubt at any time."""
    committed: list[int] = []
    with pytest.raises(TransportError) as caught:
        way.send(as_bytes(a_message()), recipient, lambda: committed.append(1))
    assert committed == []
    assert PASSWORD not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_a_letter_goes_encrypted_and_after_log_in(security: Security, papers: Papers) -> None:
    with secured(security, papers.good) as server:
        way = a_way(server.port, papers, security=security)
        way.send(as_bytes(a_message()), "a@qinghe.example", lambda: None)
        assert server.arrived == [("a@qinghe.example", as_bytes(a_message()))]


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("expired", "证书已过期"),
        ("other_host", "证书不是发给这个地址的"),
        ("self_signed", "证书不是受信任的机构签发的"),
    ],
)
def test_a_certificate_that_does_not_hold_stops_the_letter(
    security: Security, paper: str, words: str, papers: Papers
) -> None:
    with secured(security, getattr(papers, paper)) as server:
        error = refusal(a_way(server.port, papers, security=security))
        assert (error.permanent, error.is_closed, server.arrived) == (False, True, [])
    assert words in str(error)


def test_a_wrong_password_is_told_and_held_against_no_letter(
    papers: Papers, ledger: Ledger
) -> None:
    items = [
        OutboxItem(str(number), f"<{number}@x>", f"{number}@x.example", "s", b"x", NOW.date())
        for number in range(9)
    ]
    ledger.enqueue(items, now=NOW)
    with secured(Security.STARTTLS, papers.good) as server:
        way = a_way(server.port, papers, password="wrong")
        report = deliver(ledger, way, now=lambda: NOW, rate=0)
        # Three tries and no more: servers lock accounts that knock too often.
        assert (report.retried, report.sent) == (3, 0)
        notices = ledger.outbox()
        assert {one.state for one in notices} == {NoticeState.PENDING}
        assert "不接受 [mail] 的用户名或口令（答复 535" in report.faults[0]
        assert "wrong" not in "".join(report.faults)
        report = deliver(
            ledger, a_way(server.port, papers), now=lambda: NOW.replace(hour=3), rate=0
        )
        assert (report.sent, len(server.arrived)) == (9, 9)


def test_encryption_that_is_not_offered_is_not_done_without(
    faulty: FaultServer, papers: Papers
) -> None:
    """Somebody on the line may have taken STARTTLS out of the answer."""
    error = refusal(a_way(faulty.port, papers))
    assert "没有提供加密（STARTTLS）" in str(error)
    assert not error.permanent


@pytest.mark.parametrize("answer", ["454 4.7.0 not now", "502 no", "220 go on"])
def test_encryption_that_fails_is_not_done_without(
    answer: str, faulty: FaultServer, papers: Papers
) -> None:
    faulty.faults = [Fault(Stage.EHLO, "250-test\r\n250 STARTTLS")]
    faulty.starttls = answer
    error = refusal(a_way(faulty.port, papers, timeout=0.3))
    assert not error.permanent
    assert faulty.seen.count(b"AUTH") + faulty.seen.count(b"MAIL") == 0


def test_a_plain_server_where_encryption_was_set_is_named(
    faulty: FaultServer, papers: Papers
) -> None:
    error = refusal(a_way(faulty.port, papers, security=Security.SSL))
    assert "请检查端口和加密方式" in str(error)


def test_a_server_without_log_in_is_named(faulty: FaultServer, papers: Papers) -> None:
    error = refusal(a_way(faulty.port, papers, security=Security.PLAIN))
    assert "邮件服务器不支持登录" in str(error)


def test_a_password_in_full_width_letters_is_named_but_not_shown(
    faulty: FaultServer, papers: Papers
) -> None:
    error = refusal(a_way(faulty.port, papers, security=Security.PLAIN, password="密码１２３"))
    assert "有中文、全角等字符" in str(error)
    assert "密码１２３" not in str(error)


@pytest.mark.parametrize(
    "recipient", ["", "wang", "@x.example", "wang@", "a b@x.example", "a@x\r\nRCPT TO:<b@x>"]
)
def test_what_is_no_address_is_refused_for_good(recipient: str, faulty: FaultServer) -> None:
    error = refusal(transport(faulty.port), recipient)
    assert error.permanent
    assert "不是有效的邮箱地址" in str(error)


def test_a_sender_that_is_no_address_is_held_against_no_letter(faulty: FaultServer) -> None:
    error = refusal(transport(faulty.port, envelope_from="xunjian"))
    assert (error.permanent, error.is_closed) == (False, True)
    assert str(error) == "[mail] 的 sender：“xunjian”不是有效的邮箱地址"


def test_an_address_in_chinese_needs_a_server_that_knows_them(faulty: FaultServer) -> None:
    error = refusal(transport(faulty.port), "王科长@qinghe.example")
    assert error.permanent
    assert "不支持含有中文等字符的邮箱地址“王科长@qinghe.example”" in str(error)
    with running(MailServer(), enable_SMTPUTF8=True) as server:
        way = transport(server.port)
        way.send(as_bytes(a_message()), "王科长@qinghe.example", lambda: None)
        assert [address for address, _ in server.arrived] == ["王科长@qinghe.example"]


def test_a_domain_in_chinese_has_another_spelling(server: MailServer) -> None:
    transport(server.port).send(as_bytes(a_message()), "wang@青禾区.政务", lambda: None)
    assert [address for address, _ in server.arrived] == ["wang@xn--dkr390g9vt.xn--zfr164b"]


def test_eight_bit_letters_go_only_where_they_arrive_whole(
    server: MailServer, faulty: FaultServer
) -> None:
    letter = "Subject: x\r\n\r\n原文\r\n".encode()
    transport(server.port).send(letter, "a@qinghe.example", lambda: None)
    assert server.arrived[0][1] == letter
    faulty.faults = [Fault(Stage.EHLO, "250 test")]
    with pytest.raises(TransportError, match="8BITMIME") as caught:
        transport(faulty.port).send(letter, "a@qinghe.example", lambda: None)
    assert caught.value.permanent


def test_letters_are_seven_bit() -> None:
    assert as_bytes(a_message()).isascii()
