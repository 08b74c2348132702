"""W144 计量单位不规范。"""

from checks.finding import Severity
from checks.rule import Context, Reports, page_rule
from checks.views import Document
from checks.words.typography import hits, slip

SLIPS = (
    slip("平米", r"(\d|[一二三四五六七八九十百千万亩余多个])平米", "应写“平方米”", r"\1平方米"),
    slip("公分", r"(\d|[一二三四五六七八九十百])\s?公分", "应写“厘米”", r"\1厘米"),
    slip("公升", r"(\d)\s?公升", "应写“升”", r"\1升"),
    slip("公尺", r"(\d)\s?公尺", "应写“米”", r"\1米"),
    slip("KM", r"(\d\s?)KM(?![A-Za-z\d])", "单位符号应写“km”", r"\1km"),
    slip("Km", r"(\d\s?)Km(?![A-Za-z\d])", "单位符号应写“km”", r"\1km"),
    slip("KG", r"(\d\s?)KG(?![A-Za-z\d])", "单位符号应写“kg”", r"\1kg"),
    slip("Kg", r"(\d\s?)Kg(?![A-Za-z\d])", "单位符号应写“kg”", r"\1kg"),
    slip("KW", r"(\d\s?)KW(?![A-Za-z\d])", "单位符号应写“kW”", r"\1kW"),
    slip("m2", r"(\d\s?)m2(?![A-Za-z\d])", "应写“m²”或“平方米”", r"\1m²"),
    slip("m3", r"(\d\s?)m3(?![A-Za-z\d])", "应写“m³”或“立方米”", r"\1m³"),
)


@page_rule(
    "W144",
    "unit-form",
    "计量单位不规范",
    Severity.WARNING,
    clause="《中华人民共和国法定计量单位》；GB/T 3101-1993",
    bad=("占地300平米。", "水深80公分。", "全长12KM。", "建筑面积1200m2。"),
    good=(
        "占地300平方米。",
        "水平米尺，办公分工，公分母。",
        "全长12km，型号KM80，广义货币M2增长。",
        "建筑面积1200m²。",
    ),
    optional=True,
)
def unit_form(doc: Document, ctx: Context) -> Reports:
    """使用了非法定的计量单位（平米、公分、公升），或者单位符号的大小写、上标不对（KM、m2）。

    ## 为什么
    国务院规定使用法定计量单位，公文中不得使用其他名称和符号。

    ## 怎样改
    按“建议”改正。这条规则缺省不用，在配置文件的 [rules] on 里打开。
    """
    yield from hits(doc, SLIPS)
