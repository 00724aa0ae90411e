"""What a sentence announces by its form: a contribution, a background, an effect. Knows phrases; weighs nothing."""

import re

# One word boundary in front of all, and no case to ignore: a seventh of the time.
_CONTRIBUTION = re.compile(
    r"\b(?:"
    r"(?:we|this (?:paper|work|study|article|report|thesis)|the (?:paper|authors?|study|team|researchers?|company))\b"
    r".{0,40}\b(?:introduc|propos|present|develop|show|prov|establish|demonstrat|find|found|report|announc|releas|launch"
    r"|achiev|recast|formali[sz]|characteri[sz]|analy[sz]|stud|investigat|revisit|describ|build|built|design|giv)\w*"
    r"|(?:is|are) (?:presented|introduced|proposed|developed|described|released|announced|shown|given|proved)\b"
    r"|(?:announced|launched|released|unveiled|published|acquired|approved|ruled)\b"
    r"|wir (?:stellen|zeigen|präsentieren|entwickeln|schlagen)\b|(?:vorgestellt|veröffentlicht|angekündigt)\b"
    r"|(?:presentamos|proponemos|mostramos|demostramos|desarrollamos|anunció|presentó|lanzó|publicó)\b"
    r"|(?:nous (?:présentons|proposons|montrons)|a (?:annoncé|présenté|publié|lancé))\b"
    r")"
)
_CONTRIBUTION_CHINESE = re.compile(
    r"(?:本文|我们|该研究|研究者|研究人员|作者|团队|该论文|公司|论文).{0,16}"
    r"(?:提出|介绍|发布|证明|展示|开发|推出|研究|发现|给出|构建|设计|分析)"
    r"|(?:发布|推出|宣布|提出)了"
)
_BACKGROUND = re.compile(
    r"^(?:however|recently|while|although|despite|existing|prior|previous|traditional|conventional|many|most"
    r"|modern|current|in recent years|over the past|nowadays|increasingly|yet|but|unfortunately)\b"
    r"|^.{0,80}\b(?:is|are|has been|have been|has become|have become|remains?) (?:\w+ )?"
    r"(?:widely|commonly|typically|often|usually|largely|increasingly|essential|crucial|important|popular"
    r"|ubiquitous|challenging|difficult|hard|poorly)\b"
    r"|^.{0,60}\b(?:typically|commonly|usually|often|widely)\b"
    r"|^(?:allerdings|jedoch|bisherige|viele|in den letzten jahren)\b"
    r"|^(?:sin embargo|aunque|muchos|en los últimos años)\b"
    r"|^(?:近年来|目前|然而|但是|但|现有|传统|随着|虽然|尽管|长期以来|通常)"
)
_EFFECT = re.compile(
    r"\b(?:for the first time\b|the first (?:ever|time|of its kind)\b"
    r"|(?:will|would|could|may|is expected to|are expected to) (?:\w+ )?(?:affect|lead to|cost|force|allow"
    r"|mean|reduce|raise|threaten|put|make it)\b"
    r"|(?:affects|affected|affecting|impacts|impacted) (?:\w+ ){0,3}(?:\d|millions|thousands|hundreds|all|every)"
    r"|as a result\b|this means (?:that )?\b|paves? the way\b"
    r"|zum ersten mal\b|erstmals\b|betrifft\b.{0,30}\d|por primera vez\b|afecta(?:rá)? a\b"
    r"|pour la première fois\b)"
)
_EFFECT_CHINESE = re.compile(
    r"首次(?:实现|证明|公开|获得|在)|将(?:影响|导致|使得?|迫使|波及)|意味着|受影响的?.{0,12}\d"
)


def announces(sentence: str) -> bool:
    """Return whether a sentence says what its source brings: "We introduce…", "is presented…", "发布了…"."""
    return _holds(sentence, _CONTRIBUTION, _CONTRIBUTION_CHINESE)


def sets_scene(sentence: str) -> bool:
    """Return whether a sentence tells what everyone knew before: "However…", "is widely used…"."""
    return _BACKGROUND.search(sentence.lower()) is not None


def tells_effect(sentence: str) -> bool:
    """Return whether a sentence itself says what follows: "for the first time", "affects 4 million"."""
    return _holds(sentence, _EFFECT, _EFFECT_CHINESE)


def _holds(sentence: str, spaced: re.Pattern[str], chinese: re.Pattern[str]) -> bool:
    found = spaced.search(sentence.lower()) is not None
    return found or (not sentence.isascii() and chinese.search(sentence) is not None)
