"""Customers' slips of the finger, made on purpose, so that the models learn to read past them."""

import random

# Characters that input methods confuse: same or near sound, or same shape.
CONFUSED = (
    "券劵 账帐 货祸 退腿 码马 寄记 单担 款宽 换环 尺迟 订定 购够 查茶 快块 递弟 修休 价加 优忧 惠会 售受 后候 签迁 送宋 品拼 质制 量凉 "
    "颜严 色涩 库酷 存村 期其 费废 运云 险显 积机 分份 员圆 支之 付副 宝包 服福 工公 投头 诉素 请清 问文 谢泄 几己 的得 在再 做作 "
    "到道 么嘛 吗嘛 没么 什神 怎咋 呢那 啥杀 址止 改该 取去 消肖 新心 地第 图涂 坏怀 破迫 漏陋 错挫 少勺 件建 箱厢 保宝 维围 理里 客课"
)
HOMOPHONES = {pair[place]: pair[1 - place] for pair in CONFUSED.split() for place in (0, 1)}
# Words that people type in Latin letters.
LATIN = {
    "发货": "fahuo", "快递": "kuaidi", "退货": "tuihuo", "退款": "tuikuan", "客服": "kefu", "在吗": "zaima", "人工": "rengong",
    "尺码": "size", "链接": "link", "订单": "order", "便宜": "pianyi", "优惠券": "quan", "多少钱": "duoshaoqian", "发票": "fapiao",
    "地址": "dizhi", "包邮": "baoyou", "谢谢": "thx", "你好": "hello", "取消": "cancel", "会员": "vip", "有货": "youhuo", "运费": "yunfei",
}  # fmt: skip
OPENERS = ("在吗", "你好", "亲", "您好", "老板", "请问", "那个", "hi", "麻烦问下", "客服", "不好意思", "想问一下")
# What is shorter would become another word.
SHORTEST = 4


def with_slip(text: str, chance: random.Random) -> str:
    """The text with one slip: a character dropped, doubled, swapped with the next or confused with another."""
    if len(text) < SHORTEST:
        return text
    at = chance.randrange(len(text) - 1)
    match chance.randrange(5):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case 2:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    places = [place for place, letter in enumerate(text) if letter in HOMOPHONES]
    if not places:
        return text
    place = chance.choice(places)
    return text[:place] + HOMOPHONES[text[place]] + text[place + 1 :]


def with_noise(text: str, chance: random.Random) -> str:
    """The text as a hurried customer types it: sometimes slips, Latin words, an opener before it, no punctuation."""
    if chance.random() < 0.3:  # noqa: PLR2004 - shares chosen by eye, so that half of the texts stay as they are
        text = with_slip(text, chance)
    if chance.random() < 0.1 and (words := [word for word in LATIN if word in text]):  # noqa: PLR2004
        word = chance.choice(words)
        text = text.replace(word, LATIN[word], 1)
    if chance.random() < 0.1:  # noqa: PLR2004
        text = chance.choice(OPENERS) + chance.choice(("，", " ", "", "。")) + text
    if chance.random() < 0.2:  # noqa: PLR2004
        text = "".join(" " if letter in "，。？！、,.?!" else letter for letter in text).strip()
    return text
