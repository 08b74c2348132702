"""L406 链接地址写错。"""

from checks.finding import Severity
from checks.links.examples import page_with
from checks.links.l401_broken_link import quoted
from checks.links.spots import where
from checks.links.tied import tied
from checks.mask import mask
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.links import Oddity, Written

# What is wrong, and what to do about it.
SAID = {
    Oddity.MAIL: (
        "邮箱地址不完整或含有多余字符",
        "改为完整的邮箱地址，如 mailto:name@example.gov.cn",
    ),
    Oddity.PHONE: ("电话链接里不是电话号码", "“tel:”后面只写号码"),
    Oddity.SCHEME: ("“http://”写错", "改正为以 http:// 或 https:// 开头的地址"),
    Oddity.HOST: ("域名里有空格或逗号", "删去多余的字符"),
    Oddity.NO_SCHEME: ("缺少“http://”，浏览器会当成本站的路径", "在前面补上 http:// 或 https://"),
    Oddity.SCRIPT: ("把脚本写成了网址", "改为正确的地址，或者去掉链接"),
    Oddity.BACKSLASH: ("用了反斜杠“\\”", "改为“/”"),
    Oddity.LOCAL_FILE: ("指向编辑人员电脑里的文件，网民打不开", "重新上传文件后再引用"),
    Oddity.INTRANET: ("指向内网地址，网民打不开", "改为公网地址，或者撤下"),
    Oddity.PUNCTUATION: ("末尾带了标点", "删去末尾的标点"),
}
# Browsers repair it.
HARMLESS = (Oddity.BACKSLASH,)


@site_rule(
    "L406",
    "malformed-address",
    "链接地址写错",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“可用性”",
    bad=(
        page_with("邮箱没有@", written=(Written("mailto:qinghe.gov.cn", "邮箱", Oddity.MAIL),)),
        page_with("电话写成了文字", written=(Written("tel:值班室", "电话", Oddity.PHONE),)),
        page_with("少写了http", written=(Written("www.qinghe.gov.cn", "官网", Oddity.NO_SCHEME),)),
        page_with("少一条斜线", written=(Written("http:/www.a.cn/", "官网", Oddity.SCHEME),)),
        page_with(
            "附件指向内网",
            written=(Written("http://192.168.1.8/a.doc", "附件", Oddity.INTRANET),),
        ),
        page_with(
            "从Word粘贴的图片",
            written=(Written("file:///C:/Temp/a.jpg", "", Oddity.LOCAL_FILE),),
        ),
    ),
    good=(page_with("地址都正确", links=("https://www.qinghe.gov.cn/2.html",)),),
)
def malformed_address(site: SiteView, ctx: Context) -> Reports:
    """链接或图片的地址写错：邮箱没有“@”，电话不是号码，少写“http://”，域名里有空格，末尾带了中文句号，指向内网地址或编辑人员电脑里的文件。

    浏览器能自行改正的反斜杠按“提示”上报。有意写成“name#example.cn”防止抓取的邮箱、分享用的空“mailto:?”、
    带分机号和停顿的电话、由脚本填写的地址不报；检测的网站本身在内网的，内网地址不报。

    ## 为什么
    这样的链接在任何电脑上都打不开，按“链接打不开或错误”扣分；内网地址和本机路径还会暴露内部的网络和人员信息。

    ## 怎样改
    按“建议”改正地址；从 Word 粘贴内容时，图片要另外上传。
    """
    for spot in site.once(tied).written:
        odd = spot.thing
        said, advice = SAID[odd.oddity]
        name = quoted(mask(odd.text)) if odd.text else "图片" if _is_picture(odd) else "链接"
        yield spot.hit(
            f"“{name}”的地址写错：{said}",
            odd.href,
            f"{mask(odd.href)}{where(odd.place)}",
            advice,
            Severity.WARNING if odd.oddity in HARMLESS else None,
        )


def _is_picture(odd: Written) -> bool:
    return odd.href.lower().endswith((".jpg", ".jpeg", ".png", ".gif", ".bmp"))
