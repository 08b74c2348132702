"""Lists the fixed enumerations, whole and in their order."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Formula:
    """A fixed enumeration: its name, its members in order, and how many must stand together.

    Fewer than `least` of them side by side prove nothing. `valid_from` is the day since which
    the formula is this one, `old` how it was called before. Some may be quoted but for their end
    (`may_stop`), and some consist of everyday words: they need one of the words `about` nearby.
    """

    name: str
    members: tuple[str, ...]
    least: int
    valid_from: date | None = None
    old: str = ""
    may_stop: bool = False
    about: str = ""


def _formula(
    name: str, members: str, least: int, since: date | None = None, old: str = ""
) -> Formula:
    return Formula(name, tuple(members.split()), least, since, old)


def _everyday(name: str, members: str, least: int, about: str) -> Formula:
    return Formula(name, tuple(members.split()), least, about=about)


def _open(name: str, members: str, least: int) -> Formula:
    return Formula(name, tuple(members.split()), least, may_stop=True)


FORMULAS = (
    _formula("四个意识", "政治意识 大局意识 核心意识 看齐意识", 3, date(2016, 2, 1)),
    _formula("四个自信", "道路自信 理论自信 制度自信 文化自信", 3, date(2016, 7, 1), "三个自信"),
    _formula(
        "五位一体",
        "经济建设 政治建设 文化建设 社会建设 生态文明建设",
        4,
        date(2012, 11, 8),
        "四位一体",
    ),
    _everyday("新发展理念", "创新 协调 绿色 开放 共享", 4, "理念|发展"),
    _formula(
        "社会主义核心价值观", "富强 民主 文明 和谐 自由 平等 公正 法治 爱国 敬业 诚信 友善", 6
    ),
    _everyday("社会主义核心价值观（社会层面）", "自由 平等 公正 法治", 3, "价值|社会层面"),
    _everyday("社会主义核心价值观（个人层面）", "爱国 敬业 诚信 友善", 3, "价值|公民|个人层面"),
    _formula("乡村振兴总要求", "产业兴旺 生态宜居 乡风文明 治理有效 生活富裕", 4),
    _formula("党史学习教育目标要求", "学党史 悟思想 办实事 开新局", 3),
    _formula("党的建设", "政治建设 思想建设 组织建设 作风建设 纪律建设", 4, date(2017, 10, 18)),
    _open("法治建设方针", "科学立法 严格执法 公正司法 全民守法", 3),
    _open("四风", "形式主义 官僚主义 享乐主义 奢靡之风", 3),
)
