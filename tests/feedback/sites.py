"""The platform whose units answer; it loads nothing that is not needed."""

from pathlib import Path

from crawler.site import Column, Site, Unit
from xunjian.config import Config, MailConfig
from xunjian.feedback import FeedbackConfig, WebConfig

BASE = "http://www.qinghe.example"
CIVIL = Unit("mzj", "区民政局", ("minzheng@qinghe.example",), "王科长")
EDUCATION = Unit("jyj", "区教育局", ("jiaoyu@qinghe.example",))
SITE = Site(
    "qinghe",
    "青禾区人民政府",
    f"{BASE}/",
    columns=(Column("tzgg", "通知公告", f"{BASE}/tzgg/", "mzj"),),
    units=(CIVIL, EDUCATION),
)


def a_round(directory: Path) -> Config:
    """Return a configuration whose drop folder is “inbox”."""
    return Config(
        directory=directory,
        sites=(SITE,),
        ledger=f"sqlite:///{directory / 'ledger.sqlite3'}",
        secret=b"0" * 32,
        mail=MailConfig(supervisor=("office@qinghe.example",)),
        feedback=FeedbackConfig(drop="inbox", trusted=("zwgk@qinghe.example",)),
        web=WebConfig("https://xunjian.qinghe.example"),
    )
