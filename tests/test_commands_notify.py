"""`xunjian notify` as a person runs it, with a real mail server."""

from ledger.lifecycle import State
from tests.cli import xunjian
from tests.notifier.mail_server import MailServer, running
from tests.sample import Sample

TODAY = ("--today", "2026-11-23")


def with_mail(sample: Sample, port: int) -> None:
    """Make the sample send its letters to a server on loopback."""
    path = sample.directory / "xunjian.toml"
    text = path.read_text(encoding="utf-8").replace(
        'directory = "outbox"', f'host = "127.0.0.1"\nport = {port}\nrate = 0\n#'
    )
    path.write_text(text, encoding="utf-8")


def test_a_dry_run_lists_the_letters_and_sends_nothing(own: Sample) -> None:
    with running(MailServer()) as server:
        with_mail(own, server.port)
        ran = xunjian("notify", "-c", own.directory, "--dry-run", *TODAY)
        assert not server.arrived
    assert ran.code == 0
    assert "未发送（--dry-run）" in ran.out
    assert "nyj@qinghe.example" in ran.flat
    assert set(own.states().values()) == {State.NEW}


def test_letters_reach_a_mail_server_once_and_the_issues_are_told(own: Sample) -> None:
    with running(MailServer()) as server:
        with_mail(own, server.port)
        ran = xunjian("notify", "-c", own.directory, *TODAY)
        arrived = [address for address, _ in server.arrived]
        again = xunjian("notify", "-c", own.directory, *TODAY)
        assert [address for address, _ in server.arrived] == arrived
    assert ran.code == 0
    assert f"封（{len(arrived)} 个收件人）。" in ran.out
    assert {"nyj@qinghe.example", "zwgkb@qinghe.example"} <= set(arrived)
    assert set(own.states().values()) == {State.NOTIFIED}
    assert (again.code, again.out) == (0, "邮件：发出 0 封。\n")


def test_a_refused_mailbox_is_named_and_ends_with_code_3(own: Sample) -> None:
    with running(MailServer(rcpt="550 no such user")) as server:
        with_mail(own, server.port)
        ran = xunjian("notify", "-c", own.directory, *TODAY)
    assert ran.code == 3
    assert "发出 0 封" in ran.out
    assert "发送失败" in ran.out
    assert "nyj@qinghe.example：发送失败。" in ran.flat
    assert "550" in ran.out


def test_a_mail_server_that_is_away_is_tried_again_later(own: Sample) -> None:
    with running(MailServer()) as server:
        port = server.port
    with_mail(own, port)
    ran = xunjian("notify", "-c", own.directory, *TODAY)
    assert ran.code == 3
    assert "稍后重试" in ran.out


def test_mail_that_is_not_set_up_is_a_fault_of_the_configuration(own: Sample) -> None:
    path = own.directory / "xunjian.toml"
    text = path.read_text(encoding="utf-8").replace("supervisor =", "# supervisor =")
    path.write_text(text, encoding="utf-8")
    ran = xunjian("notify", "-c", own.directory)
    assert ran.code == 2
    assert "mail.supervisor" in ran.err
