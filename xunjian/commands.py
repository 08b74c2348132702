"""What the commands do, once their words are understood; each returns an exit code."""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from checks.registry import load_rules
from checks.rule import AnyRule
from checks.workdays import local_day
from crawler.site import Site
from crawler.snapshot import Target
from ledger.hours import ALWAYS
from ledger.issue import Issue, IssueFilter
from ledger.ledger import Ledger
from xunjian import config as configuration
from xunjian.active import active_rules
from xunjian.config import Config, ConfigError
from xunjian.export import as_json, scan_facts
from xunjian.opened import open_ledger
from xunjian.plans import whole_list
from xunjian.private import open_private, write_private
from xunjian.progress import progress
from xunjian.results import (
    found_in,
    print_delivery,
    print_next_steps,
    print_recheck,
    print_report,
    print_unlisted,
)
from xunjian.scan import OPEN_STATES, ScanReport, recheck, scan
from xunjian.show import console
from xunjian.unlisted import last_unlisted

FOUND, USAGE, INCOMPLETE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """The options of `xunjian scan`."""

    columns: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    today: date = date.min
    format: str = "text"
    output: Path | None = None
    accept: bool = False


def run_scan(directory: Path, site_id: str | None, options: ScanOptions) -> int:
    """Scan one site and print what was found."""
    config = configuration.load(directory)
    site = config.site(site_id)
    target = _target(site, options)
    rules = _rules(config, site, options.rules)
    if options.output:
        require_folder(options.output)
    with _ledger(config) as ledger:
        with serving(config, site), progress(f"检测 {site.name}") as on_progress:
            report = scan(
                config,
                site,
                ledger,
                today=options.today,
                target=target,
                rules=rules,
                on_progress=on_progress,
            )
        _write(report, ledger, options, directory)
        if options.accept:
            sys.stderr.write(_accept(ledger, report))
        return _exit_code(report, ledger)


def _accept(ledger: Ledger, report: ScanReport) -> str:
    """Measure later scans against this one, unless it did not even come to its end."""
    if report.result.incomplete or not report.scan.full:
        return "本次检测没有完整做完，不能作为以后的基准\n"
    ledger.accept_coverage(report.scan.id, datetime.now(UTC))
    return "已记下：以后的检测以本次的访问量为准\n"


@dataclass(frozen=True, slots=True)
class RecheckOptions:
    """The options of `xunjian recheck`: these issues, or all of the list, or all open ones."""

    ids: tuple[int, ...] = ()
    all: bool = False
    today: date = date.min


def run_recheck(directory: Path, site_id: str | None, options: RecheckOptions) -> int:
    """Look again at issues and say what was mended, what came back, what is left."""
    if options.ids and options.all:
        raise ConfigError(["--issue 和 --all 只能用一个"])
    config = configuration.load(directory)
    site = config.site(site_id)
    out = console()
    with _ledger(config) as ledger:
        issues = _chosen(ledger, site, options)
        if not issues:
            out.print("台账中没有需要复查的问题。")
            return 0
        began = datetime.now(UTC)
        with serving(config, site), progress(f"检测 {site.name}") as on_progress:
            report = recheck(
                config, site, ledger, today=options.today, issues=issues, on_progress=on_progress
            )
        assert report is not None
        print_recheck(ledger, site, issues, report, began)
        left = any(ledger.issue(issue.id).is_open for issue in issues)
        applied = report.applied
    if report.result.incomplete:
        return INCOMPLETE
    return FOUND if left or applied.opened or applied.relapsed else 0


def run_init(url: str, directory: Path, *, private: bool) -> int:
    """Explore a site and write its configuration."""
    from xunjian.draft import draft

    today = local_day(datetime.now(UTC))
    with progress("浏览平台") as on_progress:
        drafted = draft(url, directory, today=today, private=private, on_progress=on_progress)
    out = console()
    out.print(f"已写好“{drafted.site_name}”的配置，共拟出 {len(drafted.columns)} 个栏目：")
    for path in drafted.written:
        out.print(f"  {path}", soft_wrap=True)
    out.print(
        "请打开栏目表，核对栏目名称、类别和更新期限，填写责任单位和邮箱，然后运行 xunjian scan。"
    )
    return 0


def run_columns(directory: Path, site_id: str | None, output: Path | None) -> int:
    """List the columns that the last whole scan met and no table names, or add them to a table."""
    from xunjian.unlisted_workbook import write_table

    config = configuration.load(directory)
    site = config.site(site_id)
    if output:
        require_folder(output)
        _require_new(output)
    found = last_unlisted(config.snapshots, site)
    if found is None:
        sys.stderr.write("还没有完整的检测结果，请先运行 xunjian scan\n")
        return INCOMPLETE
    out = console()
    if not found:
        out.print("最近一次全站检测没有遇到不在栏目表里的栏目。")
        return 0
    if output is None:
        print_unlisted(out, found)
        return FOUND
    write_table(site, found, output)
    out.print(
        f"已写好 {output}：原有栏目 {len(site.columns)} 个，新栏目 {len(found)} 个（黄底）。",
        soft_wrap=True,
    )
    out.print("请给新栏目填上责任单位，再按表中“填写说明”换下原来的栏目表。")
    return 0


def _require_new(output: Path) -> None:
    """Never write over a table that somebody keeps by hand."""
    if output.suffix.lower() != ".xlsx":
        raise ConfigError([f"{output}：文件名应以 .xlsx 结尾"])
    if output.exists():
        raise ConfigError([f"{output}：已经存在，没有改动；请另起一个文件名"])


def run_serve(directory: Path, host: str, port: int) -> int:
    """Run the clock and the status page until interrupted."""
    from xunjian.jobs import jobs
    from xunjian.web.serve import serve

    config = configuration.load(directory)
    # The address of the console, and what each job came to: the journal of the service.
    logging.getLogger("xunjian").setLevel(logging.INFO)
    serve(config, jobs(config), host=host, port=port)
    return 0


def run_demo(directory: Path, today: date, *, keep_serving: bool) -> int:
    """Scan the sample platform, print the problem list, write the mails, say what to try next."""
    from xunjian.demo.run import first_edit, prepare, served
    from xunjian.notify import notify

    out = console()
    is_new = prepare(directory, today=today)
    out.print(f"示例平台{'已生成' if is_new else '沿用'}：{directory}", soft_wrap=True)
    config = configuration.load(directory)
    site = config.sites[0]
    with _ledger(config) as ledger, served(directory):
        with progress(f"检测 {site.name}") as on_progress:
            report = scan(config, site, ledger, today=today, on_progress=on_progress)
        print_report(report, ledger, directory)
        delivery = notify(config, ledger, now=datetime.now(UTC), today=today, hours=ALWAYS)
        print_delivery(config, delivery)
        standing = ledger.issues(IssueFilter(site_id=site.id, states=OPEN_STATES))
        print_next_steps(directory, site, first_edit(directory, standing))
        if keep_serving:
            _wait(site)
    return INCOMPLETE if report.applied.incomplete else 0


def _wait(site: Site) -> None:
    import threading

    console().print(f"示例平台开着：{site.start_url}　按 Ctrl+C 结束。")
    threading.Event().wait()


def _target(site: Site, options: ScanOptions) -> Target | None:
    """Return the part of the site that --column and --unit name, None for the whole."""
    faults = [f"没有编号为“{c}”的栏目" for c in options.columns if not site.column(c)]
    faults += [f"没有编号为“{u}”的单位" for u in options.units if not site.unit(u)]
    if faults:
        raise ConfigError(faults)
    if not options.columns and not options.units:
        return None
    chosen = [
        column.id
        for column in site.columns
        if column.id in options.columns or column.unit in options.units
    ]
    if not chosen:
        raise ConfigError([f"单位“{'、'.join(options.units)}”名下没有栏目，没有可检测的内容"])
    return Target((), tuple(chosen), follow_entries=True)


def _rules(config: Config, site: Site, codes: Sequence[str]) -> tuple[AnyRule, ...] | None:
    """Return the rules that --rule names, None for all that are on."""
    if not codes:
        return None
    active = active_rules(config.rules, config.site_rules.get(site.id))
    known = load_rules()
    codes = [code.upper() for code in codes]
    faults = []
    for code in codes:
        named = [rule for rule in known if code and rule.code.startswith(code)]
        if not named:
            faults.append(f"没有规则“{code}”，见 xunjian rules")
        elif not any(rule in active for rule in named):
            faults.append(f"规则“{code}”没有打开，见配置文件的 [rules]")
    if faults:
        raise ConfigError(faults)
    return tuple(rule for rule in active if rule.code.startswith(tuple(codes)))


def _chosen(ledger: Ledger, site: Site, options: RecheckOptions) -> list[Issue]:
    if options.all:
        return whole_list(ledger, site, datetime.now(UTC))
    if not options.ids:
        return ledger.issues(IssueFilter(site_id=site.id, states=OPEN_STATES))
    issues = [ledger.issue(issue_id) for issue_id in dict.fromkeys(options.ids)]
    faults = [
        f"问题 {issue.id} 属于站点“{issue.site_id}”，不属于“{site.id}”"
        for issue in issues
        if issue.site_id != site.id
    ]
    if faults:
        raise ConfigError(faults)
    return issues


def require_folder(output: Path) -> None:
    """Refuse a file whose folder is missing now rather than after an hour's scan."""
    if output.is_dir():
        raise ConfigError([f"{output}：是文件夹，请写明文件名"])
    if not output.parent.is_dir():
        raise ConfigError([f"{output}：没有文件夹“{output.parent}”"])


@contextmanager
def _ledger(config: Config) -> Iterator[Ledger]:
    with open_ledger(config) as ledger:
        yield ledger


@contextmanager
def serving(config: Config, site: Site) -> Iterator[None]:
    """Serve the sample platform while it is looked at; real platforms serve themselves."""
    demo = config.demos.get(site.id)
    if demo is None:
        yield
        return
    from xunjian.demo.run import served

    with served(demo):
        yield


def _write(report: ScanReport, ledger: Ledger, options: ScanOptions, directory: Path) -> None:
    if options.format == "text":
        if options.output:
            with open_private(options.output) as file:
                print_report(report, ledger, directory, console(file=file))
        else:
            print_report(report, ledger, directory)
        return
    content = _encoded(report, ledger, options)
    if options.output:
        write_private(options.output, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _encoded(report: ScanReport, ledger: Ledger, options: ScanOptions) -> bytes:
    found = found_in(report, ledger)
    if options.format == "json":
        facts = {**scan_facts(report.scan), "unlisted": report.unlisted}
        return as_json(facts, found, report.result.undecided) + b"\n"
    # JSON tells the state of each finding; the other forms cannot, so they leave out what a
    # person has dismissed or waived.
    found = [each for each in found if not each.is_silenced]
    if options.format == "sarif":
        import msgspec

        from xunjian.sarif import sarif

        marks = {each.finding: each.fingerprint for each in found}
        log = sarif([each.finding for each in found], load_rules(), marks)
        return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"
    title = f"{report.site.name}问题清单（{options.today:%Y-%m-%d}）"
    from notifier.workbook import workbook
    from xunjian.named import named

    listed = named((each.issue for each in found if each.issue), [report.site])
    return workbook(listed, title=title, token="")


def _exit_code(report: ScanReport, ledger: Ledger) -> int:
    if report.applied.incomplete:
        return INCOMPLETE
    return FOUND if any(not each.is_silenced for each in found_in(report, ledger)) else 0
