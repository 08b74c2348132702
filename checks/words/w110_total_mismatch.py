"""W110 合计与分项不符。"""

from checks.finding import Hit, Mark, Severity
from checks.mask import mask
from checks.rule import Context, Example, Reports, page_rule
from checks.views import Document
from checks.words.normal import normalise
from checks.words.report import hit_at
from checks.words.sums import mismatches
from checks.words.table_sums import WrongSum, wrong_sums
from crawler.page import Table


@page_rule(
    "W110",
    "total-mismatch",
    "合计与分项不符",
    Severity.ERROR,
    clause="《政府网站与政务新媒体检查指标》：内容不准确",
    bad=(
        "分别改造旧管网12公里、18公里和25公里，合计58公里。",
        "税收收入6.2亿元，非税收入3.1亿元，两项合计9.8亿元。",
        "检查商超42家、餐饮75家、市场6个，合计检查124家（个）。",
        "全县共招录120人，其中男70人、女40人。",
        "全县共有学校46所，其中小学34所、初中12所、高中3所。",
        "共拨付资金560万元，分别为青石镇120万元、白沙镇200万元、竹山镇230万元。",
        "床位由600张增加到658张，增加68张。",
        "三次产业结构为12.3:45.6:43.1。",
        "每户补助5000元，共120户，合计50万元。",
        "应到代表45人，实到42人，缺席2人。",
        "共排查隐患46处，已整改40处，整改率91%。",
        "5月1日至5月5日放假，共4天。",
        "流转土地300亩（合30公顷）。",
        Example(
            "表格里的合计",
            Document(
                "",
                tables=(
                    Table(
                        (
                            ("镇别", "户数", "人数"),
                            ("青石镇", "312", "947"),
                            ("白沙镇", "285", "866"),
                            ("合计", "597", "1823"),
                        )
                    ),
                ),
            ),
        ),
    ),
    good=(
        "分别改造旧管网12公里、18公里和25公里，合计55公里。",
        "分别改造旧管网12、18和25公里，合计55公里。",
        "全县共招录110人，其中男70人、女40人。",
        "全县共招录110人，其中研究生30人、女40人。",
        "共有企业50家，其中规上企业30家、高新技术企业25家。",
        "共拨付资金0.055亿元，分别为青石镇120万元、白沙镇200万元、竹山镇230万元。",
        "改造公路12公里（其中县道5公里），桥梁3座，合计投资58万元。",
        "上年支出100万元，今年支出120万元，同比增长20%，合计支出230万元。",
        "补助每人300元、每户500元，共计1.2万元。",
        "中央资金1.25亿元，省级资金0.33亿元，合计1.6亿元。",
        "床位由600张增加到658张，增加58张。",
        "三次产业结构为12.3:45.6:42.1。",
        "每户最高补助5000元，共120户，合计50万元。",
        "应到代表45人，实到42人，请假2人，缺席1人。",
        "共排查隐患46处，已整改40处，整改率86.9%。",
        "公示时间：5月1日至5月8日，共7天。",
        "流转土地300亩（合20公顷），处理污水3吨（约3500公斤）。",
    ),
)
def total_mismatch(doc: Document, ctx: Context) -> Reports:
    """一句话里列出的各项数字、一张表里各行各列的数字，加起来与写明的合计不符；增减的数与前后两个数不符。

    还核对标准乘以数量得出的金额、应到与实到、完成率等比率、起止日期之间的天数和年数、括号里换算的单位。
    只在单位相同、各项列全或者互不重叠的情况下才判；四舍五入造成的末位差别、“约”“以上”“最高”等不确定的数不报。

    ## 为什么
    数字前后矛盾，公开的信息就不准确，还会引起对数据真实性的质疑。

    ## 怎样改
    核对原始数据，改正分项或者合计。
    """
    text = normalise(doc.text)
    for fault in mismatches(text.text):
        shown = text.text[fault.start : fault.end]
        yield hit_at(
            doc,
            *text.span(fault.start, fault.end),
            message=fault.why,
            key=shown,
            suggestion="核对原始数据，改正分项或者合计",
        )
    for wrong in wrong_sums(doc.tables):
        yield Hit(
            message=f"表格“{mask(wrong.name)}”各项相加是{wrong.right}，与写明的{wrong.written}不符",
            key=f"{wrong.name} {wrong.written}",
            evidence=_row(doc, wrong),
            suggestion="核对原始数据，改正分项或者合计",
            marks=(Mark(cell=wrong.cell),),
        )


def _row(doc: Document, wrong: WrongSum) -> str:
    """Return the row of the total, headed by the cell's place."""
    table = doc.tables[wrong.cell.table]
    place = table.cell_place(wrong.cell.row, wrong.cell.column) if table.place else ""
    shown = mask(" ".join(wrong.row))
    return f"{place}：{shown}" if place else shown
