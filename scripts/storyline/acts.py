"""What people can do in the story: on the platform, in the units, at the desk."""

import shlex
from collections.abc import Callable
from datetime import date

from storyline.office import HEAD, Office, unit
from storyline.post import Answer
from storyline.texts import FAULTY, body, number_of, weekly

MENDED, WORKING, LATER, WRONG = "已整改", "整改中", "申请延期", "疑似误报"
FAULTS = {"登陆": "登录", "己经": "已经", "截止到": "截至", "秸杆": "秸秆"}
FAULTS |= {"对公帐户": "对公账户", "依法制国": "依法治国"}
CENTRES = (
    "申请材料交到行政服务中心三楼。",
    "咨询请到行政服务中心二号窗口。",
    "群众可到行政服务中心查阅原件。",
    "验收合格的，到行政服务中心领取证书。",
    "预约成功后，到行政服务中心缴费。",
    "当事人可到行政服务中心提交申请。",
)


def _mend(office: Office, *paths: str) -> None:
    """Correct the words on pages."""
    for path in paths:
        text = office.platform.articles[path].text
        for wrong, right in FAULTS.items():
            text = text.replace(wrong, right)
        office.platform.articles[path].text = text


def _publish(office: Office, column: str, name: str, title: str, day: date, said: str) -> None:
    office.platform.publish(column, name, title, day, body(day.toordinal() * 3, said))


def _answer(office: Office, unit_id: str, said: Answer, *places: str, code: str = "W101") -> None:
    numbers = [office.issue(place, code).id for place in places]
    office.answer(unit(unit_id), dict.fromkeys(numbers, said))


def mended(unit_id: str, *paths: str) -> Callable[[Office], None]:
    """Correct pages and say so in the list that is sent back."""

    def happen(office: Office) -> None:
        _mend(office, *paths)
        _answer(office, unit_id, Answer(MENDED, "已按建议改正"), *paths)

    return happen


def claimed(unit_id: str, *places: str, code: str = "W101") -> Callable[[Office], None]:
    """Only say so."""

    def happen(office: Office) -> None:
        _answer(office, unit_id, Answer(MENDED, "已改正"), *places, code=code)

    return happen


def said(unit_id: str, answer: Answer, *places: str) -> Callable[[Office], None]:
    """Send the list back with an answer."""

    def happen(office: Office) -> None:
        _answer(office, unit_id, answer, *places)

    return happen


def quietly(*paths: str) -> Callable[[Office], None]:
    """Correct pages and tell nobody."""

    def happen(office: Office) -> None:
        _mend(office, *paths)

    return happen


def typed(line: str, *, about: str = "", code: str = "W101") -> Callable[[Office], str]:
    """Run a command; “{}” in it is the number of the issue at `about`."""

    def happen(office: Office) -> str:
        number = str(office.issue(about, code).id) if about else ""
        chosen = line.replace("{}", number)
        return f"$ xunjian {chosen}\n{office.command(*shlex.split(chosen))}"

    return happen


def published(column: str, name: str, title: str, day: date, text: str) -> Callable[[Office], None]:
    """Put up an article."""

    def happen(office: Office) -> None:
        _publish(office, column, name, title, day, text)

    return happen


def _file(office: Office, *, stands: bool) -> None:
    if stands:
        office.platform.files["/wsj/kaifang.html"] = "各门诊周一至周五开放。".encode()
    else:
        office.platform.files.pop("/wsj/kaifang.html", None)


def opened(office: Office) -> None:
    """Put the missing page of the health office in its place, and say so."""
    _file(office, stands=True)
    _answer(office, "wsj", Answer(MENDED, "链接已恢复"), "wsj", code="L401")


def lost(office: Office) -> None:
    """Lose it again."""
    _file(office, stands=False)


def clicked(unit_id: str, *paths: str, code: str = "W101") -> Callable[[Office], None]:
    """Correct pages and answer by the link in the letter."""

    def happen(office: Office) -> None:
        _mend(office, *paths)
        numbers = tuple(office.issue(path, code).id for path in paths)
        office.click(unit(unit_id), numbers)

    return happen


def gone(office: Office) -> None:
    """Take the page of the farmers' office down, and say so."""
    office.platform.take_down("/nyj/t01.html")
    _answer(office, "nyj", Answer(MENDED, "页面已撤下"), "/nyj/t01.html")


def moved(office: Office) -> None:
    """Give a page another address."""
    office.platform.move("/scj/t01.html", "g01")


def leak(name: str, day: date, order: int) -> Callable[[Office], None]:
    """Publish somebody's identity number."""

    def happen(office: Office) -> None:
        number = number_of(date(1988, 3, order), 20 + order)
        _publish(office, "rsj", name, "拟聘用人员公示", day, f"张某某，身份证号：{number}。")

    return happen


def hidden(name: str, *, by_link: bool = False) -> Callable[[Office], None]:
    """Take the number off the page and say so."""

    def happen(office: Office) -> None:
        path = f"/rsj/{name}.html"
        article = office.platform.articles[path]
        article.text = article.text.split("，身份证号")[0] + "，符合条件。"
        if by_link:
            office.click(unit("rsj"), (office.issue(path, "P201").id,))
        else:
            _answer(office, "rsj", Answer(MENDED, "号码已隐去"), path, code="P201")

    return happen


def confirmed(office: Office) -> str:
    """Confirm all that may be published."""
    return _publish_or_not(office, "publish", "--by", HEAD)


def withheld(office: Office) -> str:
    """Publish nothing of it."""
    reason = ("--reason", "已约谈单位负责人，不再通报")
    return _publish_or_not(office, "publish", "--drop", *reason, "--by", HEAD)


def _publish_or_not(office: Office, command: str, *options: str) -> str:
    numbers = [str(one.issue.id) for one in office.ledger.desk.public_candidates()]
    words = ("issues", command, *numbers, *options)
    return f"$ xunjian {' '.join(words)}\n{office.command(*words)}"


def down(office: Office) -> None:
    """Let nearly all pages answer 503."""
    office.platform.is_down = True


def back(office: Office) -> None:
    """Let the platform work again."""
    office.platform.is_down = False


def reworded(office: Office) -> None:
    """Put a name that is no longer used into the office's own list."""
    office.words("到行政服务中心,到政务服务中心,A,机构已更名")


def fresh(day: date) -> Callable[[Office], None]:
    """Publish the week's news."""

    def happen(office: Office) -> None:
        weekly(office.platform, day)

    return happen


def old_name(office: Office) -> None:
    """Pages with a name that nobody objects to yet."""
    for number, column in enumerate(("jyj", "zjj", "nyj", "scj", "swj", "sfj")):
        day = date(2026, 9, 2 + number)
        title = f"办事指引第{number + 1}号"
        office.platform.publish(column, "z01", title, day, body(700 + number, CENTRES[number]))


def reverted(office: Office) -> None:
    text = FAULTY[0][3]
    office.platform.edit("/jyj/t01.html", text.replace("登陆", "登录"), text)


def both(*acts: Callable[[Office], object]) -> Callable[[Office], None]:
    """Do several things at once."""

    def happen(office: Office) -> None:
        for act in acts:
            act(office)

    return happen


def renewed(office: Office) -> None:
    """Publish something in the column that has gone stale."""
    _publish(office, "cgj", "n01", "城市管理工作动态", date(2026, 10, 19), "")


def renamed(office: Office) -> None:
    """Write the new name on three pages."""
    for one in ("jyj", "zjj", "nyj"):
        office.platform.edit(f"/{one}/z01.html", "行政服务中心", "政务服务中心")
