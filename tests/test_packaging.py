"""The wheel holds all of the product, and the project's paper agrees with itself."""

import ast
import configparser
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from email.parser import Parser
from functools import cache
from importlib import import_module
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "checks", "wordlists", "ledger", "notifier", "xunjian")
RANGE = re.compile(r"[\w.-]+>=[\w.]+,<[\w.]+")
DEPENDENCY_LINE = re.compile(r'^    "([a-z][\w.-]*[>=<].*?)",(.*)$', re.MULTILINE)
# Data without an interface: the newest is the right one.
UNBOUNDED = {"tzdata"}
# Imported with the package that brings them, whose affair their version is.
BROUGHT = {"twisted", "markupsafe", "playwright", "opencv-python-headless"}
# Declared for the package that loads it.
LOADED = {"onnxruntime", "psycopg", "psycopg-binary"}
# Declared, but loaded by others: nothing of ours says `import ruff`.
TOOLS = {"pytest-xdist", "ruff", "mypy", "hatchling"}
TOOLS |= {"types-lxml", "types-pycurl", "types-olefile", "types-xlrd"}
TOOLS |= {"psycopg", "psycopg-binary"}


@cache
def project() -> dict[str, Any]:  # Any: whatever TOML holds
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel of this tree, without asking any package index."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_holds_every_file_of_every_package(wheel: zipfile.ZipFile) -> None:
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == here
    for suffix in (".csv", ".toml", ".html", ".css", ".txt", ".mako"):
        assert any(name.endswith(suffix) for name in packed), f"no {suffix} file in the wheel"


def test_every_package_says_that_it_is_typed(wheel: zipfile.ZipFile) -> None:
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(wheel.namelist())


def test_the_wheel_brings_one_command_and_one_name(wheel: zipfile.ZipFile) -> None:
    info = {name.rpartition("/")[2]: name for name in wheel.namelist() if ".dist-info/" in name}
    scripts = wheel.read(info["entry_points.txt"]).decode()
    assert "[console_scripts]\nxunjian = xunjian.cli:main" in scripts
    facts = Parser().parsestr(wheel.read(info["METADATA"]).decode())
    assert facts["Name"] == "xunjian"
    assert facts["License-Expression"] == "Apache-2.0"
    assert "LICENSE" in info


def test_the_product_works_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "site")
    code = "from xunjian.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, "check", "-"],
        cwd=tmp_path,
        input="严禁露天焚烧秸杆。".encode(),
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    assert "秸秆" in done.stdout.decode()


def test_the_changelog_opens_with_the_version_of_the_package() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (\d+\.\d+\.\d+)", text, re.MULTILINE)
    assert versions[0] == project()["project"]["version"]


def test_every_dependency_is_bounded_on_both_sides_and_says_what_it_is_for() -> None:
    wanted = [*project()["project"]["dependencies"]]
    for extra in project()["project"]["optional-dependencies"].values():
        wanted += extra
    lines = dict(DEPENDENCY_LINE.findall((ROOT / "pyproject.toml").read_text(encoding="utf-8")))
    assert set(wanted) == set(lines)
    for dependency, comment in lines.items():
        is_bounded = RANGE.fullmatch(dependency) is not None
        assert is_bounded or dependency.partition(">=")[0] in UNBOUNDED, dependency
        assert re.match(r"\s+# \w", comment), f"{dependency}: no comment"


def imported(*folders: str) -> set[str]:
    """Return the top-level names that the Python files of these folders import."""
    names = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return (
        names
        - set(sys.stdlib_module_names)
        - {*PACKAGES, "tests", "benchmarks", "scripts", "storyline"}
    )


def normal(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    facts = project()["project"]
    optional = facts["optional-dependencies"]
    declared = [
        *facts["dependencies"],
        *optional["render"],
        *optional["ocr"],
        *optional["postgresql"],
    ]
    runtime = {normal(re.split(r"[>=<]", each)[0]) for each in declared}
    extra = {normal(re.split(r"[>=<]", each)[0]) for each in optional["test"]}
    distributions = packages_distributions()
    used = {normal(name) for module in imported(*PACKAGES) for name in distributions[module]}
    assert used - BROUGHT == runtime - UNBOUNDED - LOADED
    tested = {
        normal(name) for module in imported("tests", "scripts") for name in distributions[module]
    }
    assert tested - runtime - BROUGHT <= extra
    assert extra - tested - runtime <= TOOLS


def test_scrapy_finds_its_settings() -> None:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "scrapy.cfg", encoding="utf-8")
    settings = import_module(parser["settings"]["default"])
    assert settings.__name__ == "crawler.settings"
    assert settings.ROBOTSTXT_OBEY is True
    assert settings.TELNETCONSOLE_ENABLED is False
    for name in settings.SPIDER_MODULES:
        import_module(name)
    assert import_module("crawler.guard").AddressGuard in {
        getattr(import_module(path.rpartition(".")[0]), path.rpartition(".")[2])
        for path in settings.DOWNLOADER_MIDDLEWARES
    }


def test_the_license_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
