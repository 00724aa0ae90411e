"""Further probes for the gate: one word of a true sentence turned, as a sceptical reader would try it.

Each twist is a kind, a pattern and what stands in its place; every place where it fits makes a probe.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from reader.text.sentences import sentences
from tests.gate_probes import Probe, works


def _pairs(*pairs: tuple[str, str]) -> dict[str, str]:
    """Return each word with its counterpart, in both directions."""
    return {one: other for pair in pairs for one, other in (pair, pair[::-1])}


def _ring(text: str) -> dict[str, str]:
    """Return each word with the one behind it, the last with the first."""
    names = text.split()
    return dict(zip(names, names[1:] + names[:1], strict=True))


TURNED: Mapping[str, Mapping[str, str]] = {
    "scale": _pairs(("million", "billion"), ("Millionen", "Milliarden"), ("万", "亿")),
    "unit": {
        "gigawatt": "megawatt", "megawatts": "gigawatts", "terabytes": "gigabytes", "GB": "MB", "Watt": "Kilowatt",
        "hours": "days", "days": "weeks", "weeks": "months", "lines": "files", "公里": "米", "horas": "minutos",
        "metros": "kilómetros", "Tonnen": "Kilogramm", "Liter": "Flaschen", "纳米": "微米", "两个月": "两年",
    },
    "points": {
        "percentage points": "percent", "percent": "percentage points", " %": " percentage points",
        "个百分点": "%", "Prozent": "Prozentpunkte", "0.3 points": "0.3 percent",
    },
    "currency": {
        "million dollars": "million euros", "million euros": "million dollars", "million crowns": "million dollars",
        "亿元": "亿美元", "Millionen Euro": "Millionen Dollar", "Milliarden Euro": "Milliarden Franken",
    },
    "date": {
        **_ring("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
        **_ring("January February March April May June July August September October November December"),
        **_ring("周一 周二 周三 周四 周五"),
        **_ring("六月 七月 八月 九月 十月"), **_ring("Dienstag Mittwoch Donnerstag Dezember"),
        **_ring("lunes martes abril junio mayo"),
    },
    "bound": {
        **_pairs(
            ("at least", "at most"), ("At least", "At most"), ("fewer than", "more than"), ("less than", "more than"),
            ("over", "under"), ("up to", "at least"), ("höchstens", "mindestens"), ("Al menos", "Como mucho"),
            ("超过", "不到"), ("至少", "至多"), ("不低于", "不高于"),
        ),
        "within": "after", "仅有": "已有",
    },
    "direction": {
        **_pairs(
            ("rose", "fell"), ("slower", "faster"), ("cheaper", "dearer"), ("lowered", "raised"), ("raise", "cut"),
            ("cuts", "adds"), ("before", "after"), ("up from", "down from"), ("增长", "下降"), ("提升", "降低"),
            ("gestiegen", "gesunken"), ("subió", "bajó"), ("less", "more"), ("fewer", "more"), ("dropped", "rose"),
            ("提前", "推迟"), ("增加", "减少"), ("largest", "smallest"), ("mehr", "weniger"), ("antes", "después"),
        ),
        "fell": "rose", "halves": "doubles",
    },
    "quantifier": {
        "All of": "Some of", "all": "some", "Most": "All", "some": "all", "Some": "All", "every": "some", "both": "all",
        "only": "even", "几乎": "", "所有": "部分", "部分": "所有", "大多数": "所有", "Alle": "Einige",
        "La mayoría de": "Todos", "none": "most", "Nobody": "Somebody", "a few": "many",
    },
    "modality": {
        "will raise": "raised", "will decide": "decided", "will use": "used", "may not": "will not",
        "could be": "will be", "expects to ship": "ships", "are to be": "have been", "hopes to": "will",
        "will not extend": "may extend", "would appeal": "may appeal", "预计": "确认", "将增加": "已增加",
        "将在": "已在", "将部署": "已部署", "担心": "证实", "erwartet": "bestätigt", "doubts": "confirms",
        "expects": "confirmed",
    },
    "affirmed": {
        "will not ": "will ", "does not ": "does ", "were not ": "were ", "was not ": "was ", "never ": "",
        "no crew": "crew", "had rejected": "had accepted", "denied": "said", "ruled out": "confirmed",
        "不会": "会", "不支持": "支持", "未使用": "使用", "未发生": "发生", "没有降低": "降低",
        "没有用户": "有用户", "不收费": "收费", "不会公开": "公开",
        "nicht ": "", "kein ": "ein ", "nunca ": "", "no se usarán": "se usarán", "no hubo": "hubo",
        "needs no": "needs",
    },
    "denied": {
        "已经": "没有", "已改用": "未改用", "将在": "不会在", "采用": "没有采用", "启用": "未启用", "都将": "都不会",
        "需": "不需",
        "wird ": "wird nicht ", "bleiben": "bleiben nicht", "haben ": "haben nicht ", "recibirán": "no recibirán",
        "almacena": "no almacena", "subió": "no subió", "läuft": "läuft nicht",
    },
    "decimal": {
        "3,5": "35", "4,2": "42", "18,7": "187", "62,5": "625", "3,4": "34", "38.2": "382", "4.8": "48", "7.5": "75",
        "2.1": "21", "1.5": "15", "4.5": "45", "3.2": "32", "1.250": "1,25", "1.340": "1,34", "2.000": "2,0",
        "1.800": "1,8", "1,150": "1.15", "128,000": "128", "9,000": "9", "1.2万": "12万",
    },
    "share": {"三成": "四成", "half": "a third", "twice": "three times", "首批": "全部", "上半年": "全年"},
}  # fmt: skip
"""Kind -> what stands in a true sentence -> what makes it false."""
SPEAKER = re.compile(
    r"([A-Z][\w-]+(?: [A-Z][\w-]+)?) (?:said|noted|called|blamed|warned|hopes|doubts|disputes|measured)"
)


def twisted(text: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, false sentence) for every place where a twist fits."""
    for kind, words in TURNED.items():
        for one, other in words.items():
            latin = one[0].isascii() and one[0].isalpha()
            pattern = rf"\b{re.escape(one)}(?!\w)" if latin and one[-1].isalpha() else rf"(?<![\w.,]){re.escape(one)}"
            for found in re.finditer(pattern if one.isascii() else re.escape(one), text):
                yield kind, f"{text[: found.start()]}{other}{text[found.end() :]}"


def moved(text: str, others: Sequence[str]) -> Iterator[str]:
    """Yield the sentence said by someone else of the same source."""
    found = SPEAKER.search(text)
    for other in others if found else ():
        if found and other not in text:
            yield text.replace(found[1], other, 1)


def twists() -> Iterator[Probe]:
    """Yield every probe of every kind; "speaker" is a claim put into another mouth of the same source."""
    for work in works():
        speakers = [found[1] for found in SPEAKER.finditer(work.text)]
        for start, end in sentences(work.text, work.language):
            text = work.text[start:end]
            made = [*twisted(text), *(("speaker", other) for other in moved(text, speakers))]
            for kind, probe in made:
                if probe != text:
                    yield Probe(kind=kind, text=probe, language=work.language, cited=work.id, origin=text)
