"""L416 https 页面引用了 http 内容。"""

from checks.finding import Hit, Severity
from checks.links.examples import page_with
from checks.links.spots import Spot
from checks.links.tied import ACTIVE, FORMS, tied
from checks.rule import Context, Reports, site_rule
from checks.views import SiteView
from crawler.page import Kind, Link, Outcome
from crawler.urls import host_of

OK = Outcome.OK
NAMES = {
    Kind.IMAGE: "图片",
    Kind.MEDIA: "音视频",
    Kind.ICON: "图标",
    Kind.SCRIPT: "脚本",
    Kind.STYLE: "样式表",
    Kind.FRAME: "框架",
    Kind.FORM: "表单",
    Kind.LOGIN: "登录表单",
}


@site_rule(
    "L416",
    "mixed-content",
    "https 页面引用 http 内容",
    Severity.WARNING,
    clause="国办秘函〔2019〕19号“可用性”；《政府网站发展指引》（国办发〔2017〕47号）安全防护要求",
    bad=(
        page_with(
            "http的样式表，浏览器不加载",
            resources=(("http://www.qinghe.gov.cn/a.css", Kind.STYLE, OK, "text/css"),),
        ),
        page_with(
            "http的图片",
            resources=(("http://www.qinghe.gov.cn/a.jpg", Kind.IMAGE, OK, "image/jpeg"),),
        ),
        page_with("http的框架，浏览器不加载", frames=("http://www.qinghe.gov.cn/t.html",)),
    ),
    good=(
        page_with(
            "都是https",
            resources=(("https://www.qinghe.gov.cn/a.jpg", Kind.IMAGE, OK, "image/jpeg"),),
        ),
        page_with("链接到http网站，不是引用", links=("http://www.example.com/",)),
        page_with(
            "页面本身是http",
            resources=(("http://www.qinghe.gov.cn/a.jpg", Kind.IMAGE, OK, "image/jpeg"),),
            url="http://www.qinghe.gov.cn/1.html",
        ),
        page_with(
            "“找错”脚本由S506判断",
            resources=(
                ("http://zfwzgl.www.gov.cn/exposure/jiucuo.js", Kind.SCRIPT, OK, "text/javascript"),
            ),
        ),
    ),
)
def mixed_content(site: SiteView, ctx: Context) -> Reports:
    """以 https 打开的页面用 http 引用图片、脚本、样式表、框架，或者用 http 提交表单。

    同一个栏目里同一个网站的只报一次。脚本、样式表、框架浏览器不加载，按“一般”上报，其余按“提示”。
    页面声明了自动升级（upgrade-insecure-requests）的不报；“我为政府网站找错”脚本由 S506 判断。

    ## 为什么
    浏览器会拦截 https 页面里的 http 脚本、样式表和框架，页面错版、功能失灵；
    图片会让地址栏失去安全标志；用 http 提交的内容会在途中被看到。

    ## 怎样改
    把地址里的“http:”改为“https:”；对方不支持 https 的，把文件放到本站。
    """
    for spot in site.once(tied).insecure:
        yield _hit(spot)


def _hit(spot: Spot[Link]) -> Hit:
    link = spot.thing
    host, name = host_of(link.url), NAMES[link.kind]
    is_blocked = link.kind in ACTIVE
    if link.kind in FORMS:
        said = f"https 页面用 http 向 {host} 提交{name}，内容会在途中被看到"
    elif is_blocked:
        said = f"https 页面用 http 引用 {host} 的{name}，浏览器不加载"
    else:
        said = f"https 页面用 http 引用 {host} 的{name}"
    return spot.hit(
        said,
        f"{is_blocked} {host}",
        link.url,
        "改用 https 地址；对方不支持的，把文件放到本站",
        Severity.ERROR if is_blocked else None,
    )
