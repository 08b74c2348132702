"""The letter as MIME."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest

from notifier.letter import Message, Sender, as_bytes, file_name
from tests.notifier.builders import NOW, SENDER

SUBJECT = "【巡检】青禾区人民政府·区民政局·问题清单（新增3·复发1·已整改2）·2026年11月23日"


def a_message(**values: object) -> Message:
    message = Message(
        message_id="<scan47.mzj.list.c1@qinghe.example>",
        thread_id="<scan47.mzj@qinghe.example>",
        sender=SENDER,
        to=("minzheng@qinghe.example",),
        to_name="区民政局",
        at=NOW,
        subject=SUBJECT,
        html="<p>您好</p>",
        text="您好\n.\n以点开头的行\n",
        workbook=b"PK\x03\x04",
        workbook_name="区民政局-问题清单-20261123.xlsx",
    )
    return replace(message, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "subject",
    [
        SUBJECT,
        "【巡检】" + "区市场监督管理局" * 12 + "·2026年11月23日",
        "【巡检】A·B·政务公开2026·" * 6 + "完",
    ],
)
def test_a_chinese_subject_comes_back_exactly(subject: str) -> None:
    content = as_bytes(a_message(subject=subject))
    assert message_from_bytes(content, policy=policy.SMTP)["Subject"] == subject
    # As a client reads it that knows nothing of Python's parser.
    raw = message_from_bytes(content, policy=policy.compat32)["Subject"]
    assert str(make_header(decode_header(raw))) == subject


def test_blanks_and_line_breaks_in_names_cannot_break_headers() -> None:
    sender = Sender("x@qinghe.example", name="巡 检\r\nBcc: evil@evil.example")
    subject = "某 局\r\nBcc: a@b"
    mail = message_from_bytes(
        as_bytes(a_message(subject=subject, sender=sender)), policy=policy.SMTP
    )
    assert mail["Bcc"] is None
    assert mail["Subject"] == "某·局·Bcc:·a@b"


def test_the_headers_say_that_a_program_wrote_and_who_reads_answers() -> None:
    mail = message_from_bytes(as_bytes(a_message()), policy=policy.SMTP)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == "<scan47.mzj.list.c1@qinghe.example>"
    assert mail["References"] == "<scan47.mzj@qinghe.example>"
    assert mail["Reply-To"].addresses[0].addr_spec == "zwgk@qinghe.example"
    assert mail["From"].addresses[0].display_name == "政务公开巡检系统"
    assert mail["Date"].datetime == NOW


def test_long_message_ids_are_not_encoded() -> None:
    name = f"<20261123T010203-qinghe.{'unit' * 12}.list.c1@xunjian.qinghe.example>"
    content = as_bytes(a_message(message_id=name, thread_id=name))
    assert f"Message-ID: {name}\r\nReferences: {name}\r\n".encode() in content


def test_the_bytes_are_seven_bit_with_short_lines_and_always_the_same() -> None:
    content = as_bytes(a_message(html="<p>" + "长" * 5000 + "</p>"))
    assert content.isascii()
    assert all(len(line) <= 200 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content == as_bytes(a_message(html="<p>" + "长" * 5000 + "</p>"))


def test_the_attachment_has_its_name_in_both_ways() -> None:
    content = as_bytes(a_message())
    mail = message_from_bytes(content, policy=policy.SMTP)
    (part,) = mail.iter_attachments()
    assert part.get_filename() == "区民政局-问题清单-20261123.xlsx"
    assert part.get_content() == b"PK\x03\x04"
    assert b'name="=?utf-8?B?' in content
    assert b"filename*" in content


def test_without_a_workbook_there_is_no_attachment() -> None:
    mail = message_from_bytes(as_bytes(a_message(workbook=b"")), policy=policy.SMTP)
    assert list(mail.iter_attachments()) == []


def test_file_names_are_short_and_safe() -> None:
    assert file_name("../a/b:c*?.xlsx") == "a-b-c.xlsx"
    assert len(file_name("局" * 90 + ".xlsx")) == 45


def test_an_address_that_is_not_ascii_does_not_stop_the_round() -> None:
    mail = message_from_bytes(as_bytes(a_message(to=("王科长@青禾区.政务",))), policy=policy.SMTP)
    assert mail["To"].addresses[0].addr_spec == "王科长@青禾区.政务"


def test_a_long_name_stays_on_the_line_of_its_header() -> None:
    # Folded right behind the colon it is legal, but servers and archives read it differently.
    name = f"<{'s' * 60}.supervisor.summary.20261130@zwgk.qinghe.example>"
    sent = as_bytes(a_message(message_id=name))
    assert f"\r\nMessage-ID: {name}\r\n".encode() in sent
