"""Made-up people: names in Chinese with their pinyin, drawn from common family and given names by a seeded generator."""

from random import Random

FAMILY = {
    "王": "Wang", "李": "Li", "张": "Zhang", "刘": "Liu", "陈": "Chen", "杨": "Yang", "黄": "Huang", "赵": "Zhao", "吴": "Wu",
    "周": "Zhou", "徐": "Xu", "孙": "Sun", "马": "Ma", "朱": "Zhu", "胡": "Hu", "郭": "Guo", "何": "He", "高": "Gao", "林": "Lin",
    "罗": "Luo", "郑": "Zheng", "梁": "Liang", "谢": "Xie", "宋": "Song", "唐": "Tang", "许": "Xu", "韩": "Han", "冯": "Feng",
    "邓": "Deng", "曹": "Cao", "彭": "Peng", "曾": "Zeng", "肖": "Xiao", "田": "Tian", "董": "Dong", "潘": "Pan", "袁": "Yuan",
}  # fmt: skip
GIVEN = {
    "晓": "Xiao", "敏": "Min", "静": "Jing", "丽": "Li", "强": "Qiang", "磊": "Lei", "军": "Jun", "洋": "Yang", "艳": "Yan",
    "勇": "Yong", "娟": "Juan", "涛": "Tao", "明": "Ming", "超": "Chao", "霞": "Xia", "平": "Ping", "刚": "Gang", "婷": "Ting",
    "志强": "Zhiqiang", "建华": "Jianhua", "雨桐": "Yutong", "子涵": "Zihan", "思远": "Siyuan", "佳怡": "Jiayi", "文博": "Wenbo",
    "欣悦": "Xinyue", "海燕": "Haiyan", "国庆": "Guoqing", "春梅": "Chunmei", "立新": "Lixin", "雪": "Xue", "宁": "Ning",
    "嘉": "Jia", "琳": "Lin", "昊": "Hao", "睿": "Rui", "凯": "Kai", "楠": "Nan", "倩": "Qian", "薇": "Wei",
}  # fmt: skip


def new_name(random: Random, taken: set[str]) -> tuple[str, str]:
    """A name that is not taken yet, and its Latin form (family name first)."""
    while True:
        family, given = random.choice(list(FAMILY)), random.choice(list(GIVEN))
        if family + given not in taken:
            taken.add(family + given)
            return family + given, f"{FAMILY[family]} {GIVEN[given]}"
