"""Recognises domains that are for sale, parked with a registrar, or switched off."""

import re

from crawler.urls import host_of

# Their pages say little else; a page that deals in domains says much.
LONGEST = 500
SIGNS = re.compile(
    r"(?:出售|转让|购买)(?:此|该|本|这个)域名|"
    r"(?:此|该|本|这个)域名[^。]{0,12}(?:出售|转让|过期|到期|停放|抢注|待售)|"
    r"域名(?:已经?)?(?:过期|到期|停放)|(?:网站|域名|主机|空间)已(?:经)?(?:到期|过期)|"
    r"(?:网站|域名)(?:暂时无法访问|已被?暂停|已停用)[^。]{0,40}(?:备案|接入|服务商|欠费)|"
    r"未(?:进行|完成)?(?:ICP)?备案[^。]{0,20}(?:拦截|阻断|无法访问)|"
    r"(?:this |the )?domain(?: name)? (?:is|may be|might be) (?:for sale|available|parked)|"
    r"buy this domain|domain (?:has )?expired|parked (?:free|domain)|domain parking|"
    r"this domain has recently been registered",
    re.I,
)
# As a title; those who trade in domains have a longer one.
TITLE = re.compile(
    r"^[\w.\-\s|_]{0,40}域名(?:正在|现|已|可)?(?:出售|转让|求购|交易中)[\w.\-\s|_中]{0,10}$"
)
# Where registrars send what is parked, and where domains are traded.
HOSTS = (
    "sedo.com", "sedoparking.com", "parkingcrew.net", "bodis.com", "above.com", "dan.com",
    "afternic.com", "hugedomains.com", "domainmarket.com", "parklogic.com", "voodoo.com",
    "uniregistry.com", "undeveloped.com", "domainnamesales.com", "4.cn", "ename.com", "ename.net",
    "juming.com", "22.cn", "yumi.com", "mi.aliyun.com", "wanmi.cc",
)  # fmt: skip


def parked(title: str, text: str) -> str:
    """Return the words by which a page says that its domain is nobody's site, "" if none."""
    if len(text) > LONGEST:
        return ""
    found = TITLE.search(title) or SIGNS.search(title) or SIGNS.search(text)
    return f"页面写着“{found[0]}”" if found else ""


def parking_host(url: str) -> str:
    """Return the trader of domains that an address belongs to, "" if none."""
    host = host_of(url)
    return next((each for each in HOSTS if host == each or host.endswith(f".{each}")), "")
