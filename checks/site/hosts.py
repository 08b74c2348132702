"""What the rules about the host of a site share."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from checks.finding import SITE_SUBJECT, Hit, Severity
from checks.rule import EXAMPLE_DAY, Example
from checks.views import SiteView
from crawler.host import Certificate, Facet, HostFacts, Told, Trust
from crawler.site import Site

# Certificates tell their times in UTC, offices read them in China.
CHINA = timezone(timedelta(hours=8))
HOST = "www.qinghe.gov.cn"
GOOD = Facet(Told.YES)


def day_of(at: datetime) -> date:
    """Return the day in China."""
    return at.astimezone(CHINA).date()


def is_inside(site: SiteView) -> bool:
    """Whether the host stands on a private network, by the site file."""
    hosts = {host.partition(":")[0] for host in site.site.private_hosts}
    return site.host is not None and site.host.host in hosts


def hit(
    site: SiteView,
    message: str,
    key: str,
    *,
    evidence: str = "",
    suggestion: str,
    severity: Severity | None = None,
) -> Hit:
    """Report a fault of the host, once for the site."""
    return Hit(
        message=message,
        key=key,
        evidence=evidence or site.site.start_url,
        suggestion=suggestion,
        severity=severity,
        subject=SITE_SUBJECT,
        url=site.site.start_url,
    )


def example(
    label: str, facts: HostFacts, url: str = f"https://{HOST}/", *, inside: bool = False
) -> Example:
    """Return a site with such a host."""
    site = Site("a", "示例", url, private_hosts=(facts.host,) if inside else ())
    return Example(label, SiteView(site, host=facts))


def a_certificate(
    days: int,
    *,
    since: int = -300,
    is_for_host: bool = True,
    names: tuple[str, ...] = (HOST,),
    trust: Trust = Trust.TRUSTED,
    weakness: str = "",
) -> Certificate:
    """Return a certificate that ends so many days after the day of the examples."""
    noon = datetime.combine(EXAMPLE_DAY, time(4), UTC)
    since_at, until = noon + timedelta(days=since), noon + timedelta(days=days)
    return Certificate(names, "示例证书机构", since_at, until, is_for_host, trust, weakness)
