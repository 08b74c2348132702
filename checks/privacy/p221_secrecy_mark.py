"""P221 公开的文件带有密级标志。"""

import re
from collections.abc import Iterator

from checks.finding import Hit, Mark, Severity
from checks.mask import mask
from checks.privacy.lines import Line, lines
from checks.privacy.samples import RULES_TITLE, is_exam, is_sample
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document

_LEVEL = r"(?:绝密|机密|秘密|工作秘密)"
_STAR = "[★☆⭐✮*＊]"
_TERM = r"(?:长期|永久|解密前|公开前|[0-9０-９一二三四五六七八九十两]{1,3}(?:年|个月|月|天|日))"
_URGENT = r"(?:特急|特提|加急|平急|急件)?"
# The mark with its star, as a line of its own: with the number of the copy before it, the degree
# of urgency after it.
_STARRED = re.compile(
    rf"(?:№|No\.?)?(?:\d{{6}})?({_LEVEL}){_STAR}{{1,2}}{_TERM}?{_URGENT}(?:\d{{6}})?"
)
_WITH_TERM = re.compile(rf"(?:\d{{6}})?({_LEVEL}){_TERM}{_URGENT}")
_BARE = re.compile(rf"[（(【\[〔]?({_LEVEL})[）)】\]〕]?{_URGENT}")
_LABELLED = re.compile(rf"(?:密级|保密级别|秘密等级)[:：]({_LEVEL})(?:{_STAR}?{_TERM})?")
_NAMED = re.compile(rf"[（(【\[]({_LEVEL})(?:{_STAR}{_TERM}?)?[）)】\]]")
_COPY = re.compile(r"(?:№|No\.?|份号[:：]?)?\d{6}")
_PAPER = re.compile(
    r"特急|加急|平急|特提|签发人|(?:文件|简报|专报|要情|信息|通报|纪要|函)$|〔\d{4}〕\d+号|\[\d{4}\]\d+号"
)
_RELEASED = re.compile(
    r"(?:此件|本文|该文件|本件|文件)?(?:现)?已(?:经)?(?:解密|降密为?公开)|解密公开|公开发布|此件(?:主动)?公开|解除保密|(?:不再|取消)(?:作为)?(?:国家秘密|密级)"
)
_ARCHIVE = re.compile(
    r"开放档案|历史档案|档案(?:选编|选登|文献|史料|故事|解密|公布)|馆藏|史料|民国|文献(?:选编|汇编)|旧址|展览|展陈"
)
_OPENING = re.compile(r"启[用封]前|考试结束前|开考前")
# Where the version head of a paper stands, and how near to each other its parts do.
_HEAD_LINES = 12
_NEAR = 4
_HEAD = "000001\n机密★1年\n特急\n清河县人民政府文件\n清政发〔2026〕3号\n关于有关工作的通知"


@page_rule(
    "P221",
    "secrecy-mark",
    "公开的文件带有密级标志",
    Severity.CRITICAL,
    clause="《保守国家秘密法》第二十七条、第三十五条；《政府信息公开条例》第十四条、第十七条；GB/T 9704",
    bad=(
        _HEAD,
        "机密★1年\n关于报送有关情况的请示",
        "秘　密　★　长期\n清河县人民政府办公室",
        "绝密 ☆ 10年\n请示",
        "000012\n秘密\n清政办发〔2026〕8号\n关于有关工作的通知",
        "机密 五年 特急\n清政办发〔2026〕8号",
        "秘密\n特急\n清河县信访局\n专报",
        "正文。\n附件\n机密★3个月\n名单",
        "密级：机密\n关于有关工作的报告",
        "工作秘密★2年\n关于有关工作的报告",
        Example("文件名带密级", Document("名单如下。", name="（机密）名单.docx")),
        Example(
            "讲保密工作的涉密文件",
            Document("秘密★1年\n清委保发〔2026〕1号", title="关于开展保密工作检查的通知"),
        ),
    ),
    good=(
        "绝密★启用前\n2025年普通高等学校招生全国统一考试\n语文",
        "机密★考试结束前\n公务员录用考试行测真题",
        "绝密★\n2025年清河县中小学教师招聘考试试卷",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "密级和保密期限之间用“★”隔开，如“机密★1年”。",
        "涉密公文应当标注“秘密★长期”字样。",
        "标注示例：\n机密★1年",
        "保守商业秘密和国家秘密，依法进行保密审查。",
        "秘密★3年\n（此件已解密，现予公开）\n关于粮食工作的指示",
        "密级：□绝密 □机密 □秘密",
        "他把这个秘密藏在心里。\n秘密\n小说连载",
        "★机密文件管理★\n机密要件由专人送达。",
        Example("公文格式样例", Document(_HEAD, title="公文格式样例（GB/T 9704）")),
        Example("定密知识", Document("标志\n机密★1年\n示意", title="定密工作知识")),
        Example("真题文件", Document("（绝密）语文", name="（绝密）2025年中考试题.docx")),
    ),
    frame=False,
)
def secrecy_mark(doc: Document, ctx: Context) -> Reports:
    """已经公开的文件上有绝密、机密、秘密等密级标志。

    认“机密★1年”这样带“★”的标志（要独占一行），以及文件开头与份号、紧急程度、发文字号在一起的
    “机密”“秘密”，“密级：机密”一行，文件名中括号里的密级。文件、附件、表格里的都查，写明位置。
    试题“绝密★启用前”、公文格式样例、引号里的引述、条文对密级的说明、“商业秘密”一类论述、
    注明已解密的不报；讲保密知识的文章只看文件开头；开放的历史档案作为提示。

    ## 为什么
    《保守国家秘密法》第三十五条要求公开信息前进行保密审查，国家秘密不得公开。在门户网站上公开涉密文件属于失泄密。

    ## 怎样改
    立即断开该页面和附件的访问，保留原状，不要自行转发或拷贝，马上报告本单位保密工作机构和保密行政管理部门，
    由其认定处理；确已解密的，去掉标志，注明解密情况再公开。
    """
    found = list(_marks(doc))
    if not found:
        return
    first = found[0]
    is_old = _ARCHIVE.search(
        f"{doc.title} {doc.column.name if doc.column else ''} {doc.text[:200]}"
    )
    yield Hit(
        f"带有密级标志“{mask(first.shown)}”"
        + (f"（共 {len(found)} 处）" if len(found) > 1 else "")
        + ("，像是历史档案，请核实是否已经解密" if is_old else ""),
        key=first.level,
        evidence=first.evidence,
        suggestion="立即断开访问，不要转发，报告保密工作机构认定；确已解密的注明解密情况再公开",
        severity=Severity.WARNING if is_old else None,
        marks=tuple(each.mark for each in found if each.mark.end),
    )


class _Found:
    """A mark with where it stands."""

    __slots__ = ("evidence", "level", "mark", "shown")

    def __init__(self, level: str, shown: str, evidence: str, mark: Mark) -> None:
        self.level, self.shown, self.evidence, self.mark = level, shown, evidence, mark


def _marks(doc: Document) -> Iterator[_Found]:
    named = _NAMED.search(doc.file_name) or _NAMED.search(doc.title)
    if named and not is_exam(doc, "") and not is_sample(doc, 0) and not _is_about_secrecy(doc):
        yield _Found(named[1], named[0], mask(f"名称：{doc.file_name or doc.title}"), Mark())
    all_lines = list(lines(doc.text))
    for line in all_lines:
        # Most lines are none by their length alone.
        level = _level(line, all_lines) if len(line.bare) <= _LONGEST else ""
        if level and not _is_excused(doc, line, all_lines):
            place = doc.place(line.start)
            shown = _context(line, all_lines)
            evidence = f"{place}：{shown}" if place else shown
            yield _Found(level, line.bare, evidence, Mark(line.start, line.end))


_LONGEST = 32


def _level(line: Line, all_lines: list[Line]) -> str:
    """Return the level that a line marks, "" if it is no mark."""
    if match := _STARRED.fullmatch(line.bare):
        return match[1]
    if line.number >= _HEAD_LINES:
        return ""
    if match := _WITH_TERM.fullmatch(line.bare) or _LABELLED.fullmatch(line.bare):
        return match[1]
    match = _BARE.fullmatch(line.bare)
    return match[1] if match and _is_version_head(line, all_lines) else ""


def _is_version_head(line: Line, all_lines: list[Line]) -> bool:
    """Whether the number of the copy, the urgency or the paper's own number stand beside it."""
    near = all_lines[max(0, line.number - 2) : line.number + _NEAR]
    others = [each.bare for each in near if each is not line]
    has_copy = any(_COPY.fullmatch(bare) for bare in others[:2])
    return has_copy or any(_PAPER.search(bare) for bare in others)


def _is_excused(doc: Document, line: Line, all_lines: list[Line]) -> bool:
    after = doc.text[line.start : line.end + 200]
    if _OPENING.search(line.bare) or is_exam(doc, after) or is_sample(doc, line.start):
        return True
    if _RELEASED.search(after) or _RELEASED.search(doc.text[-200:]):
        return True
    # What teaches secrecy shows the marks; a secret paper on secrecy bears one at its head.
    return _is_about_secrecy(doc) and line.number > 0 and not _is_version_head(line, all_lines)


def _is_about_secrecy(doc: Document) -> bool:
    return RULES_TITLE.search(f"{doc.title} {doc.file_name}") is not None


def _context(line: Line, all_lines: list[Line]) -> str:
    """Show the mark with the lines beside it, as it stands on the paper."""
    before = [each.bare[:20] for each in all_lines[max(0, line.number - 1) : line.number]]
    after = [each.bare[:30] for each in all_lines[line.number + 1 : line.number + 3]]
    return mask(" ".join([*before, f"【{line.bare}】", *after]))
