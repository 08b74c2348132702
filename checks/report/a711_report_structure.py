"""A711 年报结构不规范。"""

import re
from collections.abc import Iterator

from checks.finding import Hit, Severity
from checks.report.annual import PARTS, AnnualReport, part_like, report_of
from checks.report.sample import sample
from checks.rule import Context, Reports, page_rule
from checks.views import Document

# The five sections of part one, as the format names them.
SECTIONS = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
_SECTION = re.compile(
    r"(?m)^[ \t\u3000]*[（(]([一二三四五六七八九十])[）)][ \t\u3000]*([^\n。：:]{2,40})"
)
_BARE = re.compile(r"(?m)^[ \t\u3000]*([\u4e00-\u9fff“”《》]{4,24})[ \t\u3000]*$")
_NUMERALS = "一二三四五六七八九十"


@page_rule(
    "A711",
    "report-structure",
    "年报结构不规范",
    Severity.ERROR,
    clause="国办公开办函〔2021〕30号《政府信息公开工作年度报告格式》：六个部分、固定标题",
    bad=(
        sample(
            "缺第五部分", instead={"五、存在的主要问题及改进情况\n": "", "六、其他": "五、其他"}
        ),
        sample(
            "标题改了名", instead={"五、存在的主要问题及改进情况": "五、存在的主要问题和下一步打算"}
        ),
        sample("监督保障没有编号", instead={"（五）监督保障。": "监督保障\n"}),
    ),
    good=(sample("六个部分齐全"),),
    frame=False,
)
def report_structure(doc: Document, ctx: Context) -> Reports:
    """年报的六个部分缺少、次序颠倒、编号不对，标题与规定的不同，或者下一级标题漏了编号（疑似）。

    ## 为什么
    年报格式规定了六个部分和固定的标题，上级以此检查是否规范。

    ## 怎样改
    按规定的标题和次序补全；漏了编号的小标题补上“（五）”这样的编号。
    """
    report = report_of(doc)
    if report is None:
        return
    yield from _parts(report)
    yield from _unnumbered(report)


def _parts(report: AnnualReport) -> Iterator[Hit]:
    resembling = [(part, part_like(part.name)) for part in report.parts]
    for numeral, name in PARTS.items():
        found = [part for part, like in resembling if like == numeral]
        if not found:
            yield _hit(f"缺少第{numeral}部分“{name}”", f"missing {numeral}", "")
        elif found[0].numeral != numeral:
            shown = f"{found[0].numeral}、{found[0].name}"
            yield _hit(f"“{shown}”的编号应为“{numeral}”", f"numeral {numeral}", shown)
        elif found[0].name.rstrip("：:。") != name:
            shown = f"{found[0].numeral}、{found[0].name}"
            yield _hit(f"第{numeral}部分的标题应为“{name}”", f"name {numeral}", shown, soft=True)


def _unnumbered(report: AnnualReport) -> Iterator[Hit]:
    """Yield lines that look like headings of the second level and bear no number."""
    for part in report.parts:
        text = report.text[part.start : part.end]
        numbered = list(_SECTION.finditer(text))
        if part.numeral not in ("一", "六") or not numbered:
            continue
        last = numbered[-1]
        following = _NUMERALS[min(_NUMERALS.index(last[1]) + 1, len(_NUMERALS) - 1)]
        body = text[last.end() :]
        for bare in _BARE.finditer(body):
            name = bare[1]
            is_section = name in SECTIONS or name.endswith("情况")
            if is_section and body[bare.end() :].strip():
                yield _hit(
                    f"“{name}”疑似漏了编号“（{following}）”", f"bare {name}", name, soft=True
                )
                following = _NUMERALS[min(_NUMERALS.index(following) + 1, len(_NUMERALS) - 1)]


def _hit(message: str, key: str, shown: str, *, soft: bool = False) -> Hit:
    return Hit(
        message=message,
        key=key,
        evidence=shown,
        suggestion="按国办公开办函〔2021〕30号规定的六个部分和标题改正",
        severity=Severity.WARNING if soft else Severity.ERROR,
    )
