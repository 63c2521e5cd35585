"""python -m bot …: run the bot, play with it, load plans, and print what is known. Standard output carries the answer only."""

import asyncio
import gc
import json
import signal
import sys
from collections.abc import Coroutine
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import logs
from bot.errors import Refusal, SettingsError
from bot.settings import Settings, load
from bot.texts import refusal

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="行动计划督办机器人 / A bot that holds a plan to its word",
)


class As(StrEnum):
    """How a summary is printed."""

    text = "text"
    png = "png"
    xlsx = "xlsx"
    docx = "docx"


def main() -> None:
    """Run the command; a refusal is one sentence on standard error and status 1."""
    try:
        app(standalone_mode=True)
    except SettingsError as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from None
    except Refusal as error:
        print(refusal("zh", error.reason, **error.values), file=sys.stderr)
        raise SystemExit(1) from None


@app.callback(invoke_without_command=True)
def run(context: typer.Context) -> None:
    """Run the bot with TELEGRAM_BOT_TOKEN (the default when no command is named)."""
    if context.invoked_subcommand is None:
        settings = load()
        logs.set_up(settings.log_level)
        _run(_serve(settings, settings.token()))


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run it on uvloop where there is one: a fifth less time for everything that waits on sockets."""
    gc.set_threshold(20_000, 20, 20)  # a message makes some thousand objects and leaves none behind
    try:
        from uvloop import new_event_loop
    except ImportError:  # not on Windows
        asyncio.run(work)
        return
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)


async def _serve(settings: Settings, token: str) -> None:
    from telegram.error import InvalidToken, NetworkError

    from bot.app import first_admin, house_for, prepared, running

    if settings.webhook_url:
        settings.secret()
    house = house_for(settings, prepared(settings))
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
    try:
        async with running(house, token):
            link = await first_admin(house)
            print(f"机器人已上线：@{house.username}", file=sys.stderr)
            if link:
                code = link.rpartition("=")[2]
                print(f"首位管理员请在七天内打开（只能用一次）：{link}\n或向机器人发送：/start {code}", file=sys.stderr)
            await stop.wait()
    except InvalidToken:
        raise SettingsError("Telegram 不认识这个令牌：请向 @BotFather 核对 TELEGRAM_BOT_TOKEN。") from None
    except NetworkError as error:
        raise SettingsError(
            f"连不上 Telegram（{settings.telegram_api_url}）：{error.message}。请检查网络后重试。"
        ) from None
    finally:
        house.database.close()


@app.command("try")
def play() -> None:
    """Play the whole product in a browser: both plans, a cast, a clock to move; no token, no account."""
    from bot import trial

    settings = load()
    logs.set_up("WARNING")
    with suppress(KeyboardInterrupt):
        _run(trial.run(settings.port))


@app.command()
def measures(
    plan: Annotated[str, typer.Option(help="方案代码，如 yichun-2016")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What is loaded, in document order."""
    from bot.store import plans

    def loaded(session: Any) -> list[dict[str, Any]]:
        return plans.as_records(plans.measures_of(session, plans.by_code(session, plan).id))

    records = _database().now(loaded)
    if as_json:
        print(json.dumps(records, ensure_ascii=False, indent=1))
        return
    for one in records:
        print(f"{one['ref']}\t{one['title']}\t{'、'.join(one['units'])}")


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(help="方案文件：txt、md、docx、xlsx、csv、pdf")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
    xlsx: Annotated[Path | None, typer.Option(help="把读到的写成可修改的台账")] = None,
) -> None:
    """What a document says: its measures, dates and doubts; nothing is stored."""
    from bot.documents.drafts import DocumentError
    from bot.documents.parse import LOOKED_FOR
    from bot.documents.parse import parse as parsed
    from bot.documents.record import parsed_record
    from bot.documents.whole import read_plan
    from bot.seeding import progress, workbook_of

    try:
        with progress(f"正在读《{file.name}》……"):
            draft = read_plan(file.read_bytes(), file.name) if xlsx else None
            found = draft or parsed(file)
    except DocumentError as error:
        raise Refusal("unreadable_seed", why=error.sentence) from None
    except OSError as error:
        raise Refusal("unreadable_seed", why=error.strerror or "读不到文件") from None
    for doubt in found.doubts:
        print(f"? {doubt}", file=sys.stderr)
    if xlsx is not None and draft is not None:
        xlsx.write_bytes(workbook_of(draft, file.name))
    if as_json:
        print(json.dumps([parsed_record(one) for one in found.measures], ensure_ascii=False, indent=1))
    elif xlsx is None:
        for one in found.measures:
            print(f"{one.ref}\t{one.title}\t{'、'.join(one.units)}")
    if not found.measures:
        raise Refusal("no_assignments", looked_for="、".join(LOOKED_FOR))


@app.command()
def seed(
    path: Annotated[Path | None, typer.Argument(help="方案文件夹，如 seeds/yichun-2016；或方案文件、台账")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改什么")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    plan: Annotated[str | None, typer.Option(help="方案代码；不写就按文件自己说的认")] = None,
    rollback: Annotated[bool, typer.Option("--rollback", help="撤回 --plan 的上一次载入")] = False,
    xlsx: Annotated[Path | None, typer.Option(help="把读到的写成可修改的台账")] = None,
    bad_rows: Annotated[Path | None, typer.Option("--bad-rows", help="把没有读进来的行和原因写成表")] = None,
) -> None:
    """Load or reload a plan: what is added, changed, withdrawn, ambiguous, and which rows are bad; or take a load back."""
    from bot.seeding import Answer, progress, roll_back, seeded

    if rollback and (plan is None or path is not None):
        raise typer.BadParameter("撤回请写 seed --rollback --plan 方案代码，不带文件。")
    if path is None and not rollback:
        raise typer.BadParameter("请写上方案文件夹、方案文件或台账；撤回上一次载入请写 --rollback --plan 方案代码。")
    settings, database = load(), _database()
    answer: Answer
    if path is None:
        with progress("正在撤回……"):
            answer = roll_back(database, plan or "", settings.zone)
    else:
        answer = seeded(database, path, settings.zone, code=plan, dry=dry_run, xlsx=xlsx, bad_rows=bad_rows)
    if as_json:
        print(json.dumps(answer.record(), ensure_ascii=False, indent=1, default=str))
    else:
        print(answer.words())


@app.command()
def read() -> None:
    """How messages are understood: cases as JSON lines in, answers out; the database is not touched."""
    from bot.cases import answer, words_of
    from bot.documents.drafts import DraftPlan
    from bot.documents.seed import read_seed, read_units, shipped

    names = {name: unit.name for unit in read_units() for name in (unit.name, *unit.aliases)}
    drafts: dict[str, DraftPlan] = {draft.code: draft for draft in map(read_seed, shipped())}
    lexicons = {code: words_of(draft, names) for code, draft in drafts.items()}
    for line in sys.stdin:
        if line.strip():
            case = json.loads(line)
            if case["plan"] not in lexicons:
                raise Refusal("no_plan", code=case["plan"])
            print(json.dumps({"id": case["id"], **answer(case, lexicons[case["plan"]])}, ensure_ascii=False))


@app.command()
def rehearse(
    plan: Annotated[str, typer.Option(help="方案代码，如 yichun-2016")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="第一天")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="最后一天")],
    reports: Annotated[Path | None, typer.Option(help="期间的报告，一行一个 JSON")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Every message the clock would send in that time, had the plan been loaded on its day of issue with one contact a
    unit: digests, lists for the office, and the summaries in their short form. Nothing is sent or stored."""
    from bot.jobs.rehearsal import Rehearsal, as_issued
    from bot.jobs.rehearsed import reports_in
    from bot.store.almanac import calendar_of

    if last < first:
        raise Refusal("rehearse_days", first=first.date(), last=last.date())
    settings = load()
    database = _database()
    calendar = database.now(calendar_of)
    issued, book = database.now(as_issued, plan, first.date())
    if issued.issued_on is None:
        print(f"? 方案“{plan}”没有写明印发日期，按 {first:%Y-%m-%d} 载入演练", file=sys.stderr)
    try:
        lines = reports.read_text(encoding="utf-8-sig").splitlines() if reports else []
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("rehearsed_file", why=getattr(error, "strerror", None) or "不是 UTF-8 编码") from None
    said, misread = reports_in(lines, issued, book)
    for one in misread:
        print(f"? 第{one.number}行没有读成进展，已略过：{one.text}", file=sys.stderr)
    play = Rehearsal(
        issued,
        book,
        said,
        calendar,
        digest_hour=settings.digest_hour,
        summary_hour=settings.summary_hour,
    )
    messages = list(play.messages(first.date(), last.date()))
    if as_json:
        print(json.dumps([one.record() for one in messages], ensure_ascii=False, indent=1))
        return
    for message in messages:
        print(f"{message.at:%Y-%m-%d %H:%M}\t{message.to}\t{message.kind}\t{'、'.join(message.measures)}")


@app.command()
def summary(
    plan: Annotated[str, typer.Option(help="方案代码")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="哪一天的情况，默认今天")] = None,
    form: Annotated[As, typer.Option("--as")] = As.text,
    output: Annotated[Path | None, typer.Option("-o")] = None,
    kind: Annotated[str, typer.Option(help="week、month、quarter 或 year")] = "week",
) -> None:
    """The summary of a period, as it was known on a day."""
    from bot.clock import machine_now
    from bot.render import FORMATS, LEDGER
    from bot.render.text import plain
    from bot.rules.summary import moment_of
    from bot.store import plans
    from bot.store.almanac import calendar_of
    from bot.store.book import Shelf
    from bot.store.exporting import loaded_plan
    from bot.store.summaries import summary_of

    settings, database = load(), _database()
    day: date = on.date() if on else machine_now().astimezone(settings.zone).date()
    end = datetime.combine(day, time(), settings.zone) + timedelta(days=1, seconds=-1)
    at = time(settings.summary_hour)

    def made(session: Any) -> Any:
        book, calendar = Shelf().book(session), calendar_of(session)
        until = moment_of(kind, day, calendar, at) if on else end
        found = plans.by_code(session, plan)
        whole = loaded_plan(session, found, until) if form == LEDGER else None
        return summary_of(session, book, found, kind=kind, until=until, calendar=calendar, at=at), whole

    found, loaded = database.now(made)
    content = plain(found, "zh").encode() + b"\n" if form is As.text else FORMATS[form].ink(found, "zh", loaded)
    if output is not None:
        output.write_bytes(content)
    elif form is As.text:
        sys.stdout.write(content.decode())
    else:
        sys.stdout.buffer.write(content)


def _database() -> Any:
    """The database DATABASE_URL names; an empty one is migrated and loaded first, and said so on standard error."""
    from bot.app import prepared

    logs.set_up("INFO")
    return prepared(load())
