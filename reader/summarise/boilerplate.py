"""What stands in feeds and is no news: invitations, credits, footers, datelines. Knows patterns of five languages.

News is also written *about* newsletters, cookies, adverts and images: most patterns are bound to the beginning of a
sentence or to the words that only a page says of itself ("our", "this site").
"""

import re

_INVITATIONS = (
    r"\b(?:continue|keep) reading\b|\bread (?:more|the (?:full|whole|rest|original|complete))\b",
    r"\bclick (?:here|on the link|the link|to (?:read|view|see|enlarge|subscribe|share|expand))\b",
    r"^\W*(?:please |to |you can |don't forget to )*(?:subscribe|sign up|sign in|log in|register|join us|download)\b",
    r"\b(?:subscribe|sign up|sign in|log in|register) (?:now|here|today|for (?:our|free))\b",
    r"\b(?:subscribe|sign up|sign in|log in|register) to (?:our|read|continue|get|receive)\b",
    r"\b(?:our|this) (?:(?:free|daily|weekly) )?newsletter\b|\bfollow us on\b|\bget our app\b|\bleave a comment\b",
    r"^\W*share (?:this|on|via)\b|\bshare this (?:article|post|story|page)\b",
    r"\b(?:we|this (?:web)?site) uses? cookies\b|\b(?:accept|our use of) cookies\b|\bour (?:privacy|terms)\b",
    r"^\W*(?:advertisement|sponsored|promoted|affiliate)\b",
    r"\bthis (?:post|article) (?:is sponsored|contains affiliate)\b",
    r"\benable javascript\b|\byour (?:ad blocker|browser does not support)\b",
)
_CREDITS = (
    r"^\W*(?:photo|image|picture|video|illustration|foto|bild|imagen)s?(?: credit)?"
    r"(?: ?:| by\b| courtesy\b| via\b)",
    r"\b(?:file|undated|handout) (?:photo|picture|image)\b|\bphoto by\b"
    r"|\(\s?(?:ap|reuters|afp) photo\b|/getty images\b",
    r"\bthis (?:post|article|story) (?:was |is )?(?:first |originally )?(?:appeared|published|updated)\b",
    r"\ball rights reserved\b|^\W*copyright\b|©|\bthe views expressed\b",
    r"^\W*(?:additional )?(?:reporting|editing|written|compiled|translated|edited) by\b",
    r"\bpoints: \d+|\bsubmitted by /?u/|\bcomments url\b|\barticle url\b",
    r"^\W*(?:tags?|categories|filed under|via|source|quelle|fuente) ?:|&#?\w{1,8};| \| .* \| ",
)
_ELSEWHERE = (
    r"\bweiterlesen\b|\bmehr (?:lesen|dazu)\b|\bnewsletter (?:abonnieren|bestellen)\b",
    r"\bjetzt (?:abonnieren|anmelden)\b",
    r"\balle rechte vorbehalten\b|^\W*(?:anzeige|werbung)\b",
    r"\b(?:seguir|sigue|continuar) leyendo\b|\bleer más\b|^\W*suscr[ií]b",
    r"\btodos los derechos reservados\b|^\W*publicidad\b",
    r"\blire (?:la suite|aussi)\b|\babonnez-vous\b|\binscrivez-vous\b|\btous droits réservés\b",
    r"点击(?:这里|此处|查看|阅读)|阅读(?:原文|全文|更多)|查看(?:原文|更多)|继续阅读|未完待续",
    r"扫码(?:关注|加入|阅读|订阅|下载)|扫描.{0,6}二维码|关注(?:我们|.{0,8}公众号)|微信公众号|欢迎(?:关注|订阅|投稿|转发)",
    r"责任编辑|责编|版权所有|转载(?:请|须|自)|未经.{0,8}(?:授权|许可).{0,4}(?:不得|禁止|转载)",
    r"^\W*免责声明|投稿邮箱|商务合作",
    r"(?:图片|图|照片)来源|本文(?:来自|源自|首发|转自|不构成)",
)
_BOILERPLATE = re.compile("|".join(f"(?:{p})" for p in _INVITATIONS + _CREDITS + _ELSEWHERE))

_AGENCY = r"(?:AP|Reuters|AFP|dpa|DPA|EFE|Xinhua|Bloomberg|UPI|ANSA|TASS|Kyodo|CNN|PTI|ANI)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PLACE = r"[A-ZÀ-Ö][\w.’'-]*(?:[ ,/]+(?:[A-ZÀ-Ö][\w.’'-]*|\d{1,2})){0,5}"
_DATELINE = re.compile(
    rf"(?:{_PLACE}\s*)?\(\s?{_AGENCY}\s?\)\s*[—–-]+\s*(?=\S)"
    rf"|[A-ZÀ-Ö]{{3,}}(?:[ ,]+[A-ZÀ-Ö][\w.]*){{0,4}},? (?:{_MONTH} \d{{1,2}} )?[—–]+\s*(?=\S)"
    r"|(?:新华社|中新社|中新网|央视网|法新社|路透社)[^，。：]{0,20}?[日社网](?:电|讯)(?:\s?[（(][^）)]{1,24}[）)])?[：:\s]*(?=\S)"
    r"|[^\s，。：]{2,8}(?:消息|讯|报道)[：:，,]\s*(?=\S)"
)


def is_boilerplate(sentence: str) -> bool:
    """Return whether a sentence invites, credits or warns instead of telling."""
    return _BOILERPLATE.search(sentence.lower()) is not None


def dateline(sentence: str) -> int:
    """Return how many characters of place, date and agency stand before the sentence proper; 0 if none.

    What is left is a whole sentence: "PARIS (Reuters) — The court …", "新华社北京5月3日电（记者 张三）…".
    """
    found = _DATELINE.match(sentence)
    return found.end() if found else 0
