"""Tells hosts that government sites may well rely on from those that nobody has vouched for."""

from collections.abc import Iterable
from functools import lru_cache

from checks.views import SiteView
from crawler.urls import host_of, is_in_scope, scope_of

# Endings that only authorities, schools, academies and the forces are given.
OFFICIAL = ("gov.cn", "edu.cn", "ac.cn", "mil.cn", "政务", "xn--zfr164b", "公益", "xn--55qw42g")
# Central media and bodies, and services that government sites embed: the mark of authorities
# (conac), monitoring, maps, weather, video, share buttons, statistics, cloud storage of the site's own
# provider.
WELL_KNOWN = frozenset(
    "conac.cn kaipuyun.cn 12371.cn 12377.cn 12321.cn 12389.cn ccdi.gov.cn xuexi.cn piyao.org.cn"
    " people.com.cn people.cn xinhuanet.com news.cn xinhuaxmt.com cctv.com cctv.cn cntv.cn cnr.cn"
    " chinanews.com chinanews.com.cn gmw.cn youth.cn ce.cn china.com.cn china.org.cn qstheory.cn"
    " legaldaily.com.cn stdaily.com cri.cn chinadaily.com.cn weather.com.cn tianqi.com"
    " baidu.com bdstatic.com bdimg.com baidustatic.com qq.com gtimg.cn gtimg.com qpic.cn qlogo.cn"
    " idqqimg.com weixinbridge.com weibo.com weibo.cn sina.com.cn sinaimg.cn sinajs.cn"
    " amap.com autonavi.com cnzz.com umeng.com jsdelivr.net jquery.com cloudflare.com unpkg.com"
    " alicdn.com aliyun.com aliyuncs.com aliyuncdn.com alipay.com alipayobjects.com"
    " myqcloud.com qcloud.com tencent.com huaweicloud.com myhuaweicloud.com ctyun.cn ctyunxs.cn"
    " 163.com 126.com 126.net youku.com iqiyi.com bilibili.com douyin.com toutiao.com kuaishou.com"
    " ixigua.com adobe.com microsoft.com google.com googleapis.com gstatic.com"
    " google-analytics.com googletagmanager.com w3.org so.com sogou.com 360.cn bing.com".split()
)
# Script hosts that changed hands and served harmful code to visitors of the sites that used them.
TAKEN_OVER = frozenset({"polyfill.io"})
# Registries that give names below a second label of their own.
SECOND = frozenset("com net org gov edu ac mil co".split())
COUNTRY = 2


def is_below(host: str, names: Iterable[str]) -> bool:
    """Whether a host is one of the names or lies below one."""
    return any(host == name or host.endswith(f".{name}") for name in names)


@lru_cache(maxsize=4096)
def registered(host: str) -> str:
    """Return the name under which a host was registered (www.a.com.cn: a.com.cn)."""
    labels = host.split(".")
    if host.replace(".", "").isdecimal() or ":" in host or len(labels) <= COUNTRY:
        return host
    is_second = len(labels[-1]) == COUNTRY and labels[-2] in SECOND
    return ".".join(labels[-3:] if is_second else labels[-2:])


class Trust:
    """Whom the site at hand may rely on: itself, official hosts, well-known ones, `trust`."""

    def __init__(self, site: SiteView) -> None:
        facts = site.site
        self._scope = scope_of(facts.start_url, facts.scope)
        hosts = {host_of(facts.start_url), *(each.partition("/")[0] for each in self._scope)}
        self._own = frozenset(registered(host.partition(":")[0]) for host in hosts)
        self._private = {host.partition(":")[0] for host in facts.private_hosts}
        self._trusted = facts.trust
        self._blocked = facts.block
        self._known: dict[str, bool] = {}

    def is_own(self, url: str) -> bool:
        """Whether an address belongs to the site or to its owner's other hosts."""
        host = host_of(url)
        return is_in_scope(url, self._scope) or registered(host) in self._own

    def is_trusted(self, url: str) -> bool:
        """Whether nobody need be asked why a page relies on this address."""
        host = host_of(url)
        if host not in self._known:
            self._known[host] = not is_below(host, self._blocked) and (
                self._is_vouched_for(host) or self.is_own(url)
            )
        return self._known[host] or (not self.is_blocked(url) and self.is_own(url))

    def is_blocked(self, url: str) -> bool:
        """Whether the site file says that this address is no good."""
        return is_below(host_of(url), self._blocked)

    def _is_vouched_for(self, host: str) -> bool:
        if is_below(host, self._trusted) or host in self._private:
            return True
        return is_below(host, OFFICIAL) or is_below(host, WELL_KNOWN)


def is_taken_over(url: str) -> bool:
    """Whether the host has served harmful code since it changed hands."""
    return is_below(host_of(url), TAKEN_OVER)


def trust_of(site: SiteView) -> Trust:
    """Return whom a site trusts; rules share it by `SiteView.once`."""
    return Trust(site)
