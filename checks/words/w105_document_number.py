"""W105 发文字号格式不规范。"""

import re
from collections.abc import Iterator
from datetime import date

from checks.finding import Hit, Mark, Severity
from checks.mask import mask
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import placed

_NUMBER = re.compile(
    r"(?P<code>[一-鿿]{2,12})\s?(?P<open>[\[［(（【﹝〔〖])\s?(?P<year>\d{4}|\d{2})\s?"
    r"[\]］)）】﹞〕〗]\s?(?P<ordinal>第?)\s?(?P<serial>\d{1,5})\s?号"
)
# Where a number ends; to look for the code first would take long on every page.
_TAIL = re.compile(r"[\[［(（【﹝〔〖]\s?(?:\d{4}|\d{2})\s?[\]］)）】﹞〕〗]\s?第?\s?\d{1,5}\s?号")
_LONGEST_CODE = 12
# Words that stand before the code of the issuing office when a number is cited.
_LEAD = re.compile(
    r".*(?:根据|按照|现将|将|依据|印发|转发|文件|发文|字号|文号|以及|详见|参见|的|和|与|及|由|见|以|按|对|据|废止)"
)
# Round brackets alone prove nothing; documents of an office end their code like this.
_OFFICE_ENDINGS = tuple("发函办字文规通电呈复批党政财教农建人卫环交水商审信纪组宣综")
# Law cases, tenders, land sales, proposals and enforcement papers number in ways of their own.
_OTHER_WORLDS = (
    "采购 招标 投标 中标 竞价 竞拍 拍卖 挂牌 地块 宗地 出让 案号 法院 仲裁 公证 判决 裁定 检察 "
    "提案 建议 议案 合同 项目编号 令 通告 公告 决定书 通知书 处罚 许可 证书 鉴定 评估 准考 专利 期"
).split()
_OTHER_CODES = tuple("购采招标竞拍挂罚许证执刑民行初终仲裁鉴评令告决检")
_CONTEXT = 16
# GB/T 9704-2012 took effect on 1 July 2012; older papers are quoted as they were.
_STANDARD = date(2012, 7, 1)
_FAR = 2100


@page_rule(
    "W105",
    "document-number",
    "发文字号格式不规范",
    Severity.ERROR,
    clause="GB/T 9704-2012《党政机关公文格式》7.2.5",
    bad=(
        "青府发[2024]3号",
        "现将青府办字（2024）12号文件转发给你们。",
        "根据青府发【2024】3号文件精神",
        "青府发﹝2024﹞3号",
        "青府发〔2024〕第3号",
        "青府办发〔2024〕003号",
        "青府发〔24〕3号",
    ),
    good=(
        "青府发〔2024〕3号",
        "（2024）赣07民终1号",
        "清河县人民政府令第3号、公告2024年第3号",
        "采购项目编号：清财购（2024）15号",
        "县自然资源局网挂（2024）3号地块出让公告",
        "依据国办发[2005]3号文件",
        "张三：《土地制度研究》[2024]",
        Example("标准施行前的文件", Document("青府发[2010]3号", day=date(2010, 5, 1))),
    ),
)
def document_number(doc: Document, ctx: Context) -> Reports:
    """发文字号的年份没有用六角括号〔〕括入、没有写全，或者顺序号加了“第”字、编了虚位。

    ## 为什么
    《党政机关公文格式》7.2.5：“年份应标全称，用六角括号‘〔〕’括入；发文顺序号不加‘第’字，不编虚位（即 1 不编为 01）”。

    ## 怎样改
    改成“青府发〔2024〕3号”的样子。法院案号、招标编号、令、公告等另有编号办法的不在此列。
    """
    if doc.day and doc.day < _STANDARD:
        return
    for text, is_title in ((doc.title, True), (doc.text, False)):
        if is_title and doc.title in doc.text:
            continue
        for match, start, end in _numbers(text):
            right = _right(match)
            yield Hit(
                message=f"发文字号“{mask(text[start:end])}”格式不规范：{_fault(match)}",
                key=right,
                evidence=f"标题：{mask(text)}" if is_title else placed(doc, start, end),
                suggestion=f"改为“{right}”",
                severity=Severity.WARNING if match["open"] == "﹝" else None,
                marks=() if is_title else (Mark(start, end),),
            )


def _numbers(text: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """Yield the faulty document numbers with their place in `text`, the lead cut off."""
    normal = normalise(text)
    last = 0
    for tail in _TAIL.finditer(normal.text):
        first = max(last, tail.start() - _LONGEST_CODE - 1)
        match = _NUMBER.search(normal.text, first, tail.end())
        if match is None:
            continue
        last = match.end()
        if _fault(match) and not _is_elsewhere(match):
            start = match.end("code") - len(_code(match))
            yield match, *normal.span(start, match.end())


def _is_elsewhere(match: re.Match[str]) -> bool:
    code = _code(match)
    if len(match["year"]) == len("2012") and not _STANDARD.year < int(match["year"]) < _FAR:
        return True
    is_round = match["open"] in "（("
    if code.endswith(_OTHER_CODES) or (is_round and not code.endswith(_OFFICE_ENDINGS)):
        return True
    before = match.string[max(0, match.start() - _CONTEXT) : match.end("code")]
    after = match.string[match.end() : match.end() + len("地块")]
    return any(word in before or word == after for word in _OTHER_WORLDS)


def _code(match: re.Match[str]) -> str:
    return _LEAD.sub("", match["code"]) or match["code"]


def _fault(match: re.Match[str]) -> str:
    """Name the faults of a document number, "" when there are none."""
    faults = []
    if match["open"] == "﹝":
        faults.append("括号用了小型变体﹝﹞，应为六角括号〔〕")
    elif match["open"] != "〔":
        faults.append("年份应用六角括号〔〕括入")
    if len(match["year"]) == len("24"):
        faults.append("年份应标全称")
    if match["ordinal"]:
        faults.append("顺序号不加“第”字")
    if match["serial"].startswith("0"):
        faults.append("顺序号不编虚位")
    return "，".join(faults)


def _right(match: re.Match[str]) -> str:
    year = match["year"] if len(match["year"]) == len("2024") else f"20{match['year']}"
    return f"{_code(match)}〔{year}〕{int(match['serial'])}号"
