"""Delivery by SMTP to a server that may misbehave."""

import socket

import pytest

from notifier.letter import as_bytes
from notifier.transports import TRANSPORTS, TransportError, UnknownDelivery
from notifier.transports.smtp import SmtpTransport
from tests.notifier.mail_server import MailServer
from tests.notifier.test_letter import SUBJECT, a_message


def transport(port: int, **values: object) -> SmtpTransport:
    facts: dict[str, object] = {"envelope_from": "xunjian@qinghe.example", "timeout": 5.0}
    return SmtpTransport("127.0.0.1", port=port, local_name="test", **(facts | values))  # type: ignore[arg-type]


def send(port: int) -> list[str]:
    steps: list[str] = []
    transport(port).send(
        as_bytes(a_message()), "minzheng@qinghe.example", lambda: steps.append("commit")
    )
    return steps


def test_a_letter_arrives_as_it_was_written(server: MailServer) -> None:
    assert send(server.port) == ["commit"]
    ((address, content),) = server.arrived
    assert address == "minzheng@qinghe.example"
    assert content == as_bytes(a_message())
    (mail,) = server.mails()
    assert mail["Subject"] == SUBJECT
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["您好", ".", "以点开头的行"]


def test_lines_that_begin_with_a_dot_arrive_whole(server: MailServer) -> None:
    content = b"Subject: x\r\n\r\n.\r\n..a\r\n.b\r\nend"
    transport(server.port).send(content, "a@qinghe.example", lambda: None)
    assert server.arrived[0][1] == content + b"\r\n"


@pytest.mark.parametrize(
    ("rcpt", "data", "permanent", "steps"),
    [
        # Refused before the body: nothing is in doubt.
        ("450 4.2.1 try later", "250 OK", False, 0),
        ("550 5.1.1 no such user", "250 OK", True, 0),
        # Refused after the final dot: the answer is definite.
        ("250 OK", "451 4.3.0 try later", False, 1),
        ("250 OK", "554 5.7.1 looks like spam", True, 1),
    ],
)
def test_a_refusal_says_whether_trying_again_helps(
    server: MailServer, rcpt: str, data: str, permanent: bool, steps: int
) -> None:
    server.rcpt, server.data = rcpt, data
    committed: list[int] = []
    with pytest.raises(TransportError) as caught:
        transport(server.port).send(
            as_bytes(a_message()), "a@qinghe.example", lambda: committed.append(1)
        )
    refusal = rcpt if steps == 0 else data
    assert caught.value.permanent is permanent
    assert caught.value.code == int(refusal[:3])
    assert refusal[4:] in str(caught.value)
    assert len(committed) == steps
    assert server.arrived == []


def test_a_line_that_breaks_after_the_final_dot_leaves_the_outcome_unknown(
    server: MailServer,
) -> None:
    server.data = "drop"
    with pytest.raises(UnknownDelivery):
        send(server.port)
    assert len(server.arrived) == 1


def test_a_server_that_cannot_be_reached_is_tried_again_later() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(TransportError) as caught:
        send(port)
    assert not caught.value.permanent


def test_a_server_that_never_greets_does_not_hold_the_sender(server: MailServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(TransportError) as caught:
            transport(port, timeout=0.2).send(b"x", "a@qinghe.example", lambda: None)
    assert not caught.value.permanent


def test_settings_that_the_server_does_not_accept_are_not_held_against_the_letter(
    server: MailServer,
) -> None:
    with pytest.raises(TransportError) as caught:
        transport(server.port, user="xunjian", password="wrong").send(
            b"x", "a@qinghe.example", lambda: None
        )
    assert not caught.value.permanent


def test_when_the_commit_cannot_be_noted_the_letter_is_not_sent(server: MailServer) -> None:
    def refuse() -> None:
        raise RuntimeError("taken over")

    with pytest.raises(RuntimeError, match="taken over"):
        transport(server.port).send(as_bytes(a_message()), "a@qinghe.example", refuse)
    assert server.arrived == []


def test_the_password_does_not_show() -> None:
    assert "geheim" not in repr(transport(25, password="geheim"))
    assert set(TRANSPORTS) == {"smtp", "directory"}
