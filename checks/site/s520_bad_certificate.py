"""S520 网站证书失效。"""

from collections.abc import Iterator

from checks.finding import SITE_SUBJECT, Hit, Severity, Undecided
from checks.rule import Context, Reports, site_rule
from checks.site.hosts import GOOD, HOST, a_certificate, day_of, example, hit, is_inside
from checks.views import SiteView
from crawler.host import Certificate, Facet, HostFacts, Told, Trust

# Renewing takes an office some weeks: application, approval, installation.
WARN_DAYS = 30
SHOWN_NAMES = 5
RENEW = "更换证书，并在到期前安排续期"
ISSUERS = {
    Trust.SELF_SIGNED: ("网站证书是自己签发的，浏览器会提示不安全", Severity.ERROR),
    Trust.INCOMPLETE: ("网站没有发送中间证书，疑似部分浏览器和手机会提示不安全", Severity.WARNING),
    Trust.UNKNOWN_ISSUER: ("签发网站证书的机构疑似不受主流浏览器信任，请核对", Severity.WARNING),
}


@site_rule(
    "S520",
    "bad-certificate",
    "网站证书失效或将到期",
    Severity.ERROR,
    clause="检查指标没有单列；证书失效后浏览器拦截访问，用户看到的是网站打不开（参见国办秘函〔2019〕19号单项否决指标“站点无法访问”）",
    bad=(
        example("昨天过期", HostFacts(HOST, GOOD, GOOD, a_certificate(-1))),
        example("还有 30 天到期", HostFacts(HOST, GOOD, GOOD, a_certificate(30))),
        example("还没有生效", HostFacts(HOST, GOOD, GOOD, a_certificate(300, since=1))),
        example(
            "发给别的域名",
            HostFacts(
                HOST, GOOD, GOOD, a_certificate(90, is_for_host=False, names=("*.example.cn",))
            ),
        ),
        example(
            "自己签发", HostFacts(HOST, GOOD, GOOD, a_certificate(90, trust=Trust.SELF_SIGNED))
        ),
        example(
            "浏览器拒绝的签名",
            HostFacts(HOST, GOOD, GOOD, a_certificate(90, weakness="证书用 SHA1 签名")),
        ),
    ),
    good=(
        example("还有 31 天到期", HostFacts(HOST, GOOD, GOOD, a_certificate(31))),
        example("没有查到", HostFacts(HOST, Facet(Told.UNKNOWN, "443 端口 15 秒没有应答"))),
        example(
            "不能核对签发机构", HostFacts(HOST, GOOD, GOOD, a_certificate(90, trust=Trust.UNKNOWN))
        ),
        example(
            "内网自己的签发机构",
            HostFacts(HOST, GOOD, GOOD, a_certificate(90, trust=Trust.SELF_SIGNED)),
            inside=True,
        ),
        example("没有 HTTPS", HostFacts(HOST, Facet(Told.NO, "443 端口没有开放"))),
    ),
    aging=True,
)
def bad_certificate(site: SiteView, ctx: Context) -> Reports:
    """网站的 HTTPS 证书已经过期、不到31天就要过期、不是发给这个域名的、不受浏览器信任，或者用了浏览器拒绝的旧算法。

    证书链不完整、签发机构不常见的，只作提示，请用几种浏览器和手机打开核对。站点文件里写明是内网主机的，不看由谁签发。

    ## 为什么
    证书失效后，浏览器用整页警告拦住访问，用户看到的就是网站打不开。检查指标没有单列证书一项，但“站点无法访问”是单项否决指标。

    ## 怎样改
    向证书机构续期或重新申请，装到服务器和全部负载均衡、CDN 节点上，连同中间证书一起发送；在日历上记下下一次到期的日子。
    """
    if site.host is None:
        return
    if site.host.https.told is Told.UNKNOWN:
        yield Undecided(SITE_SUBJECT, f"网站证书未能查看：{site.host.https.reason}")
    found = site.host.certificate
    if found is None:
        if site.host.https.told is Told.YES:
            yield Undecided(SITE_SUBJECT, "网站证书的内容不能识别，未能检查")
        return
    yield from _dates(site, site.host, found, ctx)
    if not found.is_for_host:
        names = "、".join(found.names[:SHOWN_NAMES]) or "没有写"
        yield hit(
            site,
            f"网站证书不是发给 {site.host.host} 的",
            "name",
            evidence=f"证书上的域名：{names}",
            suggestion="换成包含本站域名的证书",
        )
    # Offices have issuers of their own for what only they can reach.
    is_shown_outside = not is_inside(site)
    if found.trust in ISSUERS and is_shown_outside:
        message, severity = ISSUERS[found.trust]
        yield hit(
            site,
            message,
            "trust",
            evidence=f"签发机构：{found.issuer or '没有写'}",
            suggestion="使用受主流浏览器信任的证书，并把中间证书一起发送",
            severity=severity,
        )
    elif found.trust is Trust.UNKNOWN and is_shown_outside:
        yield Undecided(SITE_SUBJECT, "网站证书的签发机构未能核对", key="trust")
    if found.weakness:
        yield hit(
            site,
            f"浏览器会拒绝网站的安全连接：{found.weakness}",
            "weakness",
            suggestion="启用 TLS 1.2 以上版本，换用 SHA-256 签名、2048 位以上密钥的证书",
        )


def _dates(site: SiteView, facts: HostFacts, found: Certificate, ctx: Context) -> Iterator[Hit]:
    """Report what the dates say; one fault, however it grows."""
    since, until = day_of(found.since), day_of(found.until)
    left = (until - ctx.today).days
    told = f"证书有效期 {since:%Y-%m-%d} 至 {until:%Y-%m-%d}，签发机构：{found.issuer or '没有写'}"
    # Where visitors are led to https, or began there, nobody gets past the warning.
    is_forced = site.site.start_url.startswith("https:") or facts.leads.told is Told.YES
    if left < 0:
        severity = Severity.CRITICAL if is_forced else Severity.ERROR
        message = f"网站证书已于 {until:%Y-%m-%d} 过期（{-left} 天前）"
    elif since > ctx.today:
        severity = Severity.ERROR
        message = f"网站证书从 {since:%Y-%m-%d} 起才有效"
    elif left <= WARN_DAYS:
        severity = Severity.WARNING
        message = f"网站证书将于 {until:%Y-%m-%d} 到期，还有 {left} 天"
    else:
        return
    yield hit(site, message, "dates", evidence=told, suggestion=RENEW, severity=severity)
