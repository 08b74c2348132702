"""What `xunjian notify` and its subcommands do; each returns an exit code."""

from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

from rich.table import Table
from rich.text import Text

from checks.workdays import LOCAL
from ledger.errors import StaleNoticeError, UnknownNoticeError
from ledger.hours import ALWAYS, SendingHours
from ledger.ledger import Ledger
from ledger.mailed import Letter as Sent
from ledger.outbox import ROBOT, NoticeState
from notifier.letter import as_bytes
from notifier.notice import Occasion
from notifier.transports.directory import DirectoryTransport
from xunjian import config as configuration
from xunjian.commands import INCOMPLETE, USAGE, require_folder
from xunjian.config import ConfigError
from xunjian.notify import Letter, allowed, deliver_due, letters, notify
from xunjian.opened import open_ledger
from xunjian.private import write_private
from xunjian.results import print_delivery
from xunjian.show import console

OCCASIONS = {
    "daily": Occasion.DAILY,
    "urgent": Occasion.URGENT,
    "answers": Occasion.ANSWERS,
}
NOT_NOW = {
    Occasion.DAILY: (
        "今天不再通报（节假日，或者已过发信时段），只发紧急通报，其余等到下一个工作日；"
        "确需现在发的，加 --any-time。"
    ),
    Occasion.ANSWERS: "现在不在发信时段，复核答复到时再发；确需现在发的，加 --any-time。",
}
STYLES = {NoticeState.FAILED: "bold red", NoticeState.UNKNOWN: "yellow"}


def run_notify(directory: Path, today: date, occasion: str, *, any_time: bool = False) -> int:
    """Queue what is to be told and send what is due."""
    config = configuration.load(directory)
    chosen, now = OCCASIONS[occasion], datetime.now(UTC)
    hours = ALWAYS if any_time else config.hours
    _say_if_later(chosen, today, now, hours)
    with open_ledger(config) as ledger:
        report = notify(config, ledger, now=now, today=today, occasion=chosen, hours=hours)
        is_daily = allowed(chosen, today, now, hours) is Occasion.DAILY
        left = len(ledger.pending()) if is_daily else 0
        waiting = ledger.notice_counts().get(NoticeState.PENDING, 0)
    print_delivery(config, report)
    if waiting and not hours.is_open(now):
        console().print(f"现在不在发信时段，{waiting} 个收件人的信到时再发。")
    if left:
        console().print(f"另有 {left} 项变化，今天的信已经登记，等到下一个工作日再发。")
    return INCOMPLETE if report.failed or report.retried or report.unknown else 0


def run_dry(directory: Path, today: date, occasion: str, *, any_time: bool = False) -> int:
    """List the letters that would be written."""
    config = configuration.load(directory)
    chosen, now = OCCASIONS[occasion], datetime.now(UTC)
    hours = ALWAYS if any_time else config.hours
    _say_if_later(chosen, today, now, hours)
    told = allowed(chosen, today, now, hours)
    out = console()
    with open_ledger(config) as ledger:
        due = letters(config, ledger, today=today, now=now, occasion=told) if told else []
    for letter in due:
        _name(letter)
    out.print(f"共 {len(due)} 封，未发送（--dry-run）。" if due else "没有需要发送的邮件。")
    return 0


def run_preview(directory: Path, today: date, occasion: str, output: Path) -> int:
    """Write the letters as they would be sent, and queue nothing."""
    if output.exists() and not output.is_dir():
        raise ConfigError([f"{output}：不是文件夹"])
    config = configuration.load(directory)
    with open_ledger(config) as ledger:
        chosen = OCCASIONS[occasion]
        due = letters(config, ledger, today=today, now=datetime.now(UTC), occasion=chosen)
    out = console()
    folder = DirectoryTransport(output)
    for letter in due:
        folder.send(as_bytes(letter.message), "", lambda: None)
        _name(letter)
    if due:
        out.print(f"共 {len(due)} 封，已写到 {output}，没有登记，也没有发送。", soft_wrap=True)
        if config.web.url:
            out.print("与发出的信相比只少“点此签收和反馈”的链接：链接在登记时生成。")
    else:
        out.print("没有需要发送的邮件。")
    return 0


def _name(letter: Letter) -> None:
    to = "；".join(letter.notice.recipient.emails)
    console().print(f"{letter.message.subject}　→　{to}", soft_wrap=True)


def run_list(directory: Path, states: tuple[str, ...], limit: int | None) -> int:
    """Print the outbox."""
    known = {state.value: state for state in NoticeState}
    if unknown := [name for name in states if name not in known]:
        raise ConfigError([f"没有状态“{name}”，应为 {'、'.join(known)}" for name in unknown])
    config = configuration.load(directory)
    with open_ledger(config) as ledger:
        found = ledger.post.letters(tuple(known[name] for name in states), limit)
        counts = ledger.notice_counts()
    out = console()
    if found:
        out.print(_table(found))
    wanted = [known[name] for name in states] or list(known.values())
    total = sum(counts.get(state, 0) for state in wanted)
    rest = "，加 --all 全部列出" if total > len(found) else ""
    out.print(
        f"共 {total} 封，列出 {len(found)} 封{rest}。" if total else "发件箱里没有这样的邮件。"
    )
    return 0


def run_show(directory: Path, number: int, output: Path | None) -> int:
    """Print a letter, or write it to a file as it is."""
    config = configuration.load(directory)
    if output is not None:
        require_folder(output)
    with open_ledger(config) as ledger:
        queued = ledger.post.letter(number)
    out = console()
    if output is not None:
        write_private(output, queued.payload)
        out.print(f"邮件 {number} 已写到 {output}。", soft_wrap=True)
        return 0
    mail = message_from_bytes(queued.payload, policy=policy.default)
    body = mail.get_body(preferencelist=("plain",))
    text = str(body.get_content()) if body is not None else queued.payload.decode(errors="replace")
    out.print(Text(f"{number}　{queued.state}　{queued.subject}", "bold"))
    out.print(f"收件人：{_recipient(queued.recipient)}　登记于 {_clock(queued.created_at)}")
    for part in mail.iter_attachments():
        out.print(f"附件：{part.get_filename()}")
    out.print()
    out.print(Text(text), soft_wrap=True)
    return 0


def run_resend(directory: Path, numbers: tuple[int, ...]) -> int:
    """Queue letters once more and send them; say of each that cannot be why."""
    config = configuration.load(directory)
    out, again, refused = console(), 0, 0
    with open_ledger(config) as ledger:
        for number in dict.fromkeys(numbers):
            if refusal := _requeued(ledger, number):
                out.print(Text(f"邮件 {number}：{refusal}", "bold red"), soft_wrap=True)
                refused += 1
            else:
                again += 1
        if again:
            print_delivery(config, deliver_due(config, ledger))
            if not config.hours.is_open(datetime.now(UTC)):
                out.print("现在不在发信时段，紧急通报以外的到时再发。")
    return USAGE if refused else 0


def _requeued(ledger: Ledger, number: int) -> str:
    """Queue the letter once more; return why not."""
    try:
        queued = ledger.post.letter(number)
        if queued.state is NoticeState.SENT:
            when = f"{_clock(queued.settled_at)} " if queued.settled_at else ""
            return (
                f"{when}已经送达，不重发。要再给对方一份，用 xunjian notify show {number} -o 文件.eml"
                " 写成文件后转发。"
            )
        ledger.requeue(number, datetime.now(UTC))
    except UnknownNoticeError:
        return "发件箱中没有这个编号，见 xunjian notify list。"
    except StaleNoticeError:
        return "正在发送，请稍后用 xunjian notify list 查看结果。"
    return ""


def _say_if_later(occasion: Occasion, today: date, now: datetime, hours: SendingHours) -> None:
    if allowed(occasion, today, now, hours) is not occasion:
        console().print(NOT_NOW[occasion])


def _table(found: list[Sent]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("编号", "登记", "类型", "收件人", "状态", "次数", "最近结果"):
        may_break = heading in ("收件人", "最近结果")
        table.add_column(
            heading,
            justify="right" if heading in ("编号", "次数") else "left",
            no_wrap=not may_break,
            overflow="fold",
        )
    for one in found:
        table.add_row(
            str(one.id),
            _clock(one.created_at),
            one.kind,
            _recipient(one.recipient),
            Text(str(one.state), STYLES.get(one.state, "")),
            str(one.attempts),
            _result(one),
        )
    return table


def _result(one: Sent) -> str:
    """Say in a few words what came of the letter last."""
    doubled = "，可能重复" if one.maybe_sent else ""
    again = f"，{_clock(one.next_at)} 再试" if one.next_at and one.attempts else ""
    match one.state:
        case NoticeState.SENT:
            when = f"{_clock(one.settled_at)} " if one.settled_at else ""
            return f"{when}送达{doubled}"
        case NoticeState.PENDING if not one.attempts:
            return f"等待发送（{_clock(one.next_at)} 起）" if one.next_at else "等待发送"
        case NoticeState.CONNECTING | NoticeState.COMMITTED:
            return f"正在发送{doubled}"
    return f"{one.last_text or '没有答复'}{again}{doubled}"


def _recipient(recipient: str) -> str:
    if recipient.startswith(ROBOT):
        return f"机器人“{recipient.removeprefix(ROBOT)}”"
    return recipient


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%m-%d %H:%M}"
