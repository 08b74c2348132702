"""Spells for the tests of assessments, written down as days of 2026 in China."""

from datetime import date, datetime
from itertools import count

from checks.workdays import LOCAL
from crawler.site import Site, Unit
from ledger.lifecycle import Event
from ledger.spells import Spell

SITE = Site(
    "a",
    "青禾区政府信息公开平台",
    "http://a.example/",
    units=(Unit("mzj", "区民政局"), Unit("jyj", "区教育局"), Unit("sjj", "区审计局")),
)
TODAY = date(2026, 11, 30)
NUMBERS = count(1)


def at(moment: str) -> datetime:
    """Return “11-09” (at ten) or “11-09 23:59” as a moment there."""
    day, _, hour = moment.partition(" ")
    return datetime.fromisoformat(f"2026-{day}T{hour or '10:00'}").replace(tzinfo=LOCAL)


def spell(
    opened: str,
    closed: str = "",
    *,
    due: str = "",
    unit: str = "mzj",
    code: str = "W101",
    opening: Event = Event.FOUND,
    ending: Event = Event.ABSENT,
    claimed: str = "",
    seen: str = "",
    note: str = "复核通过",
    issue: int = 0,
    returned: tuple[str, ...] = (),
) -> Spell:
    """Return a spell of an issue of its own unless `issue` says otherwise."""
    return Spell(
        issue or next(NUMBERS),
        code,
        unit,
        at(opened),
        opening,
        at(seen or opened),
        at(closed) if closed else None,
        ending if closed else None,
        date.fromisoformat(f"2026-{due}") if due else None,
        at(claimed) if claimed else None,
        note if closed else "",
        tuple(map(at, returned)),
    )


# November as three units spent it, with all that an office argues about.
NOVEMBER = (
    # 区民政局: four due, three of them mended on time.
    spell("11-02", "11-06", due="11-09", issue=501),
    spell("11-02", "11-09 23:59", due="11-09", issue=502),
    spell("11-02", "11-12", due="11-09", claimed="11-09 17:00", issue=503),
    spell("11-02", "11-10 00:00", due="11-09", issue=504),
    spell("11-02", "11-09", due="11-09", ending=Event.DISMISS, note="误判", issue=505),
    # 区教育局: what is over the edges of the month, and what came back.
    spell("10-26", "11-02", due="10-30", unit="jyj", code="L401", issue=506),
    spell("10-28", "11-04", due="11-04", unit="jyj", code="L401", issue=507),
    spell(
        "11-18",
        due="11-20",
        unit="jyj",
        code="L401",
        opening=Event.RELAPSE,
        claimed="11-19",
        seen="11-24",
        returned=("11-24",),
        issue=507,
    ),
    spell("11-23", due="11-30", unit="jyj", code="F301", issue=508),
    spell("11-24", due="12-07", unit="jyj", issue=509),
    spell("11-24", unit="jyj", issue=510),
    spell("11-02", "11-16", due="11-13", unit="jyj", note="规则调整", issue=511),
    spell("11-02", "11-16", due="11-13", unit="jyj", note="页面已下线", code="L401", issue=512),
    # Of no unit.
    spell("11-16", "11-18", due="11-17", unit="", code="S501", issue=513),
)
