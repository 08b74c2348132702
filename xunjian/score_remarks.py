"""What costs no points but is asked about all the same, one row each."""

from dataclasses import dataclass

from checks.finding import Severity
from xunjian.score_basis import Basis
from xunjian.scorecard import Remark


@dataclass(frozen=True, slots=True)
class Row:
    """A remark and the rules, or the families of rules, that it sums up."""

    title: str
    codes: tuple[str, ...]


ROWS = (
    Row("文件形成 20 个工作日后才公开（条例第二十六条）", ("F313",)),
    Row("留言答复超过 5 个工作日（抽查“办理答复”时每次扣 4 分）", ("C602",)),
    Row("栏目即将到期", ("F304",)),
    Row("公开专栏、公开指南不完整（条例第十二条）", ("S508", "S517")),
    Row("政府信息公开年报", ("A",)),
    Row("证书、HTTPS", ("S520", "S521")),
    Row("标识码、备案号、联系方式有误", ("S504", "S505", "S512")),
    Row("无障碍和适老化", ("S513",)),
    Row("文字差错（一般）", ("W",)),
    Row("个人信息（一般）", ("P",)),
)


def remarks(basis: Basis) -> tuple[Remark, ...]:
    """Sum up the issues of each row; what is grave stands among the veto items already."""
    found = []
    for row in ROWS:
        issues = tuple(
            issue
            for issue in basis.issues
            if issue.code.startswith(row.codes)
            and (issue.severity is not Severity.CRITICAL or issue.code[:1] not in "WP")
        )
        if issues:
            found.append(Remark(row.title, issues))
    return tuple(found)
