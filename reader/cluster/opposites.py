"""Which way a title goes: up or down, yes or no. A closed table; knows no works."""

OPPOSITES = (
    (
        "rise rises rose rising climb climbs climbed jump jumps jumped gain gains gained soar soars soared surge "
        "surges surged grow grows grew higher increase increases increased raise raises raised hike hikes hiked "
        "steigt steigen stieg wächst erhöht erhöhen sube suben subió aumenta aumentan aumentó crece "
        "上涨 上升 上调 增长 增加 加息 提高",
        "fall falls fell falling drop drops dropped decline declines declined slump slumps slumped sink sinks sank "
        "plunge plunges plunged tumble tumbles tumbled shrink shrinks shrank lower lowers lowered decrease decreases "
        "decreased reduce reduces reduced cut cuts sinkt sinken sank fällt fallen fiel senkt senken schrumpft baja "
        "bajan bajó cae caen cayó reduce reducen 下跌 下降 下调 减少 降息 降低",
    ),
    (
        "approve approves approved pass passes passed adopt adopts adopted accept accepts accepted uphold upholds "
        "upheld allow allows allowed billigt billigen genehmigt erlaubt aprueba aprueban aprobó acepta permite "
        "批准 通过 同意 允许",
        "reject rejects rejected block blocks blocked veto vetoes vetoed refuse refuses refused overturn overturns "
        "overturned ban bans banned lehnt ablehnen abgelehnt verbietet stoppt rechaza rechazan rechazó prohíbe "
        "拒绝 否决 驳回 禁止",
    ),
    (
        "open opens opened opening reopen reopens reopened eröffnet öffnet abre abren abrió 开放 开业 重开",
        "close closes closed closing shut shuts schließt schliesst geschlossen cierra cierran cerró 关闭 停业",
    ),
    (
        "start starts started begin begins began beginnt startet empieza comienza comenzó inicia 开始 启动",
        "end ends ended stop stops stopped halt halts halted endet stoppt beendet termina terminó acaba 结束 停止 终止",
    ),
    (
        "join joins joined enter enters entered tritt unirse une entra 加入 进入",
        "leave leaves left quit quits exit exits verlässt abandona sale 退出 离开",
    ),
    (
        "convict convicts convicted guilty jail jails jailed verurteilt condena condenan 定罪 有罪 判刑",
        "acquit acquits acquitted clears cleared freispruch freigesprochen absuelve absuelven 无罪 释放",
    ),
    (
        "confirm confirms confirmed admit admits admitted bestätigt confirma admite 证实 确认 承认",
        "deny denies denied dementiert bestreitet niega desmiente 否认",
    ),
    (
        "support supports supported back backs backed endorse endorses endorsed unterstützt apoya apoyan 支持",
        "oppose opposes opposed opposing opponiert 反对",
    ),
    ("profit profits gewinn beneficio beneficios ganancia ganancias 盈利", "loss losses verlust pérdida pérdidas 亏损"),
)
"""Verbs and nouns that go opposite ways; not what two sides say of one event (win and lose, buy and sell)."""

SIDES = {
    word: 1 << (place + side * len(OPPOSITES))
    for place, pair in enumerate(OPPOSITES)
    for side, forms in enumerate(pair)
    for word in forms.split()
}
SHIFT = len(OPPOSITES)
ONE_SIDE = (1 << len(OPPOSITES)) - 1


def sides(title: str) -> int:
    """Return which ways a title goes, given its words by spaces: one bit for each side of each pair of opposites."""
    found = 0
    for word in title.split(" "):
        found |= SIDES.get(word, 0)
    # What goes both ways goes none: "shares rise as oil falls".
    both = found & (found >> len(OPPOSITES)) & ONE_SIDE
    return found & ~(both | both << len(OPPOSITES))
