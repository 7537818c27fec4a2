"""S29: what a reply claims is in its evidence. Planted falsehoods are refused, what the evidence says is let through."""

import pytest

from appliance.replies.checker import check, covered, sentences

JACKET = (
    "轻暖鹅绒羽绒服：价格 599 元；充绒量 180 克；蓬松度 700+；填充 95% 白鹅绒；面料 30D 尼龙；防水 轻度防泼水；重量 520 克；"
    "颜色 黑、雪灰、松绿；尺码 S–XL；日常通勤的轻薄款，可收进自带的小袋。"
)
SHIPPING = (
    "付款后多久发货？ 现货订单每天 16:00 前付款当天发出，16:00 后付款的次日发出；预售商品以商品页写的时间为准。\n"
    "你们发什么快递？ 默认发中通快递，江浙沪皖发圆通速递，单笔满 299 元升级顺丰速运。"
)
RETURNS = (
    "支持七天无理由退货吗？ 支持。签收次日起 7 天内，商品没用过、吊牌和包装齐全就可以退；贴身内衣、袜子和已拆封的食品除外。\n"
    "退款多久到账？ 我们收到退货验货通过后 24 小时内退款。支付宝、微信零钱即时到账，银行卡 1 到 3 个工作日，信用卡 3 到 7 个工作日。"
)
PAYING = (
    "支持货到付款吗？ 抱歉，不支持货到付款，请下单时在线支付。\n"
    "可以分期吗？ 单笔满 600 元支持花呗 3 期免息，6 期和 12 期手续费按花呗页面显示收取；不支持白条。"
)
PLANE = "充电宝能带上飞机吗？ 店里的充电宝都不超过 100Wh，带有 3C 标志，可以随身带上飞机，不能托运。"
FEE = "满多少包邮？ 全店满 99 元包邮；不满 99 元收 8 元运费。新疆、西藏、内蒙古满 199 元包邮，不满收 20 元。"
WARRANTY = "保修多久？ 灯具、充电宝、电热类商品保修 1 年，背包和帐篷保修 2 年，凭订单就可以，不需要保修卡。人为损坏不在保修范围。"
SIZES = (
    "衣服怎么选尺码？ S 适合 155–163 厘米、45–52 公斤，M 适合 160–168 厘米、50–60 公斤，L 适合 167–175 厘米、58–70 公斤。"
    "喜欢宽松或冬天内搭厚的，选大一码。"
)
HOURS = "客服几点上班？ 人工客服每天 9:00–22:00 在线，周末和节假日不休息；其他时间智能客服在。"
PICKUP = "可以自提吗？ 仓库不对外，暂时不能自提，麻烦您走快递。"
ADDRESS = "退货地址是哪里？ 退货请寄：浙江省湖州市吴兴区织里镇大河路 188 号 山野杂货铺售后部，电话 0572-2688188。"
ENGLISH = (
    "How long is the warranty? Lamps and power banks have a 1 year warranty; backpacks and tents have 2 years. "
    "Damage by misuse is not covered. We ship within 24 hours."
)

TRUE = [
    (JACKET, "这款羽绒服充绒量多少", "这款羽绒服的充绒量是180克。"),
    (JACKET, "这款多重，什么面料", "您好，这款重 520 克，面料是 30D 尼龙。"),
    (JACKET, "价格是多少", "价格是五百九十九元。"),
    (JACKET, "填充的是什么", "填充的是 95% 白鹅绒，轻度防泼水。"),
    (JACKET, "有什么颜色", "颜色有黑、雪灰、松绿。"),
    (JACKET, "有黑色吗", "有黑色。"),
    (JACKET, "好收纳吗", "可以收进自带的小袋。"),
    (SHIPPING, "几点截单", "16:00 前付款的当天发出，16:00 后的次日发出。"),
    (SHIPPING, "发什么快递", "默认发中通快递，满 299 元升级顺丰速运。"),
    (RETURNS, "几天能退", "签收次日起七天内可以退。"),
    (RETURNS, "多久退钱", "验货通过后 24 小时内退款。"),
    (RETURNS, "多久退钱", "验货通过后一天内退款。"),
    (RETURNS, "袜子能退吗", "贴身内衣、袜子除外。"),
    (PAYING, "能货到付款吗", "抱歉，不支持货到付款，请在线支付。"),
    (PAYING, "能分期吗", "满 600 元支持花呗 3 期免息。"),
    (PAYING, "白条呢", "不支持白条。"),
    (PLANE, "能带上飞机吗", "可以随身带上飞机，不能托运。"),
    (PLANE, "能带上飞机吗", "充电宝不超过 100Wh，可以带上飞机。"),
    (FEE, "包邮吗", "满 99 元包邮，不满 99 元收 8 元运费。"),
    (FEE, "新疆包邮吗", "新疆满 199 元包邮。"),
    (WARRANTY, "背包保修多久", "背包保修两年。"),
    (WARRANTY, "充电宝保修多久", "充电宝保修一年，不需要保修卡。"),
    (WARRANTY, "帐篷保修多久", "帐篷保修 24 个月。"),
    (SIZES, "M 码多大", "M 适合 160–168 厘米、50–60 公斤。"),
    (HOURS, "周末有人吗", "人工客服每天 9:00–22:00 在线，周末不休息。"),
    (PICKUP, "能自提吗", "仓库不对外，暂时不能自提。"),
    (ADDRESS, "退货寄哪里", "退货请寄浙江省湖州市吴兴区织里镇大河路 188 号。"),
    (ENGLISH, "how long is the warranty on power banks", "Power banks have a 1 year warranty."),
    (ENGLISH, "and tents?", "Tents have 24 months of warranty."),
    (ENGLISH, "when do you ship", "We ship within one day."),
    (ENGLISH, "what if I break it", "Damage by misuse is not covered."),
]
FALSE = [
    # A number that the evidence has nowhere, or with another unit.
    (JACKET, "充绒量是 200 克。", "number"),
    (JACKET, "价格 699 元。", "number"),
    (JACKET, "面料是 50D 尼龙。", "number"),
    (JACKET, "重量 520 公斤。", "number"),
    (SHIPPING, "17:00 前付款当天发出。", "number"),
    (SHIPPING, "48 小时内发出。", "number"),
    (RETURNS, "签收次日起 15 天内可以退。", "number"),
    (RETURNS, "验货通过后 24 天内退款。", "number"),
    (RETURNS, "验货通过后三天内退款。", "number"),
    (PAYING, "满 300 元支持花呗 3 期免息。", "number"),
    (WARRANTY, "充电宝保修三年。", "number"),
    (WARRANTY, "背包保修半年。", "number"),
    (WARRANTY, "帐篷保修 2 个月。", "number"),
    (HOURS, "人工客服 24 小时在线。", "number"),
    (HOURS, "人工客服每天 8:00–22:00 在线。", "number"),
    (ADDRESS, "电话 0572-2688189。", "number"),
    (ENGLISH, "We ship within 48 hours.", "number"),
    # A number of something else.
    (JACKET, "充绒量是 520 克。", "number"),
    (JACKET, "这款羽绒服重 180 克。", "number"),
    (JACKET, "蓬松度 520。", "number"),
    (JACKET, "价格 180 元。", "number"),
    (SHIPPING, "默认满 299 元发中通快递。", "number"),
    (RETURNS, "信用卡 1 到 3 个工作日。", "number"),
    (PAYING, "满 600 元支持花呗 6 期免息。", "number"),
    (FEE, "满 8 元包邮。", "number"),
    (WARRANTY, "背包保修 1 年。", "number"),
    (SIZES, "M 适合 173–182 厘米。", "number"),
    (SIZES, "L 适合 50–60 公斤。", "number"),
    (ENGLISH, "Power banks have a 2 year warranty.", "number"),
    # A number of somebody else: each part is true, together they are not.
    (FEE, "新疆满 99 元包邮。", "mixed"),
    # Names and days from elsewhere, or of something else.
    (JACKET, "填充的是白鸭绒。", "name"),
    (JACKET, "面料是纯棉的。", "name"),
    (JACKET, "有红色和黑色。", "name"),
    (JACKET, "尺码有 S–3XL。", "name"),
    (SHIPPING, "默认发顺丰速运。", "name"),
    (SHIPPING, "默认发韵达快递。", "name"),
    (SHIPPING, "16:00 前付款次日发出。", "name"),
    (RETURNS, "银行卡即时到账。", "name"),
    (RETURNS, "周一之前到账。", "name"),
    (PAYING, "支持信用卡分期。", "name"),
    (ADDRESS, "退货请寄广东省广州市。", "name"),
    (ADDRESS, "退货请寄 https://evil.example 填写的地址。", "name"),
    (ENGLISH, "We ship with FedEx.", "name"),
    # Promises that nobody made, or made on a condition.
    (JACKET, "全国联保，终身保修。", "promise"),
    (SHIPPING, "明天一定能发出。", "promise"),
    (RETURNS, "运费我们承担，保证全额退款。", "promise"),
    (WARRANTY, "终身保修。", "promise"),
    (FEE, "全店包邮。", "promise"),
    (ENGLISH, "Lifetime warranty on tents.", "promise"),
    # The contrary.
    (JACKET, "不防泼水。", "negation"),
    (RETURNS, "签收次日起 7 天内不能退。", "negation"),
    (RETURNS, "贴身内衣、袜子可以退。", "negation"),
    (RETURNS, "不支持退货。", "negation"),
    (PAYING, "支持货到付款。", "negation"),
    (PAYING, "支持白条。", "negation"),
    (PLANE, "可以托运。", "negation"),
    (PLANE, "不能随身带上飞机。", "negation"),
    (PLANE, "充电宝超过 100Wh。", "negation"),
    (FEE, "满 99 元收 8 元运费。", "negation"),
    (FEE, "不满 99 元包邮。", "negation"),
    (WARRANTY, "人为损坏也在保修范围。", "negation"),
    (WARRANTY, "需要保修卡。", "negation"),
    (HOURS, "周末休息。", "negation"),
    (PICKUP, "可以自提。", "negation"),
    (ENGLISH, "Damage by misuse is covered.", "negation"),
    # Words from nowhere.
    (JACKET, "适合送人，很有面子。", "coverage"),
    (SIZES, "建议您先量一下肩宽和胸围再下单。", "coverage"),
    (ADDRESS, "加微信联系我们。", "coverage"),
]


@pytest.mark.parametrize(("evidence", "question", "sentence"), TRUE, ids=[sentence for *_, sentence in TRUE])
def test_s29_what_the_evidence_says_is_let_through(evidence, question, sentence):
    verdict = check(sentence, evidence, question)
    assert verdict.supported, verdict.failed
    assert verdict.failed == ()


@pytest.mark.parametrize(("evidence", "sentence", "reason"), FALSE, ids=[sentence for _, sentence, _ in FALSE])
def test_s29_a_planted_falsehood_is_refused(evidence, sentence, reason):
    # The customer's own words prove nothing, so a question that says the same lets nothing through.
    for question in ("", sentence.rstrip("。.") + "吗？"):
        verdict = check(sentence, evidence, question)
        assert not verdict.supported
        assert reason in verdict.failed


@pytest.mark.parametrize(
    "name", ["GT-DJ-001", "GT-XZ-001", "GT-BB-001", "GT-TD-001", "GT-CD-001", "GT-BW-001", "GT-ZP-001"]
)
def test_s29_every_fact_of_a_row_passes_and_its_numbers_do_not_change_places(products, name):
    from appliance.dialogue.evidence import product_facts

    product = products.get(name)
    evidence = product_facts(product)
    facts = [*product.attributes.items(), ("价格", f"{product.price:g} 元")]
    for attribute, value in facts:
        question = f"{product.name}的{attribute}是多少"
        assert check(f"{product.name}的{attribute}是{value}。", evidence, question).supported, (attribute, value)
    for attribute, own in (("重量", product.attributes["重量"]), ("价格", f"{product.price:g} 元")):
        for other, value in facts:
            # A value that is words says enough of what it belongs to; one that stands in the name belongs to all.
            if other != attribute and value[0].isdigit() and value != own and value.split()[0] not in product.name:
                wrong = f"{product.name}的{attribute}是{value}。"
                assert not check(wrong, evidence, wrong).supported, wrong


def test_s29_the_merchants_question_is_no_statement():
    assert not check("可以开发票。", "可以开发票吗？ 请联系人工。", "可以开发票吗").supported
    assert check("可以开电子发票。", "可以开发票吗？ 可以，电子发票在订单里申请。", "可以开发票吗").supported


def test_s29_without_evidence_nothing_is_supported():
    assert not check("当天发货。", "", "当天发货吗").supported


def test_a_courtesy_claims_nothing():
    assert check("您好，很高兴为您服务。", FEE, "包邮吗").supported
    assert covered("您好！", FEE) == 1


def test_coverage_is_the_share_of_words_that_stand_somewhere():
    assert covered("全店包邮", "全店包邮") == 1
    assert covered("全店包邮", "没有") == 0
    assert 0 < covered("全店包邮送货", "全店包邮") < 1


@pytest.mark.parametrize(
    ("draft", "finished", "rest"),
    [
        ("", [], ""),
        ("可以", [], "可以"),
        ("可以。", ["可以。"], ""),
        ("可以。三天内", ["可以。"], "三天内"),
        ("可以！请问？好；", ["可以！", "请问？", "好；"], ""),
        ("Yes. It costs 9.5 yuan. Ok", ["Yes.", " It costs 9.5 yuan."], " Ok"),
        ("第一行\n第二行", ["第一行\n"], "第二行"),
    ],
)
def test_a_growing_draft_is_cut_where_sentences_end(draft, finished, rest):
    assert sentences(draft) == (finished, rest)
    assert "".join([*finished, rest]) == draft


@pytest.mark.parametrize("sentence", ["可以。", "能的哦！", "不支持。", "是的", "Yes."])
def test_s29_a_bare_yes_or_no_proves_nothing(sentence):
    verdict = check(sentence, "户外太阳能板28瓦：功率 28 瓦；接口 USB-A；支持折叠。", "能给充电宝充电吗")
    assert "bare" in verdict.failed
