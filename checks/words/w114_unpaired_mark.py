"""W114 成对标点缺一半。"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.report import hit_at

_PAIRS = {"》": "《", "）": "（", "】": "【", "〕": "〔", "”": "“"}
_OPENING = {opening: closing for closing, opening in _PAIRS.items()}
_MARKS = re.compile("[《》（）【】〔〕“”()]")
# “1）” and “a）” number things, “（1”… opens them: both are pairs of no sentence.
_ITEM = re.compile(r"(?:^|[\s，。；：、])[0-9０-９a-zA-Z一二三四五六七八九十①-⑳]{1,3}$")
_CUT = ("…", "...", "．．．")
_SENTENCE_END = re.compile("[。！？；]$")
_LEAST = 8
_AROUND = 12


@dataclass(frozen=True, slots=True)
class _Lone:
    """A mark without its other half, at an offset; `is_certain` if that is a mistake."""

    mark: str
    at: int
    is_certain: bool = False


@page_rule(
    "W114",
    "unpaired-mark",
    "成对标点缺一半",
    Severity.ERROR,
    clause="GB/T 15834-2011《标点符号用法》4.8、4.9、4.15",
    bad=(
        "根据《中华人民共和国防洪法和《岭南省河道管理条例》的规定，现公告如下。",
        "要做到早谋划、早部署）、早落实，确保完成任务。",
        "可通过政务服务网（惠企专区申报，无需提交纸质材料。",
        "获得“专精特新中小企业认定的，给予一次性奖励10万元。",
    ),
    good=(
        "根据《中华人民共和国防洪法》（2016年修正）和“河长制”要求办理。",
        "1）申请表；2）身份证明；a）原件。",
        "“各单位要高度重视，\n“要加强领导，\n“要明确责任。”",
        "关于印发《青禾区人民政府关于加快推进…",
        "（一）总体要求（略）",
        "《关于转发〈省政府办公厅关于加强管理的通知〉的通知》",
        "温度（℃)和湿度(%）要记录。",
    ),
)
def unpaired_mark(doc: Document, ctx: Context) -> Reports:
    """一段话里的书名号、括号、引号只有一半。

    条目序号“1）”、跨段的引文（每段开头有前引号、最后才有后引号）、被省略号截断的标题不报；
    半角、全角括号混用当作一对。

    ## 为什么
    标点缺一半，文件名、引语的起止就不清楚；法律文件的名称写错还会引起误解。

    ## 怎样改
    补上缺的一半，或者删去多余的一半。
    """
    for lone in _unpaired(doc.text):
        key = f"{lone.mark} {_around(doc.text, lone.at)}"
        missing = _OPENING.get(lone.mark) or _PAIRS[lone.mark]
        yield hit_at(
            doc,
            lone.at,
            lone.at + 1,
            message=f"“{lone.mark}”没有与它成对的“{missing}”",
            key=key,
            suggestion=f"补上“{missing}”，或者删去“{lone.mark}”",
            severity=Severity.WARNING if lone.mark in "“”" else None,
        )


def _around(text: str, at: int) -> str:
    """Return what stands around an offset in its own paragraph."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    last = min(end if end >= 0 else len(text), at + _AROUND)
    return " ".join(text[max(start, at - _AROUND) : last].split())


def _unpaired(text: str) -> Iterator[_Lone]:
    """Yield the lone marks of a text that no other paragraph completes."""
    open_marks: dict[str, list[_Lone]] = {}
    lone: list[_Lone] = []
    start = 0
    for line in text.split("\n"):
        for each in _lone(line):
            found = _Lone(each.mark, start + each.at, each.is_certain)
            if found.mark in _OPENING:
                open_marks.setdefault(found.mark, []).append(found)
                lone.append(found)
            elif before := open_marks.get(_PAIRS[found.mark]):
                # All paragraphs of a long quotation open it, the last one closes it.
                lone = [other for other in lone if other not in before]
                before.clear()
            else:
                lone.append(found)
        start += len(line) + 1
    yield from (each for each in lone if each.is_certain)


def _lone(line: str) -> list[_Lone]:
    """Return the marks of a paragraph that have no other half in it."""
    stack: list[_Lone] = []
    lone: list[_Lone] = []
    for match in _MARKS.finditer(line):
        mark = {"(": "（", ")": "）"}.get(match[0], match[0])
        if mark in _OPENING:
            stack.append(_Lone(mark, match.start()))
        elif stack and stack[-1].mark == _PAIRS[mark]:
            stack.pop()
        elif not _is_item(mark, line, match.start()):
            lone += _closed(stack, _Lone(mark, match.start()))
    # Half-width brackets belong to formulas and smileys as often as to text.
    own = [each for each in (*lone, *stack) if line[each.at] not in "()"]
    return [_Lone(each.mark, each.at, _is_certain(each, own, line)) for each in own]


def _closed(stack: list[_Lone], closing: _Lone) -> list[_Lone]:
    """Close the innermost mark of a kind; return what stood open within, or the mark itself."""
    for at in range(len(stack) - 1, -1, -1):
        if stack[at].mark == _PAIRS[closing.mark]:
            within = stack[at + 1 :]
            del stack[at:]
            return within
    return [closing]


def _is_certain(each: _Lone, own: list[_Lone], line: str) -> bool:
    """Whether a lone mark is a mistake if no other paragraph completes it."""
    whole = line.rstrip()
    # A line that does not end like a sentence may go on in the next one; two may be a pair.
    if (
        len(own) > 1
        or len(line) < _LEAST
        or whole.endswith(_CUT)
        or not _SENTENCE_END.search(whole)
    ):
        return False
    if each.mark == "“":
        return each.at > 0 and not line[: each.at].rstrip().endswith(("：", ":"))
    return each.mark != "”" or line[each.at :].strip("。；，” ") != ""


def _is_item(mark: str, line: str, at: int) -> bool:
    return mark == "）" and bool(_ITEM.search(line[:at]))
