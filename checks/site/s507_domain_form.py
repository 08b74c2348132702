"""S507 网站域名不规范。"""

import ipaddress

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import Context, Reports, site_rule
from checks.site.footers import example, host_of
from checks.views import SiteView
from crawler.site import Site


@site_rule(
    "S507",
    "domain-form",
    "网站域名不规范",
    Severity.ERROR,
    clause="国办秘函〔2019〕19号扣分指标“域名名称”：域名不合规扣1分；国办函〔2018〕55号《国务院办公厅关于加强政府网站域名管理的通知》",
    bad=(
        example("不是 gov.cn 域名", "", site=Site("a", "示例", "http://www.qinghe.com.cn/")),
        example("直接用 IP 地址", "", site=Site("a", "示例", "http://203.0.113.7/")),
    ),
    good=(
        example("门户网站", "", site=Site("a", "示例", "http://www.qinghe.gov.cn/")),
        example("部门网站", "", site=Site("a", "示例", "https://mzj.qinghe.gov.cn/xxgk/")),
        example(
            "本机上的样例",
            "",
            site=Site("a", "示例", "http://127.0.0.1:8000/", private_hosts=("127.0.0.1",)),
        ),
    ),
    whole=True,
)
def domain_form(site: SiteView, ctx: Context) -> Reports:
    """网站没有使用以 .gov.cn 结尾的域名，或者直接用 IP 地址访问。

    站点文件里写明是内网主机的不查。

    ## 为什么
    检查指标规定：域名不合规的扣1分。国办函〔2018〕55号要求政府网站使用以 .gov.cn 为后缀的英文域名。

    ## 怎样改
    按规定申请 .gov.cn 域名；集约化平台上的网站使用上级门户的下级域名。
    """
    host = host_of(site.site.start_url)
    private = {each.partition(":")[0] for each in site.site.private_hosts}
    if host in private or host.endswith(".gov.cn") or not host:
        return
    what = f"IP 地址 {host}" if _is_ip(host) else f"域名 {host}"
    yield Hit(
        message=f"网站使用的是{what}，不是 .gov.cn 域名",
        key="",
        evidence=site.site.start_url,
        suggestion="按国办函〔2018〕55号使用 .gov.cn 域名",
        subject=SITE_SUBJECT,
        url=site.site.start_url,
    )


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
