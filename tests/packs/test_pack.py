"""The e-commerce pack, and what is said of a pack that is not as it should be."""

import shutil
from pathlib import Path

import pytest

from appliance.packs.pack import Asked, load_pack

FOLDER = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce"
# Fixed by the contract: labelled files of others use these ids, and a person looks for them in these groups.
CONTRACT = {
    "pre_sale": ["product_info", "product_recommend", "size_fit", "stock", "price", "promotion", "purchase_link"],
    "order": ["order_status", "order_change", "order_cancel", "payment", "invoice"],
    "logistics": ["ship_time", "tracking", "delivery_options", "shipping_fee", "delivery_problem"],
    "after_sale": ["return_request", "exchange", "refund", "repair_warranty", "quality_issue"],
    "account": ["account"],
    "service": [
        "human_agent", "complaint", "greeting", "thanks", "goodbye", "affirm", "deny", "inform", "smalltalk", "out_of_scope",
    ],
}  # fmt: skip
ATTRIBUTES = ("重量", "防水", "颜色", "充绒量", "舒适温标", "极限温标")


@pytest.fixture(scope="module")
def pack():
    """The pack as it is."""
    return load_pack(FOLDER)


@pytest.fixture
def copy(tmp_path):
    """A copy of the pack's files with one of them changed."""

    def changed(name, change):
        for file in ("pack.toml", "tasks.toml"):
            shutil.copy(FOLDER / file, tmp_path)
        path = tmp_path / name
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        return tmp_path

    return changed


def test_the_intents_are_the_contracts_in_its_order(pack):
    assert [(one.group, one.id) for one in pack.intents] == [
        (group, name) for group, ids in CONTRACT.items() for name in ids
    ]
    assert len({one.name_zh for one in pack.intents}) == len({one.name_en for one in pack.intents}) == 33


def test_tasks_name_no_other_intents(pack):
    known = {one.id for one in pack.intents}
    assert set(pack.orders.answers) | pack.orders.focused | pack.products.intents <= known


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("能不能便宜点", "price_concession"),
        ("第二件可以优惠吗", "price_concession"),
        ("can you give me a discount", "price_concession"),
        ("你们赔我多少", "compensation_promise"),
        ("必须马上退款", "compensation_promise"),
        ("I want my money back now", "compensation_promise"),
        ("我要去12315投诉", "legal_medical_claim"),
        ("孕妇可以用吗", "legal_medical_claim"),
        ("I will sue you", "legal_medical_claim"),
        ("我朋友的订单地址发我", "personal_data"),
        ("what is my wife's order", "personal_data"),
        ("保证明天能到吗", "delivery_date_guarantee"),
        ("明天一定能到吗", "delivery_date_guarantee"),
        ("can you guarantee it arrives tomorrow", "delivery_date_guarantee"),
    ],
)
def test_guarded_topics_in_both_languages(pack, text, topic):
    assert pack.guarded_topic(text) == topic
    assert pack.is_guarded(text, "product_info")


@pytest.mark.parametrize("text", ["几天发货", "羽绒服防水吗", "怎么退货", "how long does delivery take", "有货吗", ""])
def test_other_questions_are_not_guarded(pack, text):
    assert pack.guarded_topic(text) is None
    assert not pack.is_guarded(text, "product_info")


def test_a_complaint_is_guarded_whatever_it_says(pack):
    assert pack.is_guarded("你们太差了", "complaint")


@pytest.mark.parametrize(
    ("text", "intent", "question"),
    [
        ("我的快递到哪了", "tracking", "tracking"),
        ("我的订单怎么还没发货", "ship_time", "ship_time"),
        ("一般几天发货", "ship_time", None),
        ("拍下之后多久能发", "ship_time", None),
        ("退款到哪了", "refund", "refund"),
        ("多久退款", "refund", None),
        ("has my parcel been shipped, where is it", "tracking", "tracking"),
        ("how long does shipping take", "tracking", None),
        ("羽绒服怎么洗", "product_info", None),
    ],
)
def test_an_own_order_is_told_from_a_general_question(pack, text, intent, question):
    assert pack.orders.question(text, intent, has_order_id=False, data_only=False) == question


def test_a_number_alone_asks_for_the_state_and_a_named_order_needs_no_cue(pack):
    assert pack.orders.question("2026112013167642", "inform", has_order_id=True, data_only=True) == "status"
    assert pack.orders.question("1814", "inform", has_order_id=False, data_only=True) is None
    assert pack.orders.question("2026112013167642 多久退款", "refund", has_order_id=True, data_only=False) == "refund"


@pytest.mark.parametrize(
    ("text", "drops"), [("不是这个订单", True), ("另一个订单呢", True), ("another order", True), ("这个订单呢", False)]
)
def test_words_that_drop_the_order_talked_about(pack, text, drops):
    assert pack.orders.drops_focus(text) is drops


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("多少钱", (Asked("price"),)),
        ("还有货吗", (Asked("stock"),)),
        ("发个链接", (Asked("link"),)),
        ("介绍一下", (Asked("overview"),)),
        ("多重", (Asked("attribute", "重量"),)),
        ("防水吗，多少钱", (Asked("attribute", "防水"), Asked("price"))),
        ("有什么颜色", (Asked("attribute", "颜色"),)),
        ("极限温标", (Asked("attribute", "极限温标"),)),
        ("how heavy is it", (Asked("attribute", "重量"),)),
        # What the row does not have is not answered by another field.
        ("续航多久", ()),
        ("你好", ()),
    ],
)
def test_the_fields_of_a_product_that_are_asked_for(pack, text, asked):
    assert pack.products.asked(text, "轻暖鹅绒羽绒服", ATTRIBUTES) == asked


def test_the_products_own_name_asks_for_nothing(pack):
    assert pack.products.asked("防水双肩包多少钱", "防水双肩包", ("防水", "重量")) == (Asked("price"),)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pack.toml", lambda text: text.replace('version = "1"', "version = ")),
        ("pack.toml", lambda text: text.replace('id = "ecommerce"', "")),
        ("pack.toml", lambda text: text.replace("guarded = false", "", 1)),
        ("pack.toml", lambda text: text.replace("[[guarded_topics]]", "[[other]]")),
        ("pack.toml", lambda text: text.replace("价保|差价", "(价保|差价")),
        ("pack.toml", lambda text: text[:0] + 'id = "x"\nversion = 1\nintents = 3\nguarded_topics = []'),
        ("tasks.toml", lambda text: text.replace("own_cues = [", "own_cues = {")),
        ("tasks.toml", lambda text: text.replace("general_cues", "generous_cues")),
        ("tasks.toml", lambda text: text.replace('phrase = "status"', 'sentence = "status"', 1)),
        ("tasks.toml", lambda text: text.replace("有货|现货", "(有货|现货")),
        ("tasks.toml", lambda text: text[:0] + "orders = 1"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_named(copy, name, change):
    folder = copy(name, change)
    with pytest.raises(ValueError, match=name):
        load_pack(folder)


@pytest.mark.parametrize("name", ["pack.toml", "tasks.toml"])
def test_a_missing_file_is_named(copy, name):
    folder = copy(name, lambda text: text)
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError, match=name):
        load_pack(folder)
