"""Writes the documentation of the rules from the rules themselves."""

from collections.abc import Sequence

from checks.finding import FAMILIES
from checks.mask import mask
from checks.rule import AnyRule, Example


def as_text(rules: Sequence[AnyRule]) -> str:
    """Return one line a rule."""
    lines = []
    for rule in sorted(rules, key=lambda rule: rule.code):
        summary = rule.doc.partition("\n")[0]
        lines.append(f"{rule.code}  [{rule.severity}] {rule.title}（{rule.name}）：{summary}\n")
    return "".join(lines)


def as_markdown(rules: Sequence[AnyRule]) -> str:
    """Return the page docs/rules.md."""
    parts = ["# 检查规则\n\n本页由 `xunjian rules --markdown` 生成，请勿手工修改。\n"]
    for letter, family in FAMILIES.items():
        members = sorted((r for r in rules if r.code[0] == letter), key=lambda rule: rule.code)
        if members:
            parts.append(f"\n## {letter} {family}\n")
            parts.extend(_section(rule) for rule in members)
    return "".join(parts)


def _section(rule: AnyRule) -> str:
    body = rule.doc.replace("\n## ", "\n#### ")
    return (
        f"\n### {rule.code} {rule.title}\n\n"
        f"`{rule.name}` · {rule.severity}\n\n{body}\n\n#### 依据\n\n{rule.clause}\n\n"
        f"#### 例子\n\n会报告：\n\n{_examples(rule.bad)}\n不会报告：\n\n{_examples(rule.good)}"
    )


def _examples(examples: Sequence[str | Example]) -> str:
    return "".join(f"- {_example(example)}\n" for example in examples)


def _example(example: str | Example) -> str:
    if isinstance(example, Example):
        return example.label
    shown = mask(example)
    note = "（文档中遮蔽了示例号码）" if shown != example else ""
    return shown.replace("\n", " / ") + note
