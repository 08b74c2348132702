"""Visits the home pages of the sites, tells the sites' faults from our own, and writes both down."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from crawler.probe import Goal, Reach, Round, Visit, visit_all
from crawler.site import Site
from ledger.issue import Opening, Probe
from ledger.ledger import Ledger
from xunjian.availability import Availability, availability
from xunjian.config import Config

# A week may reach further back past days on which the site was closed as filed.
LOOK_BACK = timedelta(days=60)
SHOWN_SITES = 5
REACHED = {
    Reach.OPEN: Opening.OPEN,
    Reach.FAILED: Opening.FAILED,
    Reach.UNCERTAIN: Opening.UNCERTAIN,
}


def probe(config: Config, ledger: Ledger, sites: Sequence[Site], now: datetime) -> list[Probe]:
    """Visit the home pages once, side by side, and write down what came of it."""
    wanted = config.probe
    goals = [Goal(site.start_url, site.private_hosts, site.limits.user_agent) for site in sites]
    made = visit_all(goals, wanted.references, wanted.timeout)
    probes = [
        _judged(site, visit, made, now) for site, visit in zip(sites, made.visits, strict=True)
    ]
    ledger.clock.add_probes(probes, keep_from=now - timedelta(days=wanted.keep_days))
    return probes


def _judged(site: Site, visit: Visit, made: Round, now: datetime) -> Probe:
    outcome, reason = opening(visit, made)
    return Probe(site.id, now, round(visit.seconds, 3), outcome, reason)


def opening(visit: Visit, made: Round) -> tuple[Opening, str]:
    """Say what a visit means; without an answer only beside an address that did answer."""
    if visit.reach is not Reach.SILENT:
        return REACHED[visit.reach], visit.reason
    if made.was_late:
        return Opening.OURS, f"{visit.reason}，当时本机太忙，不计"
    if made.witness is None:
        return Opening.UNCERTAIN, f"{visit.reason}，没有填写对照网址，不能排除本端断网"
    if not made.witness:
        return Opening.OURS, f"{visit.reason}，对照网址也都打不开，是本端网络不通，不计"
    return Opening.FAILED, visit.reason


def week_of(config: Config, ledger: Ledger, site: Site, now: datetime) -> Availability:
    """Judge the last week of visits to a site."""
    windows = config.maintenance.get(site.id, ())
    return availability(ledger.clock.probes(site.id, now - LOOK_BACK), now, windows)


def watched(config: Config) -> tuple[Site, ...]:
    """Return the sites that are visited at intervals: the sample platform is not always there."""
    return tuple(site for site in config.sites if site.id not in config.demos)


def sentence(sites: Sequence[Site], probes: Sequence[Probe]) -> str:
    """Say in Chinese what came of a round."""
    names = {site.id: site.name for site in sites}
    counts = Counter(each.outcome for each in probes)
    told = "，".join(f"{kind.value} {counts[kind]} 个" for kind in Opening if counts[kind])
    wrong = [each for each in probes if each.outcome is not Opening.OPEN][:SHOWN_SITES]
    which = "；".join(f"{names[each.site_id]}：{each.reason}" for each in wrong)
    return f"{told}（{which}）" if which else told
