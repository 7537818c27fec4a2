"""Words by which a reply claims something that must be in its evidence."""

import re


def _words(*patterns: str) -> re.Pattern[str]:
    # A Latin word is matched from its beginning, so that “discounts” counts and “shipping” has no “pin” in it.
    return re.compile(rf"(?<![a-z])(?:{'|'.join(patterns)})", re.IGNORECASE)


# What binds the shop.
PROMISES = _words(
    "保证|一定|肯定|承诺|免费|包邮|免邮|免运费|包退|包换|赔|补偿|补发|退款|返现|全额|终身|永久|随时|立即|马上|立刻|优先",
    "优惠|折扣|最低价|赠送|赠品|送您|送货上门|上门|次日达|无条件|无理由|假一|正品|质保|保修|换新|现货|绝对|百分百|放心",
    "guarantee|promise|free|refund|compensat|lifetime|discount|always|immediately|warrant|genuine|gift|coupon|replace",
)
# Days without a number.
DAYS = _words(
    "今天|明天|后天|昨天|今晚|明早|当天|当日|次日|隔天|隔日|本周|这周|下周|周末|月底|月初|年底|周[一二三四五六日]|星期[一二三四五六日天]|工作日",
    "节假日|双十一|双十二|春节|国庆|元旦|today|tonight|tomorrow|weekend|next week|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
)
# Names that state a fact by standing there: couriers, ways to pay, materials, colours, sizes, places, addresses.
NAMES = _words(
    "顺丰|中通|圆通|申通|韵达|极兔|百世|德邦|京东|邮政|菜鸟|驿站|EMS|DHL|UPS|FedEx",
    "支付宝|微信|花呗|白条|银联|信用卡|储蓄卡|银行卡|零钱|货到付款|云闪付|现金|PayPal|Visa|Mastercard",
    "纯棉|长绒棉|记忆棉|羊毛|羊绒|鹅绒|鸭绒|羽绒|涤纶|尼龙|氨纶|腈纶|亚麻|真丝|真皮|牛皮|牛津布|帆布|橡胶|硅胶|塑料|玻璃|陶瓷",
    "不锈钢|铝合金|钛合金|碳纤维|实木|榉木|竹|cotton|wool|cashmere|down|polyester|nylon|silk|leather|steel|alumini?um|titanium|plastic|glass",
    "[黑白红蓝绿黄粉紫灰棕橙银金](?=色)|藏青|卡其|军绿|black|white|red|blue|green|yellow|pink|purple|gr[ae]y|brown|orange",
    r"[2-6]?X+S(?![a-z])|[2-6]?X+L(?![a-z])|均码",
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海",
    "台湾|内蒙|广西|西藏|宁夏|新疆|香港|澳门|港澳台|海外|国外|国际|江浙沪|广州|深圳|杭州|义乌|湖州|苏州|成都|武汉|门店|专柜",
    r"https?://\S+|www\.\S+|[\w.]+@[\w.]+",
)
# 不 and its like deny what follows; the words after them here do not.
NEGATION = re.compile(
    r"不(?!锈钢|同|过|仅|但|好意思|管|论|如|断|错|久|客气)|没(?!错)|无(?!线|级|缝|忧|论|理由|人)|未|勿|禁|除外|除了|非(?!常)|别(?!的|人)|"
    r"\b(?:not|no|never|cannot|without|neither|nor)\b|n't\b",
    re.IGNORECASE,
)
# Courtesies carry no claim and need no evidence.
COURTESY = re.compile(
    r"您好|你好|亲|感谢[^，。！]*|谢谢[^，。！]*|抱歉|不好意思|请问|希望[^，。！]*|如果?您?还?有[^，。！]*|欢迎[^，。！]*|很高兴[^，。！]*|"
    r"根据[^，。]{0,12}(信息|资料|说明)|"
    r"\b(?:hello|hi)\b|sorry|thank you[^.!]*|thanks[^.!]*|please let [^.!]*|if you have [^.!]*",
    re.IGNORECASE,
)
# Characters and words that any two sentences may share: they say nothing of what a clause is about.
COMMON = frozenset("的了吗呢吧啊哦呀您请你我们它这那款个是有在就都也还会能可以支持和与或给把被让到为按时说使用需要")
COMMON_WORDS = frozenset(
    ("a", "an", "and", "are", "at", "be", "by", "can", "do", "does", "for", "from", "have", "in", "is", "it", "its", "of", "on", "or",
     "our", "the", "their", "there", "this", "that", "to", "we", "with", "you", "your")
)  # fmt: skip
