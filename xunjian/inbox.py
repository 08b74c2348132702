"""The drop folder: mails and workbooks that are put there are taken and filed with an account."""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from checks.mask import mask
from checks.workdays import LOCAL
from ledger.feedback import Feedback, FeedbackPlan, Source
from ledger.ledger import Ledger
from notifier.answer_files import AnswersError, BrokenFileError
from notifier.answers import Answers
from xunjian.config import Config
from xunjian.feedback_plan import Owner
from xunjian.feedback_reading import owners, plan_of, read_safely
from xunjian.feedback_words import account
from xunjian.incoming_mail import MOST_BYTES, Incoming, open_mail
from xunjian.private import write_private

MAIL = ".eml"
# Between two looks at the sizes: who still writes changes them.
PAUSE_SECONDS = 1.0
# A damaged file may be one whose copying has stopped for a while.
PATIENCE_SECONDS = 600
PARTIAL = (".tmp", ".part", ".partial", ".crdownload", ".download", ".filepart")
Reader = Callable[[bytes, str], Answers]
LONGEST_NAME, SUFFIX_LENGTH = 200, 12
BROUGHT_BY = "收件夹"


class Folder(StrEnum):
    """Where what was looked at is filed."""

    DONE = "done"
    REFUSED = "refused"
    # Bounces and out-of-office replies: nobody has to read them, and nothing is thrown away.
    AUTOMATIC = "auto"


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that was dealt with, and the account that lies beside it."""

    name: str
    folder: Folder
    account: str


@dataclass(frozen=True, slots=True)
class Round:
    """What one look into the folder came to."""

    filed: tuple[Filed, ...] = ()
    waiting: int = 0

    @property
    def sentence(self) -> str:
        """What the scheduler notes; "" where there was nothing to do."""
        counts = {folder: sum(one.folder is folder for one in self.filed) for folder in Folder}
        words = {Folder.DONE: "收下", Folder.REFUSED: "退出待查", Folder.AUTOMATIC: "自动回复"}
        told = [f"{words[folder]} {count} 份" for folder, count in counts.items() if count]
        return "反馈：" + "，".join(told) + "。" if told else ""


def take_inbox(
    config: Config,
    ledger: Ledger,
    now: datetime,
    *,
    pause: float = PAUSE_SECONDS,
    read: Reader = read_safely,
) -> Round:
    """Take everything that lies ready in the drop folder; without one configured, nothing."""
    if not config.feedback.drop:
        return Round()
    drop = config.directory / config.feedback.drop
    for folder in Folder:
        (drop / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(drop) as is_alone:
        if not is_alone:
            return Round()
        desk = _Desk(config, ledger, now, read)
        ready, waiting = _ready(drop, pause)
        filed = []
        for path in ready:
            try:
                one = desk.deal_with(path)
                _file(drop, path, one, now)
            except (_NotYetError, OSError):
                # What cannot be read or moved stays where it is, and holds nothing else up.
                waiting += 1
            else:
                filed.append(one)
        return Round(tuple(filed), waiting)


class _NotYetError(Exception):
    """The file is perhaps not complete."""


@contextmanager
def _alone(drop: Path) -> Iterator[bool]:
    """Say whether nobody else looks into the folder at this moment."""
    with (drop / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


def _ready(drop: Path, pause: float) -> tuple[list[Path], int]:
    """Return the files whose size and time stand still, and how many do not."""
    before = {path: _state(path) for path in sorted(drop.iterdir()) if _is_wanted(path)}
    if not before:
        return [], 0
    time.sleep(pause)
    ready = [path for path, state in before.items() if state and state == _state(path)]
    return ready, len(before) - len(ready)


def _is_wanted(path: Path) -> bool:
    is_hidden = path.name.startswith((".", "~$"))
    return not is_hidden and path.suffix.lower() not in PARTIAL and _state(path) is not None


def _state(path: Path) -> tuple[int, int] | None:
    """Return size and time of a plain file; a link may lead anywhere and is left alone."""
    try:
        found = path.lstat()
    except OSError:
        return None
    is_plain = path.is_file() and not path.is_symlink()
    return (found.st_size, found.st_mtime_ns) if is_plain else None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Deals with one file after the other."""

    config: Config
    ledger: Ledger
    now: datetime
    read: Reader

    def deal_with(self, path: Path) -> Filed:
        """Take what is in the file and say where it belongs."""
        if path.stat().st_size > MOST_BYTES:
            why = f"文件超过 {MOST_BYTES // 1_000_000} MB，没有打开。"
            return Filed(_shown(path), Folder.REFUSED, why)
        body = path.read_bytes()
        if path.suffix.lower() == MAIL:
            return self._mail(path, open_mail(body))
        try:
            taken = self._take(body, _shown(path))
        except BrokenFileError as error:
            _wait_for(path)
            return Filed(_shown(path), Folder.REFUSED, str(error))
        except AnswersError as error:
            return Filed(_shown(path), Folder.REFUSED, str(error))
        return Filed(
            _shown(path), Folder.DONE if taken.accepted else Folder.REFUSED, account(taken)
        )

    def _mail(self, path: Path, mail: Incoming) -> Filed:
        head = f"发件人：{mail.sender or '不明'}\n主题：{mask(mail.subject)}\n"
        if mail.is_automatic:
            return Filed(_shown(path), Folder.AUTOMATIC, f"{head}自动回复或退信，不作反馈处理。")
        if mail.refused:
            return Filed(_shown(path), Folder.REFUSED, head + mail.refused)
        accounts, accepted = [], 0
        for one in mail.workbooks:
            try:
                taken = self._take(one.body, one.name, mail.sender)
            except AnswersError as error:
                if isinstance(error, BrokenFileError):
                    _wait_for(path)
                accounts.append(f"附件“{one.name}”：{error}")
            else:
                accounts.append(f"附件“{one.name}”：{account(taken)}")
                accepted += taken.accepted
        folder = Folder.DONE if accepted else Folder.REFUSED
        return Filed(_shown(path), folder, head + "\n".join(accounts))

    def _take(self, body: bytes, name: str, sender: str = "") -> Feedback:
        answers = self.read(body, name)
        source = Source.MAIL if sender else Source.WORKBOOK
        by = sender or BROUGHT_BY
        plan = plan_of(
            self.config, self.ledger, answers, self.now, source=source, sender=sender, by=by
        )
        if sender:
            self._require_sender(plan, sender)
        return self.ledger.mailbox.take(plan, self.now)

    def _require_sender(self, plan: FeedbackPlan, sender: str) -> None:
        """Refuse a workbook that somebody sends who is not of its unit; a person may look into it."""
        trusted = {
            one.lower() for one in (*self.config.feedback.trusted, *self.config.mail.supervisor)
        }
        own = {address.lower() for one in _of(self.config, plan) for address in one.emails}
        if self.config.feedback.senders == "listed" and sender not in trusted | own:
            raise AnswersError(
                f"发件人 {sender} 不在{plan.actor}的邮箱名单里，没有处理；"
                f"请与该单位核实，属实的用 xunjian issues import 导入附件。"
            )


def _wait_for(path: Path) -> None:
    """Let a damaged file lie while it is young: perhaps the rest of it is still to come."""
    if abs(time.time() - path.stat().st_mtime) < PATIENCE_SECONDS:
        raise _NotYetError


def _of(config: Config, plan: FeedbackPlan) -> list[Owner]:
    key = (plan.site_id, plan.unit_id)
    return [one for one in owners(config) if (one.site_id, one.unit_id) == key]


def _file(drop: Path, path: Path, one: Filed, now: datetime) -> None:
    """Put the file and its account where they belong; killed in between, the next look does it."""
    target = _target(drop / one.folder, path)
    at = now.astimezone(LOCAL)
    text = f"文件：{_shown(path)}\n处理时间：{at:%Y-%m-%d %H:%M}\n{one.account}\n"
    # With a mark, so that every editor on Windows knows the encoding.
    write_private(target.with_name(target.name + ".txt"), text.encode("utf-8-sig"))
    os.replace(path, target)  # noqa: PTH105 - as clear as the method


def _target(folder: Path, path: Path) -> Path:
    """Return a free name in the folder, the same at every attempt for the same content."""
    # Room for “.txt” and a mark; the system counts bytes.
    stem, suffix = os.fsencode(path.stem)[:LONGEST_NAME], path.suffix[:SUFFIX_LENGTH]
    target = folder / (_shown(Path(os.fsdecode(stem))) + suffix)
    body = path.read_bytes()
    if not target.exists() or target.read_bytes() == body:
        return target
    mark = hashlib.sha256(body).hexdigest()[:8]
    return folder / f"{target.stem}-{mark}{target.suffix}"


def _shown(path: Path) -> str:
    """Return the name as text; on some disks a name is bytes in an old encoding."""
    return os.fsencode(path.name).decode("utf-8", errors="replace")
