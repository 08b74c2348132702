"""P222 公开的文件注明内部使用。"""

import re
from collections.abc import Iterator

from checks.finding import Hit, Mark, Severity
from checks.mask import excerpt, mask
from checks.privacy.lines import lines
from checks.privacy.samples import RULES_TITLE, is_exam, is_sample
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document

_PAPERS = "(?:文件|资料|材料|刊物|情况|信息|掌握|使用|传阅|参考|参阅|电报|明电|发电|稿)"
_INTERNAL = rf"(?:(?:单位|机关|系统|党内|公司|领导)?内部{_PAPERS}{{1,2}}|(?:仅|只|专)?(?:供|限)(?:本?(?:单位|机关|系统|部门|局)|党内|领导)?(?:内部|领导){_PAPERS}{{1,2}})"
_FORBIDDEN = (
    r"(?:(?:不得|严禁|请勿|禁止|切勿|不准|不要)(?:随意|擅自|向外|对外)?"
    r"(?:外传|外泄|外借|外流|扩散|公开|对外公开|公开传播|传播|上网|翻印|复印|转发|引用|公开引用|公开报道|登载)"
    r"|不对外公开|对外保密)"
)
_CARE = r"(?:注意保[存密管]|妥善保[存管]|阅后(?:即?焚毁?|即[退毁还]|收回|退回|退还|销毁)|用后(?:收回|退回|销毁)|会后(?:即[退还]|收回|退回|退还|交回))"
_OF_MEETING = r"(?:(?:会议|汇报|讨论|传阅|送审|审议)(?:文件|材料|资料|稿|件))"
_SEPARATOR = r"[，,、。；;·•!！\-—★☆/|]*"
_OPEN, _CLOSE = r"[（(【\[〔〈《“\"★☆*※]*", r"[）)】\]〕〉》”\"★☆*※。！!]*"
# A line that is nothing but such words, of which one says enough by itself.
_MARK = re.compile(
    rf"{_OPEN}(?:{_OF_MEETING}{_SEPARATOR})?(?:{_INTERNAL}|{_FORBIDDEN}|{_CARE}){_SEPARATOR}(?:(?:{_INTERNAL}|{_FORBIDDEN}|{_CARE}){_SEPARATOR})*{_CLOSE}"
)
_STRONG = re.compile(
    rf"内部(?:文件|资料|材料|刊物|使用|传阅|掌握|参考|参阅|情况|信息)|(?:外传|外泄|扩散|翻印|上网|公开|外借)|阅后|会后|{_INTERNAL}"
)
_SENTENCE = re.compile(
    r"(?:本|此|该)(?:件|文件|资料|材料|报告|方案|手册|表|名单|通讯录|稿|册|刊|简报|专报|电报)"
    rf"(?:[^。；\n]{{0,12}}?(?:仅|只)(?:供|限)(?:本?(?:单位|机关|系统|部门|局)|党内|领导|工作人员)?内部{_PAPERS}"
    rf"|(?:为|系|是|属于?)(?:单位|机关|系统|公司)?内部(?:文件|资料|材料|刊物)"
    r"|[^。；\n]{0,12}?(?:不得|严禁|请勿|切勿|不准)(?:随意|擅自|向外|对外)?(?:外传|外泄|扩散|公开传播|上网|翻印|对外公开|公开引用))"
)
_BRACKETED = re.compile(
    rf"[（(【\[〔]({_INTERNAL}{_SEPARATOR}(?:{_FORBIDDEN}|{_CARE})?|{_FORBIDDEN})[）)】\]〕]"
)
_CIPHER = re.compile(rf"{_OPEN}(?:特提|特急|加急|平急)?{_SEPARATOR}密码电报{_CLOSE}")
_TELEGRAM = re.compile(
    rf"{_OPEN}(?:特提|特急|加急|平急)?{_SEPARATOR}(?:明电|内部明电|传真电报|明传电报){_CLOSE}"
)
# Printed matter of that name is licensed and given to everybody.
_LICENSED = re.compile(r"免费交流|免费赠阅|准印证|内部资料性出版物|准印|连续性内部")
_LONGEST, _LONGEST_TELEGRAM = 40, 16
_AROUND = 60


@page_rule(
    "P222",
    "internal-mark",
    "公开的文件注明内部使用",
    Severity.ERROR,
    clause="《政府信息公开条例》第十六条；《保守国家秘密法》第三十五条、第六十四条（工作秘密）",
    bad=(
        "内部资料 注意保存\n清河县社会治安形势分析",
        "内部文件，不得外传\n关于有关工作的通知",
        "★内部参考★\n信访动态第3期",
        "【内部使用】\n应急通讯录",
        "关于有关情况的报告（内部资料，请勿外传）",
        "本资料仅供内部使用，不得外传。",
        "（此材料系内部资料，注意保管。）",
        "仅供领导参阅\n舆情专报第12期",
        "仅限系统内部使用\n工作手册",
        "会议材料\n会后收回",
        "严禁翻印\n教师用书",
        "密码电报\n特急\n关于有关工作的通知",
        "特急·明电\n关于做好防汛工作的紧急通知",
        Example("文件名注明内部", Document("名单如下。", name="（内部资料）名单.docx")),
    ),
    good=(
        "宗教团体可以编印、发送宗教内部资料性出版物。",
        "涉密文件不得外传，不得带回家中。",
        "在文件首页标注“内部资料 注意保存”。",
        "标注示例：\n内部资料 注意保存",
        "内部资料 免费交流\n清河文史第3期\n准印证号〔2026〕12",
        "军队特需药品限于军队内部使用。",
        "设备仅供参考，以实物为准。",
        "请妥善保管好随身物品。\n注意保存票据。",
        "内部控制\n内部审计\n内部管理",
        "《国务院办公厅关于有关工作的通知》（国办发明电〔2026〕12号）",
        "农村居民照明电价过高。",
        "未经授权，本网站内容请勿转载。",
        Example("保密知识", Document("常见标志\n内部文件 不得外传", title="保密工作常识")),
    ),
    frame=False,
)
def internal_mark(doc: Document, ctx: Context) -> Reports:
    """已经公开的文件上注明了内部使用、不得外传，或者是密码电报。

    认独占一行或写在括号里的“内部资料”“内部文件 不得外传”“仅供内部使用”“内部参考”“会后收回”等字样，
    “本资料仅供内部使用”这样说自己的句子，以及文件名中括号里的同类字样；“密码电报”按严重问题报，
    “明电”只作提示。条文、引号里的引述、保密知识、格式样例、有准印证的内部资料性出版物不报。

    ## 为什么
    内部事务信息、工作秘密不在主动公开的范围内，擅自公开工作秘密要追究责任。带着这样的字样公开，
    不是没有经过审查，就是忘了去掉。

    ## 怎样改
    先断开访问，由拟稿单位核实能否公开：不能公开的撤下；可以公开的，履行公开审查手续，去掉字样后重新发布。
    """
    found = list(_marks(doc))
    if not found:
        return
    first = min(found, key=lambda each: each.severity.rank)
    more = f"（共 {len(found)} 处）" if len(found) > 1 else ""
    yield Hit(
        f"注明“{mask(first.shown)}”{more}，是否应当公开",
        key=first.shown,
        evidence=first.evidence,
        suggestion="先断开访问，核实能否公开；可以公开的，履行审查手续，去掉字样后重新发布",
        severity=None if first.severity is Severity.ERROR else first.severity,
        marks=tuple(each.mark for each in found if each.mark.end),
    )


class _Found:
    """Words of that kind, with where they stand and how bad they are."""

    __slots__ = ("evidence", "mark", "severity", "shown")

    def __init__(self, shown: str, evidence: str, mark: Mark, severity: Severity) -> None:
        self.shown, self.evidence, self.mark, self.severity = shown, evidence, mark, severity


def _marks(doc: Document) -> Iterator[_Found]:
    if RULES_TITLE.search(f"{doc.title} {doc.file_name}") or is_exam(doc, ""):
        return
    name = doc.file_name or doc.title
    if (named := _BRACKETED.search(name)) and not _LICENSED.search(doc.text):
        yield _Found(named[1], mask(f"名称：{name}"), Mark(), Severity.ERROR)
    for line in lines(doc.text):
        severity = _line_severity(line.bare) if len(line.bare) <= _LONGEST else None
        if severity is not None and not _is_excused(doc, line.start, line.end):
            yield _found(doc, line.start, line.end, severity)
            continue
        for match in (*_SENTENCE.finditer(line.text), *_BRACKETED.finditer(line.text)):
            start, end = line.start + match.start(), line.start + match.end()
            if not _is_excused(doc, start, end):
                yield _found(doc, start, end, Severity.ERROR)


def _line_severity(bare: str) -> Severity | None:
    if _CIPHER.fullmatch(bare):
        return Severity.CRITICAL
    if len(bare) <= _LONGEST_TELEGRAM and _TELEGRAM.fullmatch(bare):
        return Severity.WARNING
    return Severity.ERROR if _MARK.fullmatch(bare) and _STRONG.search(bare) else None


def _is_excused(doc: Document, start: int, end: int) -> bool:
    around = doc.text[max(0, start - _AROUND) : end + _AROUND]
    return _LICENSED.search(around) is not None or is_sample(doc, start) or _is_quoted(doc, start)


def _is_quoted(doc: Document, start: int) -> bool:
    line = doc.text.rfind("\n", 0, start) + 1
    before = doc.text[line:start]
    return before.count("“") > before.count("”")


def _found(doc: Document, start: int, end: int, severity: Severity) -> _Found:
    place, shown = doc.place(start), excerpt(doc.text, start, end)
    words = "".join(doc.text[start:end].split()).strip('（()）【】[]〔〕★☆*※。！!“”"')
    return _Found(words, f"{place}：{shown}" if place else shown, Mark(start, end), severity)
