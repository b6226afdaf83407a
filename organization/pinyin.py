"""Chinese names sort by pinyin."""

from pypinyin import lazy_pinyin

# As a surname these are read otherwise than in a word; the two-character surnames come first.
SURNAMES = {
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "长孙": "zhang sun",
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "查": "zha",
    "解": "xie",
    "盖": "ge",
    "区": "ou",
    "朴": "piao",
    "任": "ren",
    "华": "hua",
    "纪": "ji",
    "覃": "qin",
    "秘": "bi",
    "乐": "yue",
    "折": "she",
    "黑": "he",
    "种": "chong",
    "员": "yun",
    "召": "shao",
    "尹": "yin",
    "晟": "cheng",
    "缪": "miao",
    "燕": "yan",
    "宁": "ning",
    "翟": "zhai",
    "牟": "mu",
    "乜": "nie",
    "冼": "xian",
    "逄": "pang",
    "洗": "xian",
}


def sort_key(name: str) -> str:
    """`林晓` → `lin xiao`; Latin letters stay, in small letters. At most 160 characters, as the column holds."""
    name = name.strip()
    first = next((surname for surname in SURNAMES if name.startswith(surname)), "")
    syllables = ([SURNAMES[first]] if first else []) + lazy_pinyin(name[len(first) :])
    return " ".join(" ".join(syllables).lower().split())[:160]
