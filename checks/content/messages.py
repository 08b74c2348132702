"""Reads messages of citizens and the answers to them from lists and pages of any shape."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from checks.content.labels import Field, Vocabulary, longest
from checks.views import Document
from crawler.page import Page, Role
from crawler.site import Column

LABELS = Vocabulary.of(
    {
        "sender": "来信人 留言人 写信人 咨询人 提问人 发信人 网友 昵称 姓名 来信者",
        "asked": "来信时间 来信日期 留言时间 留言日期 提问时间 咨询时间 咨询日期 写信时间 写信日期 信件时间 提交时间 "
        "发信时间 投递时间 诉求时间 反映时间 提问日期 提交日期",
        "question": "来信内容 留言内容 信件内容 咨询内容 提问内容 问题内容 诉求内容 写信内容 反映内容 问题描述 信件正文",
        "subject": "来信标题 信件标题 留言标题 咨询标题 留言主题 来信主题 信件主题 咨询主题 诉求标题 问题标题 标题 主题",
        "kind": "信件类型 信件类别 来信类型 来信类别 留言类型 留言类别 咨询类型 诉求类型 诉求类别 类型 类别 写信类型",
        "number": "信件编号 来信编号 留言编号 编号 查询编号 查询码 受理编号",
        "to": "收信人 写信对象 收件单位 收件人 来信对象 收信单位 咨询对象",
        "answered": "回复时间 答复时间 回复日期 答复日期 办结时间 办结日期 处理时间 解答时间 回信时间",
        "unit": "回复单位 答复单位 办理单位 处理单位 回复部门 答复部门 办理部门 处理部门 答复机构 回复机构 回复人 答复人 "
        "受理单位 受理部门 承办单位 办理机构 承办部门 解答单位 答复者",
        "answer": "回复内容 答复内容 处理结果 办理结果 答复意见 回复意见 答复情况 回复情况 官方回复 官方答复 回复 答复 "
        "办理情况 处理情况 解答内容 部门回复 部门答复 回信内容 处理意见",
        "state": "状态 处理状态 办理状态 信件状态 回复状态 答复状态 当前状态 留言状态 办理进度 是否回复 是否答复",
        "rating": "满意度 满意度评价 评价 我要评价 浏览次数 浏览量 点击量 是否公开",
    }
)
# Columns in which offices answer questions.
_TALK = re.compile(
    r"信箱|咨询|留言|写信|来信|信件|问政|建言|民声|你问我答|有问必答|在线问答|问答选登|网民|回音壁|互动交流"
)
# These are not consultation, or no messages of citizens (国办秘函〔2019〕19号 leaves them out).
_OTHER = re.compile(
    r"信访|举报|检举|纪检|监察|巡视|巡察|提案|代表建议|人大|政协|申请公开|咨询电话|专家咨询|招标|采购|公告|通知|公示|统计|须知|说明"
)
OTHER_KIND = re.compile(r"信访|举报|检举")
_WAITING = re.compile(
    r"[未待][回答]复|[未待](?:处理|办理|受理|办结)|(?:正在)?(?:处理|办理|受理)中|已受理|已转办|已交办|暂无回复|暂未回复|尚未[回答]复"
)
_ANSWERED = re.compile(r"已[回答]复|已办结|已解答|已处理|已回信|已反馈")
_REFUSED = re.compile(r"不予受理|不受理|无效|已退回|已撤[回销]|重复(?:件|来信)")
_DATE = re.compile(r"(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})")
_CRUMBS = re.compile(r"(?:当前|您的|所在|现在的?)位置[^\n]{0,80}")
_QUICK = re.compile(
    r"(?:来信|留言|信件|咨询|提问|写信|诉求|提交|反映|发信|投递|问题)(?:时间|日期|内容|标题|主题|描述|正文)"
)
# What every page of a message says in words of its own, so that a staff page with 姓名 is none.
_OWN = re.compile(r"来信|留言|信件|咨询|提问|写信|诉求|网友|收信")
_CAPTCHA = re.compile(r"验证码|\*\s*必填|必填项|请输入")
_NO_ANSWER = re.compile(r"^\W*(?:暂无|尚未|暂未|未)(?:回复|答复|处理|内容)?|^\W*$|^\W*无\W*$")
_GREETING = re.compile(r"您好|你好|收悉|尊敬的|感谢您")
_SIGNATURE = re.compile(
    r"^[\u4e00-\u9fff（）]{2,24}(?:局|委|委员会|办|办公室|政府|中心|街道|办事处|[乡镇]|院|支队|大队|公司|科|股|站)$",
    re.M,
)
# The trail stands at the top of one of the zones.
HEAD = 3000
LEAST_LABELS = 3
LEAST_ANSWER = 8


class Stage(StrEnum):
    """How far the answer to a message has come; REFUSED is due none, or not in public."""

    ANSWERED = "已答复"
    WAITING = "未答复"
    REFUSED = "不受理"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as one row or page shows it; `url` is its own page, "" where it has none.

    `shown` is the date of a row that does not say what it is the date of.
    """

    url: str
    title: str
    stage: Stage
    asked: date | None = None
    answered: date | None = None
    shown: date | None = None
    has_unit: bool = False
    has_answer: bool = False
    list_url: str = ""

    @property
    def newest(self) -> date | None:
        """The last day that is told of it."""
        return max((day for day in (self.asked, self.answered, self.shown) if day), default=None)


def text_of(doc: Document) -> str:
    """Return what stands outside the frame, labels that recur from page to page included.

    The cells of a file's tables stand in lines of their own, as those of a page do.
    """
    if doc.page is None or doc.page.role is Role.FILE:
        return doc.text.replace("\t", "\n")
    return f"{doc.page.margin_text}\n{doc.page.text}".strip()


def is_talk(page: Page, column: Column | None) -> bool:
    """Whether a page belongs to a column of consultation, by its column, trail or title."""
    trail = column.name if column is not None else ""
    if not _TALK.search(trail):
        zones = (page.frame_text, page.margin_text, page.text)
        crumbs = _CRUMBS.search("\n".join(zone[:HEAD] for zone in zones))
        trail = f"{trail} {page.meta.get('columnname', '')} {crumbs[0] if crumbs else ''}"
    if not _TALK.search(trail):
        # A notice about a mailbox names it as well.
        return bool(_TALK.search(page.title)) and not _OTHER.search(f"{trail} {page.title}")
    return not _OTHER.search(trail) and not OTHER_KIND.search(page.title)


def stage_of(text: str) -> Stage:
    """Read a state; what says 未回复 is no 回复."""
    for pattern, stage in (
        (_REFUSED, Stage.REFUSED),
        (_WAITING, Stage.WAITING),
        (_ANSWERED, Stage.ANSWERED),
    ):
        if pattern.search(text):
            return stage
    return Stage.UNKNOWN


def days_of(text: str) -> list[date]:
    """Return the dates in a text, impossible ones left out."""
    days = []
    for match in _DATE.finditer(text):
        try:
            days.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            continue
    return days


def first_day(text: str) -> date | None:
    """Return the first date in a text."""
    return next(iter(days_of(text)), None)


def messages_in(
    title: str, text: str, url: str = "", *, has_form: bool = False
) -> tuple[Message, ...]:
    """Return the message that a page shows, several on a board, none on any other page."""
    if not _QUICK.search(text):
        return ()
    if not any(_OWN.search(match[0]) for match in LABELS.pattern.finditer(text)):
        return ()
    blocks = _blocks(LABELS.read(text))
    found = []
    for block in blocks:
        values = longest(block)
        name = title if len(blocks) == 1 else values.get("subject") or values.get("question", "")
        message = _message(name.partition("\n")[0], values, "" if len(blocks) > 1 else url)
        is_form = message is not None and not message.has_answer and message.asked is None
        # A form that waits for a message has its labels too.
        if message is not None and not (is_form and (has_form or _CAPTCHA.search(text))):
            found.append(message)
    return tuple(found)


def _blocks(fields: tuple[Field, ...]) -> list[tuple[Field, ...]]:
    """Part the fields where the first label of a message comes again."""
    starts = [0] if fields else []
    for number, field in enumerate(fields):
        is_first = bool(number) and field.value and field.name == fields[starts[-1]].name
        if is_first and {"question", "asked"} & {each.name for each in fields[number:]}:
            starts.append(number)
    ends = [*starts[1:], len(fields)]
    return [fields[start:end] for start, end in zip(starts, ends, strict=True)]


def _message(title: str, values: dict[str, str], url: str) -> Message | None:
    told = {name for name, value in values.items() if value}
    is_said = "question" in told or ("subject" in told and "asked" in values)
    kind = values.get("kind", "").partition("\n")[0]
    if len(values) < LEAST_LABELS or not is_said:
        return None
    has_answer = _has_answer(values)
    is_other = OTHER_KIND.search(f"{kind} {title}")
    return Message(
        url,
        title,
        Stage.REFUSED if is_other else _stage(values, has_answer=has_answer),
        asked=first_day(values.get("asked", "")),
        answered=first_day(values.get("answered", "")) or _signed_day(values),
        has_unit="unit" in told or bool(_SIGNATURE.search(values.get("answer", ""))),
        has_answer=has_answer,
    )


def _has_answer(values: dict[str, str]) -> bool:
    answer = values.get("answer", "")
    if answer and not _NO_ANSWER.match(answer) and stage_of(answer[:LEAST_ANSWER]) is Stage.UNKNOWN:
        return True
    # Below 回复时间 the answer often follows without a label.
    for name in ("answered", "unit", "answer"):
        rest = values.get(name, "").partition("\n")[2]
        if _GREETING.search(rest) or len(rest) >= 4 * LEAST_ANSWER:
            return True
    return False


def _signed_day(values: dict[str, str]) -> date | None:
    """Return the day under an answer that is signed and dated."""
    lines = values.get("answer", "").split("\n")[-3:]
    signed = [line for line in lines if _DATE.match(line.strip())]
    return first_day(signed[-1]) if signed else None


def _stage(values: dict[str, str], *, has_answer: bool) -> Stage:
    told = stage_of(values.get("state", "").partition("\n")[0])
    if told is Stage.REFUSED:
        return told
    if has_answer or first_day(values.get("answered", "")):
        return Stage.ANSWERED
    if told is not Stage.UNKNOWN:
        return told
    if "answer" in values or "answered" in values:
        return Stage.WAITING
    return Stage.UNKNOWN
