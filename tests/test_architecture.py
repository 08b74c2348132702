"""The house stands as it is drawn: who may import whom, and what every file owes its readers."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "checks", "wordlists", "ledger", "notifier", "xunjian")
MODEL = (
    "crawler.site",
    "crawler.page",
    "crawler.snapshot",
    "crawler.growing",
    "crawler.host",
    "crawler.links",
    "crawler.urls",
)
# Each package with the prefixes of ours that it may import besides itself.
ARROWS = {
    "wordlists": (),
    "crawler": (),
    "checks": (*MODEL, "wordlists"),
    "ledger": ("checks.finding", "checks.sketch", "checks.workdays"),
    "notifier": ("ledger", "checks"),
    "xunjian": ("crawler", "checks", "wordlists", "ledger", "notifier"),
}
HEAVY = ("scrapy", "twisted")
MAX_LINES = 400
# The files that may be longer, each with its reason.
LONG_FILES: dict[str, str] = {}
# Who writes for people at a terminal; everybody else logs.
MAY_PRINT = "xunjian"
MACHINE = re.compile(
    r"(?<![\w.~-])/(?:work|home|opt|root|Users)/\w"  # somebody's own disk
    r"|(?:pypi|mirrors?|index|artifactory|nexus|proxy)\.[\w.-]+\.\w+(?::\d+)?/(?:simple|pypi)",
    re.IGNORECASE,
)
IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dX](?!\d)")
TEXT_SUFFIXES = frozenset(".py .md .toml .csv .html .txt .css .cfg .mako .js .yml .yaml".split())
LEFT_OUT = frozenset({"tests/test_architecture.py"})


@cache
def sources() -> tuple[Path, ...]:
    """Return all Python files of the product."""
    found = (path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
    return tuple(sorted(path for path in found if "__pycache__" not in path.parts))


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse one file, once."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path) -> str:
    """Return the path as people name it."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports, at any depth."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_under(name: str, prefix: str) -> bool:
    """Whether `name` is the module `prefix` or something in it."""
    return name == prefix or name.startswith(prefix + ".")


def test_every_import_follows_an_arrow_of_the_drawing() -> None:
    wrong = []
    for path in sources():
        home = path.relative_to(ROOT).parts[0]
        for name in imports(path):
            if name.partition(".")[0] not in PACKAGES or is_under(name, home):
                continue
            if not any(is_under(name, allowed) for allowed in ARROWS[home]):
                wrong.append(f"{place(path)} imports {name}")
    assert wrong == []


def test_no_test_code_is_imported_by_the_product() -> None:
    wrong = [
        f"{place(path)} imports {name}"
        for path in sources()
        for name in imports(path)
        if name.partition(".")[0] in ("tests", "benchmarks", "pytest", "hypothesis")
    ]
    assert wrong == []


@cache
def loaded_by(code: str) -> frozenset[str]:
    """Return the top-level names of the modules loaded once `code` has run in a new process."""
    script = (
        "import json, sys\n"
        "try:\n"
        f"    exec({code!r})\n"
        "except SystemExit:\n"
        "    pass\n"
        "sys.stdout.flush()\n"
        "sys.stderr.write('\\n' + json.dumps(sorted({n.partition('.')[0] for n in sys.modules})))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        input="今天天气很好。".encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return frozenset(json.loads(done.stderr.decode().rpartition("\n")[2]))


@pytest.mark.parametrize("module", MODEL)
def test_the_crawlers_types_load_without_scrapy(module: str) -> None:
    assert loaded_by(f"import {module}").isdisjoint(HEAVY)


def test_all_rules_load_without_scrapy() -> None:
    modules = [
        place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in sources()
        if path.is_relative_to(ROOT / "checks")
    ]
    assert loaded_by(f"import {', '.join(modules)}").isdisjoint(HEAVY)


def test_help_comes_without_loading_the_product() -> None:
    loaded = loaded_by("sys.argv = ['xunjian', '--help']; from xunjian.cli import main; main()")
    assert "typer" in loaded
    assert loaded.isdisjoint({*HEAVY, "sqlalchemy", "jieba", "lxml"})


def test_the_check_before_publication_needs_neither_crawler_nor_ledger() -> None:
    loaded = loaded_by("sys.argv = ['xunjian', 'check', '-']; from xunjian.cli import main; main()")
    assert "ahocorasick_rs" in loaded, "the check did not run"
    assert loaded.isdisjoint({*HEAVY, "sqlalchemy"})


def test_a_crawl_starts_without_browser_and_optical_reading() -> None:
    loaded = loaded_by(
        "from scrapy.settings import Settings; from scrapy.spiderloader import SpiderLoader; "
        "settings = Settings(); settings.setmodule('crawler.settings'); "
        "assert SpiderLoader.from_settings(settings).list() == ['site']"
    )
    assert loaded.isdisjoint({"playwright", "rapidocr", "onnxruntime", "cv2", "pypdfium2"})


def test_only_the_entrances_print() -> None:
    wrong = [
        f"{place(path)}:{node.lineno}"
        for path in sources()
        if not path.is_relative_to(ROOT / MAY_PRINT)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert wrong == []


def test_every_module_opens_with_one_line_saying_what_it_is_for() -> None:
    wrong = []
    for path in sources():
        doc = ast.get_docstring(tree_of(path))
        if path.name == "__init__.py" and not path.read_text(encoding="utf-8").strip():
            continue
        if not doc or not doc.partition("\n")[0].strip().endswith((".", "。")):
            wrong.append(place(path))
    assert wrong == []


def test_no_file_is_longer_than_a_reader_bears() -> None:
    lengths = {place(path): len(path.read_bytes().splitlines()) for path in sources()}
    long = {name for name, length in lengths.items() if length > MAX_LINES}
    assert long == set(LONG_FILES)


def product_and_tests() -> tuple[Path, ...]:
    """Return the Python files that ruff sees, this one left out: it names what it forbids."""
    tests = (path for name in ("tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))
    return tuple(path for path in (*sources(), *tests) if place(path) not in LEFT_OUT)


def test_nothing_is_left_to_do_in_a_comment() -> None:
    mark = re.compile(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b")
    wrong = [
        f"{place(path)}:{number}"
        for path in product_and_tests()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if mark.search(line)
    ]
    assert wrong == []


def written_files() -> Iterator[tuple[str, str]]:
    """Yield name and text of every file that people write."""
    tops = (*PACKAGES, "tests", "docs", "examples", "benchmarks", "scripts", ".ci")
    files = [path for top in tops for path in (ROOT / top).rglob("*") if path.is_file()]
    files += [path for path in ROOT.iterdir() if path.is_file()]
    for path in files:
        is_text = path.suffix in TEXT_SUFFIXES or path.parent.name in ("scripts", ".ci")
        if is_text and place(path) not in LEFT_OUT:
            yield place(path), path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_somebodys_machine_or_package_host() -> None:
    wrong = [
        f"{name}: {found[0]}" for name, text in written_files() for found in MACHINE.finditer(text)
    ]
    assert wrong == []


def test_no_file_holds_a_complete_identity_number() -> None:
    wrong = [
        name
        for name, text in written_files()
        for found in IDENTITY.finditer(unicodedata.normalize("NFKC", text).upper())
        if check_digit(found[0]) == found[0][-1]
    ]
    assert wrong == []


def check_digit(number: str) -> str:
    """Return the last digit of an identity number by GB 11643."""
    digits = zip(number[:17], range(17, 0, -1), strict=True)
    return "10X98765432"[sum(int(digit) * 2**weight for digit, weight in digits) % 11]


def test_the_drawn_packages_are_the_packaged_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert tuple(wheel["packages"]) == PACKAGES
    assert tuple(project["tool"]["mypy"]["packages"]) == PACKAGES
