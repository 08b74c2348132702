"""The JSON API answers as docs/api.md says."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ledger.ledger import Ledger
from ledger.requests import RequestKind
from tests.web.builders import NOW, QINGHE, a_busy_month, a_console
from xunjian.issue_facts import IssueFacts, StepFacts

PAGE = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Ledger]]:
    with a_console(tmp_path_factory.mktemp("api"), QINGHE) as (client, ledger, _):
        a_busy_month(ledger)
        yield client, ledger


def names_after(heading: str) -> set[str]:
    """Return the field names that the page gives under the heading, in a list or a table."""
    text = PAGE.partition(f"{heading}\n")[2].partition("\n### ")[0]
    rows = re.findall(r"^\| `(\w+)`", text, re.MULTILINE)
    return set(rows or re.findall(r"`([a-z_]+)`", text))


def test_the_page_names_the_fields_of_an_issue_and_of_a_step() -> None:
    assert names_after("### An issue") == set(IssueFacts.__struct_fields__)
    assert names_after("### A step of its history") == set(StepFacts.__struct_fields__)


def test_issues_are_listed_filtered_and_paged(api: tuple[httpx.Client, Ledger]) -> None:
    client, ledger = api
    whole = client.get("/api/v1/issues", params={"state": "all", "size": 1000}).json()
    assert whole["total"] == len(whole["issues"]) == ledger.count()
    assert set(whole["issues"][0]) == set(IssueFacts.__struct_fields__)
    some = client.get("/api/v1/issues", params={"state": "all", "size": 2, "page": 2}).json()
    assert [each["id"] for each in some["issues"]] == [e["id"] for e in whole["issues"][2:4]]
    code = whole["issues"][0]["code"]
    chosen = client.get("/api/v1/issues", params={"state": "all", "code": code}).json()["issues"]
    assert {each["code"] for each in chosen} == {code}


def test_one_issue_comes_with_its_history_and_requests(api: tuple[httpx.Client, Ledger]) -> None:
    client, ledger = api
    issue = next(each for each in ledger.issues() if each.is_open)
    ledger.desk.request(issue.id, RequestKind.FALSE_ALARM, applicant="王", reason="引文", now=NOW)
    answer = client.get(f"/api/v1/issues/{issue.id}").json()
    assert set(answer) == {"issue", "history", "requests"}
    assert len(answer["history"]) == issue.version
    assert set(answer["requests"][0]) == names_after("### A request")
    assert client.get("/api/v1/requests").json() == answer["requests"]


def test_sites_scans_and_questions_are_listed(api: tuple[httpx.Client, Ledger]) -> None:
    client, ledger = api
    [site] = client.get("/api/v1/sites").json()
    assert set(site) == {"id", "name", "start_url", "units", "columns"}
    scans = client.get("/api/v1/scans", params={"site": site["id"]}).json()
    assert [each["id"] for each in scans] == [each.id for each in ledger.scans(site["id"])]
    assert client.get("/api/v1/questions").json() == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/issues/999999", 404),
        ("/api/v1/issues/x", 404),
        ("/api/v1/issues?state=nonsense", 400),
        ("/api/v1/issues?size=0", 400),
        ("/api/v1/issues?size=9999", 400),
        ("/api/v1/scans?site=nowhere", 404),
        ("/api/v1/nothing", 404),
    ],
)
def test_what_is_wrong_is_said_as_json(
    api: tuple[httpx.Client, Ledger], address: str, code: int
) -> None:
    answer = api[0].get(address)
    assert answer.status_code == code
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"]


def test_nothing_can_be_written(api: tuple[httpx.Client, Ledger]) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert api[0].request(method, "/api/v1/issues").status_code == 405
