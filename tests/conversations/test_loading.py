"""An admin sends a plan's document, reads what it would change, mends it in the sheet, loads it, takes it back."""

import asyncio
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.store import people
from models import Evidence, PlanFile, PlanLoad
from tests.cast import LOADED_AT, Someone, Stage, text_of

TITLE = "宜春市推进智慧养老服务行动计划"
ROWS = (
    (
        "1",
        "完善养老服务网络",
        "到2019年，建成社区养老服务站200个。",
        "牵头单位：市民政局；责任单位：市财政局、市农业局",
    ),
    ("2", "发展智慧健康养老", "建设全市养老信息平台，推动数据互通。", "责任单位：市商务局、市卫计委"),
    ("3", "培育养老服务人才", "每年培训养老护理员500人次。", "责任单位：市人社居"),
)


def docx(rows: tuple[tuple[str, str, str, str], ...] = ROWS) -> bytes:
    """A plan of the kind offices write, in Word."""
    page = Document()
    page.add_paragraph(TITLE)
    page.add_paragraph("一、主要任务")
    for number, title, text, units in rows:
        page.add_paragraph(f"{number}．{title}。{text}（{units}）")
    data = io.BytesIO()
    page.save(data)
    return data.getvalue()


def cells(content: bytes, wanted: str) -> tuple[Any, Any]:
    """A workbook and the cell of it that holds the words."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and wanted in str(cell.value):
                    return book, cell
    raise AssertionError(f"no cell with {wanted}")


def saved(book: Any) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def count(stage: Stage, what: Any) -> int:
    return stage.database.now(lambda session: session.scalar(select(func.count()).select_from(what)) or 0)


def button(who: Someone, label: str) -> str:
    """The data of the newest button with this label."""
    data: str = who._button(label)[1]["callback_data"]
    return data


async def test_the_offices_export_is_edited_by_the_admin_and_only_the_edits_are_changes(
    stage: Stage, liu: Someone, chen: Someone, li: Someone
) -> None:
    await li.says("益农信息社累计120家")
    await chen.says("导出台账")
    book = load_workbook(io.BytesIO(chen.file()))
    sheet = book["台账"]
    row = next(cells for cells in sheet.iter_rows() if cells[0].value == "二（二）")
    at = [cell.value for cell in sheet[1]].index
    assert "益农信息社 120/300家（40%）" in row[at("当前进度")].value
    row[at("目标")].value = row[at("目标")].value.replace("等于300家", "等于350家")
    row[at("任务")].value = "互联网＋现代农业"

    said = await liu.sends("导出的台账.xlsx", saved(book))
    assert "对照的是已载入的 yichun-2016" in said
    assert "修改 1，不变 33" in said
    (line,) = [line for line in said.splitlines() if line.startswith("～")]
    assert line.count("→") == 2 and "300 → 350" in line and "标题" in line
    assert "疑问" not in said and "坏行" not in said

    await chen.says("导出市农业局的台账")
    said = await liu.sends("农业局台账.xlsx", chen.file(), files=0)
    assert "写的是市农业局的任务" in said and "没有读取" in said


async def test_a_word_file_is_read_mended_in_the_sheet_loaded_and_taken_back(
    stage: Stage, liu: Someone, li: Someone
) -> None:
    said = await liu.sends("yanglao.docx", docx())
    assert "新方案，代码 yanglao，读出 3 条举措" in said
    assert "文件没有说明牵头单位：一2" in said
    assert "市人社居：可能是市人社局写错了" in said
    assert liu.inbox()[-1]["document"]["file_name"] == "宜春市推进智慧养老服务行动计划-台账.xlsx"

    await liu.presses("载入，并采纳 1 个单位建议")
    assert "已载入 yanglao：新增 3" in text_of(liu.inbox()[-2])
    assert "撤回" not in str(liu.inbox()[-2].get("reply_markup")), "the first load has no way back"
    assert "完善养老服务网络" in await li.says("/mine")

    book, lead = cells(liu.file(), "市商务局")
    lead.value = "市农业局\n市卫计委"
    cells_of_title = next(
        c for row in book.worksheets for r in row.iter_rows() for c in r if c.value == "培育养老服务人才"
    )
    cells_of_title.value = "培养养老服务人才"
    said = await liu.sends("改好的台账.xlsx", saved(book))
    assert "对照的是已载入的 yanglao" in said
    assert "修改 2" in said and "不变 1" in said
    assert "增加 市农业局" in said and "去掉 市商务局" in said

    await liu.presses("载入")
    assert "1 位联络员已告知" in text_of(liu.inbox()[-2])
    await stage.tick()
    assert "新增 1 项：一2 发展智慧健康养老" in text_of(li.last())
    assert "发展智慧健康养老" in await li.says("/mine")

    assert "退回到这次载入之前吗" in await liu.presses("撤回这次载入")
    assert "回到了载入之前" in await liu.presses("确认撤回")
    await stage.tick()
    assert "不再承担 1 项" in text_of(li.last())
    assert "发展智慧健康养老" not in await li.says("/mine")
    assert "已经撤回过了" in await liu.presses("撤回这次载入")


async def test_a_measure_is_found_by_its_number_as_printed(stage: Stage, liu: Someone, wang: Someone) -> None:
    await liu.sends("yanglao.docx", docx())
    await liu.presses("载入，并采纳")
    assert "发展智慧健康养老" in await wang.says("/measure 一2")
    assert "发展智慧健康养老" in await wang.says("/history 一 2")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param("完成60%", "这是哪一项的进展", id="which plan's measure is not said"),
        pytest.param("今天天气好", "没有记", id="no progress"),
        pytest.param("智慧旅游完成30%", "不是市农业局承担的举措", id="somebody else's measure"),
        pytest.param("益农信息社累计120家", "已记 二（二）", id="named in the other plan"),
        pytest.param("养老服务网络完成60%", "已记 一1", id="named in the new plan"),
    ],
)
async def test_the_only_measure_in_a_second_plan_is_not_meant_by_every_word(
    stage: Stage, liu: Someone, li: Someone, words: str, says: str
) -> None:
    await liu.sends("yanglao.docx", docx())
    await liu.presses("载入，并采纳")
    assert says in await li.says(words)


async def test_the_progress_message_becomes_the_answer(stage: Stage, liu: Someone) -> None:
    stage.telegram.faults.add("delay_after", method="download", seconds=0.1)
    before = len(liu.inbox())
    await liu.sends("yanglao.docx", docx())
    answer, ledger = liu.inbox()[before:]
    assert [text_of(edit) for edit in answer["edits"]] == ["正在读《yanglao.docx》…"]
    assert "document" in ledger and "发回来" in text_of(ledger)
    assert [call["method"] for call in stage.telegram.log() if "正在读" in str(call["params"])] == ["sendMessage"]


async def test_the_file_can_be_dropped_and_its_buttons_say_so(stage: Stage, liu: Someone) -> None:
    await liu.sends("yanglao.docx", docx())
    apply = button(liu, "载入，并")
    assert "不载入，没有改动" in await liu.presses("丢弃")
    assert "已经丢弃" in await liu.presses_data(apply)
    assert count(stage, PlanLoad) == 3, "the shipped plans' own"


async def test_a_later_file_overtakes_the_earlier_one(stage: Stage, liu: Someone) -> None:
    await liu.sends("yanglao.docx", docx())
    apply = button(liu, "载入，并")
    await liu.sends("yanglao-2.docx", docx(ROWS[:2]))
    assert "您后来又发了《yanglao-2.docx》，《yanglao.docx》已作废" in await liu.presses_data(apply)
    assert count(stage, PlanLoad) == 3


async def test_two_presses_load_once(stage: Stage, liu: Someone) -> None:
    await liu.sends("yanglao.docx", docx())
    apply = button(liu, "载入，并")
    await liu.presses("载入，并采纳")
    assert "没有重复载入" in await liu.presses_data(apply)
    assert count(stage, PlanLoad) == 4


async def test_another_admin_and_one_who_is_admin_no_more_cannot_press(stage: Stage, liu: Someone) -> None:
    wu = stage.appointed("吴平", role="admin")
    await liu.sends("yanglao.docx", docx())
    apply = button(liu, "载入，并")
    await wu.says("/people")
    assert "另一位管理员" in await wu.presses_data(apply)
    await wu.presses("刘主任")
    await wu.presses("停用")
    await wu.presses("确认停用")
    assert "只给管理员使用" in await liu.presses_data(apply)
    assert count(stage, PlanLoad) == 3


async def test_what_has_changed_since_it_was_shown_is_shown_anew(stage: Stage, liu: Someone) -> None:
    wu = stage.appointed("吴平", role="admin")
    await liu.sends("yanglao.docx", docx())
    await liu.presses("载入，并采纳")
    await liu.sends(
        "yanglao.docx", docx((("1", "完善养老服务网络", "建成社区养老服务站。", "责任单位：市民政局"), *ROWS[1:]))
    )
    await wu.sends("yanglao.docx", docx((*ROWS, ("4", "建设养老产业园", "引进龙头企业。", "责任单位：市商务局"))))
    await wu.presses("载入")
    said = await liu.presses("载入")
    assert "您查看之后方案又有变动" in said and "－ 一4 建设养老产业园" in said
    assert count(stage, PlanLoad) == 5
    assert "已载入 yanglao" in await liu.presses("载入")


async def test_whose_unit_is_merged_hears_so(stage: Stage, liu: Someone, wang: Someone) -> None:
    await liu.sends("yanglao.docx", docx())
    await liu.presses("载入，并采纳")
    book, _ = cells(liu.file(), "市商务局")
    row = next(row for row in book["单位"].iter_rows(min_row=2) if row[0].value == "市商务局")
    row[8].value, row[9].value = "2018-10-01", "市农业局"
    assert "市商务局：并入 市农业局" in await liu.sends("台账.xlsx", saved(book))
    await liu.presses("载入")
    await stage.tick()
    assert any("市商务局已并入市农业局，原来的举措转由该单位承担" in text for text in wang.texts())


async def test_doubts_are_told_in_the_readers_script(empty_stage: Stage) -> None:
    hua = empty_stage.appointed("華姐", role="admin", language="zht")
    async with empty_stage.open() as stage:
        message = stage.telegram.send_document(hua.id, docx(), "yanglao.docx")
        await stage.telegram.wait_for_bot(hua.id, after=message["message_id"], timeout=20, count=2)
        assert "文件沒有說明牽頭單位" in text_of(hua.inbox()[-2])


async def test_the_same_file_again_has_nothing_to_load(stage: Stage, liu: Someone) -> None:
    await liu.sends("yanglao.docx", docx())
    await liu.presses("载入，并采纳")
    assert "和已载入的一样，没有要改的" in await liu.sends("yanglao.docx", docx())
    assert labels(liu.inbox()[-2]) == []


async def test_a_bad_row_comes_back_and_leaves_its_measure_alone(stage: Stage, liu: Someone) -> None:
    await liu.sends("yanglao.docx", docx())
    await liu.presses("载入，并采纳")
    book, cell = cells(liu.file(), "市民政局")
    for column in (5, 6):
        cell.parent.cell(cell.row, column).value = None
    said = await liu.sends("台账.xlsx", saved(book), files=2)
    assert "坏行 1，不变 2" in said and "✗ 台账 第2行：没有责任单位" in said
    assert "撤下" not in said
    assert labels(liu.inbox()[-3]) == []
    sheet = load_workbook(io.BytesIO(liu.file())).active
    assert [cell.value for cell in sheet[2]][1:] and "没有责任单位" in [cell.value for cell in sheet[2]]
    assert "一1" in [cell.value for cell in sheet[2]]


TOWNS = "{}镇建成标准化便民服务站，配备自助终端，实现社保、医保、户籍事项就近办理，年内投入使用。"


async def two_towns(liu: Someone) -> str:
    """Two measures that differ by a name are loaded, then a third like both comes in their place."""
    towns = [
        (str(n), f"{town}便民", TOWNS.format(town), "责任单位：市民政局") for n, town in ((4, "东河"), (5, "西山"))
    ]
    await liu.sends("yanglao.docx", docx((*ROWS, *towns)))
    await liu.presses("载入，并采纳")
    return await liu.sends("yanglao.docx", docx((*ROWS, ("6", "便民服务", TOWNS.format("南塘"), "责任单位：市民政局"))))


async def test_what_could_be_two_measures_is_asked_about(stage: Stage, liu: Someone) -> None:
    said = await two_towns(liu)
    assert "拿不准 1" in said and "文件里的 一6 便民服务，是已载入的哪一条？" in said
    assert labels(liu.inbox()[-2]) == ["一4 东河便民", "一5 西山便民", "都不是，是新的", "丢弃"]
    old = button(liu, "东河便民")
    said = await liu.presses("西山便民")
    assert "～ 一5 → 一6 便民服务" in said and "－ 一4 东河便民" in said and "拿不准" not in said
    assert "已经选过了" in await liu.presses_data(old)
    assert "修改 1，撤下 1" in await liu.presses("载入")


async def test_what_is_left_open_is_left_alone(stage: Stage, liu: Someone) -> None:
    await two_towns(liu)
    mixed = (
        ("1", "完善养老服务网", *ROWS[0][2:]),
        *ROWS[1:],
        ("6", "便民服务", TOWNS.format("南塘"), "责任单位：市民政局"),
    )
    await liu.sends("yanglao.docx", docx(mixed))
    said = await liu.presses("载入（拿不准的 1 条先不动）")
    assert "修改 1，拿不准 1" in said and "拿不准的 1 条先没有动：一6" in said


def labels(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def test_a_long_answer_stays_one_message_and_says_where_the_rest_is(stage: Stage, liu: Someone) -> None:
    long = "推进“互联网＋政务服务”数据共享与业务协同能力提升工程建设"
    many = [(str(n), f"{long}{n}", f"到2019年，建成{n}个服务中心。", f"责任单位：市第{n}办公室") for n in range(1, 400)]
    said = await liu.sends("yanglao.docx", docx(tuple(many)))
    assert "新增 399" in said and "其余 394 条见台账" in said and "按新单位 399：" in said
    assert len(said) < 4096 and len(liu.inbox()) == 2


async def test_a_loaded_plan_goes_out_as_a_workbook_and_only_the_edit_comes_back(stage: Stage, liu: Someone) -> None:
    await liu.says("/reseed")
    for code in ("gaoan-2016", "yichun-2016"):
        await liu.presses(f"📊 {code} 台账")
        assert f"对照的是已载入的 {code}" in await liu.sends("台账.xlsx", liu.file())
        assert "和已载入的一样，没有要改的" in text_of(liu.inbox()[-2])
    book, _ = cells(liu.file(), "益农信息社")
    figure = next(
        row for row in book["目标"].iter_rows(min_row=2) if row[4].value == 300 and "益农信息社" in row[1].value
    )
    figure[4].value = 350
    said = await liu.sends("台账.xlsx", saved(book))
    assert "修改 1，不变 33" in said and "目标“益农信息社”数值 300 → 350" in said


# -- what cannot be read -----------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A Word file of a few kilobytes that unpacks to 300 MB."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        for _ in range(300):
            part.write(bytes(1 << 20))
    return data.getvalue()


def scan() -> bytes:
    """A PDF of one page without a word on it."""
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    body, places = "%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    tail = f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 4\n0000000000 65535 f \n{table}{tail}".encode()


REFUSED = {
    "a pdf that is a scan": ("扫描件.pdf", scan(), {}, "扫描"),
    "21 MB": ("大文件.docx", b"x", {"size": 21 << 20}, "超过 20 MB"),
    "a zip bomb": ("方案.docx", bomb(), {}, "不像一份方案"),
    "a damaged file": ("方案.docx", b"PK\x03\x04 nothing", {}, "已损坏"),
    "old Word": ("方案.doc", b"\xd0\xcf\x11\xe0", {}, "另存为 .docx"),
    "a picture of the plan": ("方案.tiff", b"II*", {}, "不像方案文件"),
    "no name": ("", b"\x00\xff\xfe", {}, "没有读成"),
    "empty": ("方案.txt", b" ", {}, "是空的"),
    "a text without units": ("通知.txt", "请大家注意天气变化。".encode(), {}, "没有找到任何责任单位"),
}


@pytest.mark.parametrize(("name", "content", "how", "sees"), REFUSED.values(), ids=REFUSED)
async def test_a_file_that_cannot_be_read_says_why(
    stage: Stage, liu: Someone, name: str, content: bytes, how: dict[str, int], sees: str
) -> None:
    assert sees in await liu.sends(name, content, files=0, **how)
    assert "正在读" not in text_of(liu.last()) and len(liu.inbox()) == 1
    assert count(stage, PlanFile) == 0


async def test_a_file_that_has_lapsed_at_telegram_says_so(stage: Stage, liu: Someone) -> None:
    stage.telegram.faults.add("status", method="getfile", status=400)
    assert "请重新发一次" in await liu.sends("yanglao.docx", docx(), files=0)


# -- trouble on the way ------------------------------------------------------------------------------------------------


async def test_a_line_that_breaks_is_tried_again(stage: Stage, liu: Someone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.fetching.PAUSES", (0.01, 0.01))
    stage.telegram.faults.add("status", method="getfile", status=502)
    stage.telegram.faults.add("drop_before", method="download")
    assert "读出 3 条举措" in await liu.sends("yanglao.docx", docx())
    stage.telegram.faults.add("drop_before", method="download", times=0)
    assert "网络不通，《yanglao.docx》没有取到" in await liu.sends("yanglao.docx", docx(), files=0)
    assert count(stage, PlanFile) == 1


async def test_long_work_says_so_in_the_same_message(
    stage: Stage, liu: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.fetching.SECONDS_A_WORD", 0.1)
    stage.telegram.faults.add("delay_after", method="download", seconds=0.35)
    message = stage.telegram.send_document(liu.id, docx(), "yanglao.docx")
    answer, _ = await stage.telegram.wait_for_bot(liu.id, after=message["message_id"], count=2, timeout=20)
    edits = [text_of(edit) for edit in liu.messages()[-2]["edits"]]
    assert edits == ["正在读《yanglao.docx》…", "正在读《yanglao.docx》…已用 1 秒，文件大时要多等一会儿。"]
    assert "读出 3 条举措" in text_of(answer)
    assert len(liu.inbox()) == 2


async def test_killed_between_the_download_and_the_transaction(empty_stage: Stage, liu: Someone) -> None:
    empty_stage.telegram.faults.add("delay_after", method="download", seconds=30)
    async with empty_stage.open() as stage:
        message = stage.telegram.send_document(liu.id, docx(), "yanglao.docx")
        await stage.telegram.wait_for_bot(liu.id, after=message["message_id"])
        await until(lambda: stage.telegram.faults.rules[0].seen == 1)
        assert stage.bot is not None
        await stage.bot.intake.give_up()
    empty_stage.telegram.faults.clear()
    async with empty_stage.open() as stage:
        assert "读出 3 条举措" in await liu.reads_about(message["message_id"], files=1)
        assert len(liu.inbox()) == 2
        assert count(stage, PlanFile) == 1


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def test_others_are_answered_while_a_file_is_read(stage: Stage, liu: Someone, li: Someone) -> None:
    stage.telegram.faults.add("delay_after", method="download", seconds=1.5)
    message = stage.telegram.send_document(liu.id, docx(), "yanglao.docx")
    assert "承担" in await li.says("/mine")
    assert not any("读出" in text for text in liu.texts())
    assert "读出 3 条举措" in await liu.reads_about(message["message_id"], files=1)


# -- whose file it is, and what for ------------------------------------------------------------------------------------


async def test_a_contacts_document_is_evidence_as_ever(stage: Stage, li: Someone, chen: Someone) -> None:
    assert "已收到" in await li.sends("yanglao.docx", docx(), files=0)
    assert "只给管理员使用" in await li.sends("yanglao.docx", docx(), files=0, caption="/reseed")
    await chen.sends("yanglao.docx", docx(), files=0)
    assert (count(stage, Evidence), count(stage, PlanFile)) == (1, 0)


async def test_an_admin_who_is_a_contact_sends_evidence_beside_a_report(stage: Stage, liu: Someone) -> None:
    stage.database.now(speaks_for, liu, "市农业局")
    await liu.sends("现场.docx", docx(), files=1, caption="益农信息社累计120家")
    assert "已附在" in text_of(liu.last())
    report = next(message for message in liu.messages() if "caption" in message)
    assert "已附在" in await liu.sends("现场.docx", docx(), files=0, reply_to=report["message_id"])
    assert "已收到" in await liu.sends("照片说明.txt", "附上现场照片。".encode(), files=0) or "已附在" in text_of(
        liu.last()
    )
    assert (count(stage, Evidence), count(stage, PlanFile)) == (3, 0)
    assert "读出 3 条举措" in await liu.sends("yanglao.docx", docx())


def speaks_for(session: Session, who: Someone, unit: str) -> None:
    person, _ = people.who_is(session, who.id)
    assert person is not None
    people.appoint(session, person, people.find_units(session, unit)[0].id, LOADED_AT)


async def test_the_plan_can_be_named(stage: Stage, liu: Someone) -> None:
    assert "代码 laoling" in await liu.sends("yanglao.docx", docx(), caption="/reseed laoling")
    file = next(
        message for message in reversed(liu.messages()) if "document" in message and not message["from"]["is_bot"]
    )
    message = stage.telegram.say(liu.id, "/reseed zhihui", reply_to=file["message_id"])
    assert "代码 zhihui" in await liu.reads_about(message["message_id"], files=1)
    stage.telegram.send_photo(liu.id, b"\xff\xd8", caption="/reseed")
    await until(lambda: "请按“文件”发给我" in text_of(liu.last()))
    assert "小写字母" in await liu.sends("yanglao.docx", docx(), caption="/reseed 养老", files=0)


async def test_reseed_alone_says_how(stage: Stage, liu: Someone) -> None:
    said = await liu.says("/reseed")
    assert "把文件发给我" in said and "没有变化" in said
    assert "附一句 /reseed nowhere" in await liu.says("/reseed nowhere")
