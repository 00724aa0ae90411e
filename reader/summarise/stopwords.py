"""Words that tie a sentence together and say nothing of its subject. Lists, and one rule: single characters."""

from collections.abc import Iterable


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _set(
    "a about above across after again against all also although always am among an and another any are aren't as at"
    " away back be because been before being below between both but by can can't cannot could couldn't did didn't do"
    " does doesn't doing don't down during each either else even ever every few for from further get gets had has"
    " hasn't have haven't having he her here hers herself him himself his how however i i'm if in into is isn't it its"
    " itself just let like made make many may me might more most much must my myself near nearly neither no nor not now"
    " of off often on once one only onto or other others our ours out over own per rather said same say says she should"
    " since so some still such than that the their theirs them themselves then there these they this those though"
    " through thus to together too toward towards under until up upon us very via was wasn't we well were weren't what"
    " when where whether which while who whom whose why will with within without won't would wouldn't yet you your"
    " yours"
)
GERMAN = _set(
    "aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bis da dabei damit"
    " dann das dass dem den denn der des deren dessen die dies diese diesem diesen dieser dieses doch dort durch ein"
    " eine einem einen einer eines er es etwa für gegen haben hat hatte hatten ich ihm ihn ihr ihre ihren im immer in"
    " ins ist jede jeden jeder jetzt kann kein keine können man mehr mit muss nach nicht noch nun nur ob oder ohne sehr"
    " sei sein seine seinen seit sich sie sind so sollen sowie über um und uns unter vom von vor war waren was weil"
    " weiter wenn werden wie wieder wir wird wurde wurden zu zum zur zwischen"
)
SPANISH = _set(
    "a al algo ante antes aunque cada como con contra cual cuando de del desde donde dos durante e el ella ellas ellos"
    " en entre era es esa ese eso esta está están este esto estos fue fueron ha había han hasta hay la las le les lo"
    " los más me mientras mismo muy ni no nos o otra otro otros para pero por porque que qué quien se según ser si sí"
    " sido sin sobre son su sus también tan tanto te tiene tienen todo todos tras un una uno unos y ya"
)
FRENCH = _set(
    "a ai ainsi alors après au aussi autre autres aux avait avant avec c'est ce ces cette ceux chez comme contre d'un"
    " d'une dans de depuis des donc dont du elle elles en entre est et été être eu fait il ils je jusqu' l'on la le"
    " les leur leurs lors mais même moins ne non nos notre nous on ont ou où par pas pendant peu plus pour qu'il que"
    " qui sa sans se selon ses si son sont sous sur toujours tous tout très un une vers votre vous y"
)
CHINESE = _set(
    "我们 他们 你们 它们 这个 那个 一个 一种 一些 这些 那些 这是 可以 因为 所以 但是 如果 以及 或者 而且 并且 没有"
    " 已经 就是 不是 也是 还是 通过 进行 其中 对于 由于 自己 什么 怎么 目前 表示 的是 在此 之后 之前 同时"
    " 此外 不过 来自 成为"
    " 以上 以下 方面 的一 了一 是一"
)
"""Character pairs, as the tokens of Chinese are."""
STOP = ENGLISH | GERMAN | SPANISH | FRENCH | CHINESE
"""All of them: titles mix languages, and a word that is empty in one is seldom telling in another."""


def is_content(token: str) -> bool:
    """Return whether a token says something of the subject."""
    return len(token) > 1 and token not in STOP


def content(tokens: Iterable[str]) -> tuple[str, ...]:
    """Return the tokens of which `is_content` holds, in order: asked a hundred times as often, so all at once."""
    return tuple([token for token in tokens if token not in STOP and len(token) > 1])
