"""Says in words what came of a workbook: how many rows changed something, and why others did not."""

from checks.workdays import LOCAL
from ledger.feedback import Feedback, Outcome


def summary(found: Feedback, *, is_preview: bool = False) -> str:
    """Return one sentence with the counts."""
    if found.is_repeated:
        at = found.at.astimezone(LOCAL)
        return (
            f"这份表格 {at:%Y-%m-%d %H:%M} 已经收过（当时变更 {found.accepted} 条），没有新的变化；"
            "如有新的整改情况，请在表格中填写后再发。"
        )
    if not found.outcomes:
        return "表格里没有填写整改情况，没有变化。"
    will = "将变更" if is_preview else "已变更"
    return f"{will} {found.accepted} 条，忽略 {found.ignored} 条。"


def line(one: Outcome) -> str:
    """Return one row with what came of it."""
    number = f"#{one.number}" if one.number.isdecimal() else one.number or "（无编号）"
    said = one.said or "（未填整改情况）"
    came = f"→ {one.effect}" if not one.reason else f"忽略：{one.reason}"
    return "　".join(part for part in (one.place, number, said, came) if part)


def account(found: Feedback) -> str:
    """Return the sentence and the rows, for the file that is laid beside."""
    rows = () if found.is_repeated else map(line, found.outcomes)
    return "\n".join([f"{found.actor}：{summary(found)}", *(f"    {row}" for row in rows)])
