"""Time phrases and the last day each names, in a document issued on 1 March 2020."""

from datetime import date

import pytest

from bot.documents.dates import deadline_of, times_in

ISSUED = date(2020, 3, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        pytest.param("到2018年，建成平台", "2018-12-31", id="a year ends in December"),
        pytest.param("力争到2022年底前建成", "2022-12-31", id="hoped for by the end of a year"),
        pytest.param("2021年6月底前完成", "2021-06-30", id="the end of a month"),
        pytest.param("2024年2月前完成", "2024-02-29", id="a leap year"),
        pytest.param("2021年3月15日前", "2021-03-15", id="a day"),
        pytest.param("2021年上半年", "2021-06-30", id="half a year"),
        pytest.param("2021年第三季度末", "2021-09-30", id="a quarter"),
        pytest.param("2021—2023年，每年建设", "2023-12-31", id="a span ends with its last year"),
        pytest.param("二〇二一年底前", "2021-12-31", id="a year in characters"),
        pytest.param("到“十四五”末", "2025-12-31", id="the end of a five-year plan"),
        pytest.param("“十四五”期间", "2025-12-31", id="during a five-year plan"),
        pytest.param("每年12月底前", "", id="every year by a month"),
        pytest.param("年底前完成", "2020-12-31", id="no year: the year of issue"),
        pytest.param("明年6月底前", "2021-06-30", id="next year"),
        pytest.param("2021年3月底前启动，10月底前完成", "2021-03-31 2021-10-31", id="no year: the year before it"),
        pytest.param("2024年6、7月开展", "2024-07-31", id="two months, one year"),
        pytest.param("2024年5月1日至10月31日", "2024-10-31", id="a span of days"),
        pytest.param("24年底前完成", "2024-12-31", id="a year of two digits"),
        pytest.param("2021年年中前", "2021-06-30", id="the middle of a year"),
        pytest.param("覆盖率2021年、2022年分别达到85%、100%", "2021-12-31 2022-12-31", id="years inside a clause"),
        pytest.param("2021年6月完成招标，9月开工", "2021-06-30 2021-09-30", id="a month alone that goes on"),
        pytest.param("改造2000年底前建成的小区", "", id="how old they are"),
        pytest.param("2015年以来持续推进", "", id="since"),
        pytest.param("自2021年7月1日起施行", "", id="in force from"),
        pytest.param("比2020年下降10%", "", id="compared with"),
        pytest.param("《行动方案（2021—2023年）》", "", id="a year in a title"),
        pytest.param("某府发〔2021〕3号", "", id="a document number"),
        pytest.param("截至2019年底，已建成3个", "", id="how things stood"),
        pytest.param("在三年内免收租金", "", id="a benefit's length"),
        pytest.param("物流配送末端和省内企业", "", id="末 and 内 in other words"),
        pytest.param("2021年13月底前", "2021-12-31", id="no such month: the year at least"),
    ],
)
def test_a_phrase_ends_on_the_last_day_of_its_period(text, days):
    assert [when.on.isoformat() for when in times_in(text, ISSUED) if when.on] == days.split()


@pytest.mark.parametrize(
    ("phrase", "on", "recurs"),
    [
        ("2019年6月底前", date(2019, 6, 30), None),
        ("持续推进", None, "ongoing"),
        ("长期坚持", None, "ongoing"),
        ("2019年12月取得阶段性成果并持续推进", date(2019, 12, 31), "ongoing"),
        ("2019年7月底前，以后每年持续实施", date(2019, 7, 31), "annual"),
        ("每季度", None, "quarterly"),
        ("近期", None, None),
        ("2021.6.30", date(2021, 6, 30), None),
        ("2021-06", date(2021, 6, 30), None),
        ("9月", date(2020, 9, 30), None),
        ("二〇二一年六月", date(2021, 6, 30), None),
        ("中期（2021—2023年）", date(2023, 12, 31), None),
    ],
)
def test_a_stated_limit_keeps_its_words_and_what_follows(phrase, on, recurs):
    (deadline,) = deadline_of(phrase, ISSUED)
    assert (deadline.phrase, deadline.on, deadline.recurs) == (phrase, on, recurs)


def test_every_phrase_stands_in_its_text():
    text = "力争到2022年，每半年评估一次，5月底前报送，到“十四五”末见效。"
    assert all(text[when.start : when.end] == when.phrase for when in times_in(text, ISSUED))
