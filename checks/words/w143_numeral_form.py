"""W143 数字用法不规范。"""

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.typography import hits, slip

_DIGIT = "[一二三四五六七八九零〇0]"
SLIPS = (
    slip("二零", f"二零({_DIGIT}{{2}})年", "年份中的“零”应写“〇”", r"二〇\1年"),
    slip("二0", f"二0({_DIGIT}{{2}})年", "年份中混用了阿拉伯数字", r"二〇\1年"),
    slip("%", r"(?<![\d.\-])(\d+(?:\.\d+)?)[-－](\d+(?:\.\d+)?)%", "百分数范围的写法不规范", r"\1%～\2%"),
    slip("号", r"(?<![\d.])(\d{1,2}月\d{1,2})号(?![楼院线门桌店馆文台机令])", "日期应写“日”", r"\1日"),
    slip("年", r"(?<![\d第近满十百零〇约])((?:[12]\d|0\d)年)(?=(?:1[0-2]|[1-9])月(?!龄))", "年份应写全称", r"20\1"),
)  # fmt: skip


@page_rule(
    "W143",
    "numeral-form",
    "数字用法不规范",
    Severity.WARNING,
    clause="GB/T 15835-2011《出版物上数字用法》",
    bad=(
        "二零二四年工作总结",
        "二0二四年五月",
        "增长3-5%。",
        "定于5月1号召开。",
        "24年5月起施行。",
    ),
    good=(
        "二〇二四年工作总结",
        "增长3%～5%。",
        "5月1日召开，5月1号楼竣工。",
        "2024年5月，第24年5月，工龄24年。",
        "近24年来，0797-8123456。",
    ),
    optional=True,
)
def numeral_form(doc: Document, ctx: Context) -> Reports:
    """年份写作“二零二四年”“24年5月”，百分数范围写作“3-5%”，公文里的日期写作“5月1号”。

    ## 为什么
    《出版物上数字用法》规定：汉字年份用“〇”，年份用四位数字，百分数范围的前一个百分号不能省略。

    ## 怎样改
    按“建议”改正。这条规则缺省不用，在配置文件的 [rules] on 里打开。
    """
    yield from hits(doc, SLIPS)
