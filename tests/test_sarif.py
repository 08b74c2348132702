"""The SARIF log has the shape that SARIF 2.1.0 asks for and reveals no key."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from checks.finding import Finding, Severity
from checks.registry import RULES
from xunjian.sarif import FINGERPRINT, sarif

LINK = Finding(
    code="L401",
    name="broken-link",
    title="链接打不开",
    severity=Severity.ERROR,
    subject="http://a.example/tzgg/1.html",
    key="the-key-is-secret",
    url="http://a.example/tzgg/1.html",
    message="“办事指南”打不开：页面不存在（HTTP 404）",
    evidence="http://a.example/gone.html",
    suggestion="改正地址，或者撤下该链接",
    column="tzgg",
    unit="zfb",
)
STALE = replace(LINK, code="F301", severity=Severity.CRITICAL, url="http://a.example/zwyw/")
FROM_OUTSIDE = replace(LINK, code="X999", severity=Severity.WARNING, url="", column="")


@pytest.fixture
def log() -> dict[str, Any]:
    written = sarif([LINK, STALE, FROM_OUTSIDE], RULES, {LINK: "1:abc", STALE: "1:def"})
    read: dict[str, Any] = json.loads(json.dumps(written))
    return read


def test_the_log_names_its_version_and_holds_one_run(log: dict[str, Any]) -> None:
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert len(log["runs"]) == 1
    assert log["runs"][0]["tool"]["driver"]["name"]


def test_every_rule_is_described_once_with_a_known_level(log: dict[str, Any]) -> None:
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    ids = [rule["id"] for rule in rules]
    assert ids == [rule.code for rule in RULES]
    assert len(ids) == len(set(ids))
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}


def test_every_result_has_what_the_standard_requires(log: dict[str, Any]) -> None:
    run = log["runs"][0]
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"none", "note", "warning", "error"}
        if "ruleIndex" in result:
            rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
            assert rule["id"] == result["ruleId"]
        for location in result.get("locations", []):
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert urlsplit(uri).scheme in {"http", "https"}
        for name, value in result.get("partialFingerprints", {}).items():
            assert isinstance(name, str)
            assert isinstance(value, str)


@pytest.mark.parametrize(("place", "level"), [(0, "warning"), (1, "error"), (2, "note")])
def test_the_level_follows_the_severity(log: dict[str, Any], place: int, level: str) -> None:
    assert log["runs"][0]["results"][place]["level"] == level


def test_a_result_carries_its_place_and_fingerprint(log: dict[str, Any]) -> None:
    result = log["runs"][0]["results"][0]
    assert result["partialFingerprints"] == {FINGERPRINT: "1:abc"}
    location = result["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == LINK.url
    assert location["logicalLocations"] == [{"name": "tzgg", "kind": "column"}]


def test_a_finding_of_a_foreign_rule_without_an_address_is_still_a_result(
    log: dict[str, Any],
) -> None:
    result = log["runs"][0]["results"][2]
    assert result["ruleId"] == "X999"
    assert result.keys().isdisjoint({"ruleIndex", "locations", "partialFingerprints"})


def test_the_key_of_a_finding_is_never_written(log: dict[str, Any]) -> None:
    assert LINK.key not in json.dumps(log)
