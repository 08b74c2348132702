"""L412 页面引入了不认识的外部脚本、框架，或者把表单交到外部网站。"""

from checks.finding import Hit, Severity
from checks.links.examples import page_with
from checks.links.spots import Spot
from checks.links.tied import Tied, tied
from checks.links.trust import is_taken_over
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import Kind, Link, Outcome
from crawler.urls import host_of

OK = Outcome.OK
SCRIPT = "https://cdn.stranger.example/a.js"
SAID = {
    Kind.SCRIPT: "页面引入了外部网站 {} 的脚本",
    Kind.FRAME: "页面嵌入了外部网站 {} 的框架",
    Kind.FORM: "表单把网民填写的内容交到外部网站 {}",
    Kind.LOGIN: "登录表单把口令交到外部网站 {}",
}
ADVICE = "核对是不是本单位所用；确属本单位的，写入站点配置的 trust；不是的，立即删除并排查入侵途径"


@site_rule(
    "L412",
    "foreign-script",
    "外部脚本、框架或表单",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号单项否决指标“安全、泄密事故等严重问题”：对安全攻击（如挂马、篡改等）没有及时有效处置",
    bad=(
        page_with("不认识的网站的脚本", resources=((SCRIPT, Kind.SCRIPT, OK, ""),)),
        page_with("不认识的网站的框架", frames=("https://frame.stranger.example/",)),
        page_with(
            "登录表单交到别的网站",
            resources=(("https://login.stranger.example/do", Kind.LOGIN, OK, ""),),
        ),
    ),
    good=(
        page_with(
            "本站、政府网站和常用公共服务的脚本",
            resources=(
                ("https://www.qinghe.gov.cn/a.js", Kind.SCRIPT, OK, ""),
                ("https://zfwzgl.www.gov.cn/exposure/jiucuo.js", Kind.SCRIPT, OK, ""),
                ("https://hm.baidu.com/hm.js", Kind.SCRIPT, OK, ""),
                ("https://dcs.conac.cn/js/a.js", Kind.SCRIPT, OK, ""),
            ),
        ),
        page_with("省政务服务网的登录框架", frames=("https://www.gdzwfw.gov.cn/login",)),
        page_with(
            "查询表单交到搜索引擎",
            resources=(("https://www.baidu.com/s", Kind.FORM, OK, ""),),
        ),
        page_with(
            "图片放在别的网站，不是脚本",
            resources=(("https://img.stranger.example/a.jpg", Kind.IMAGE, OK, "image/jpeg"),),
        ),
    ),
)
def foreign_script(site: SiteView, ctx: Context) -> Reports:
    """页面引入了不认识的外部网站的脚本或框架，或者把表单的内容交给不认识的外部网站。

    每个网站只报一次。本站和同一单位的其他域名、政府和教育机构的网站、中央媒体、地图、统计、视频、云存储等常用公共服务，
    以及站点配置 trust 所列的网站不报；block 所列的按“一般”上报。登录表单（有口令框）交到外部的，按“严重”上报。

    ## 为什么
    外部脚本可以改写页面上的任何内容，盗取网民填写的信息；域名一旦易主，全站随之被篡改（polyfill.io 即是一例）。
    攻击者也常用它挂马、植入暗链。

    ## 怎样改
    能下载到本站的脚本放到本站；确需引用的，选用可靠的服务并写入 trust；来历不明的立即删除，按网页篡改处置。
    """
    found = site.once(tied)
    for spot in found.foreign:
        yield _hit(found, spot)


def _hit(found: Tied, spot: Spot[Link]) -> Hit:
    link = spot.thing
    host = host_of(link.url)
    said = SAID[link.kind].format(host)
    severity = None
    if is_taken_over(link.url):
        said, severity = f"{said}，该域名易主后曾被用来投放恶意代码", Severity.ERROR
    elif found.trust.is_blocked(link.url):
        said, severity = f"{said}（列在站点配置的 block 里）", Severity.ERROR
    if link.kind is Kind.LOGIN:
        severity = Severity.CRITICAL
    return spot.hit(f"{said}，请核对", f"{link.kind} {host}", link.url, ADVICE, severity)
