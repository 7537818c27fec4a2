"""Products, and which of them a customer's everyday words mean."""

from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from appliance.api.shop import Product
from appliance.knowledge.imports import import_products
from appliance.knowledge.products import ProductStore, pieces
from appliance.knowledge.upsert import Outcome

DEMO = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce" / "demo" / "products.csv"


@pytest.fixture
def named(database):
    """The skus that a text names among the demo shop's products."""
    import_products(database, DEMO)
    store = ProductStore(database)

    def skus(text, **options):
        return [match.product.sku for match in store.named_in(text, **options)]

    return skus


@pytest.mark.parametrize(
    ("text", "sku"),
    [
        ("轻暖鹅绒羽绒服", "GT-DJ-001"),
        ("那件鹅绒羽绒服多重", "GT-DJ-001"),
        ("雪岭那款羽绒服有货吗", "GT-DJ-002"),
        ("硬壳冲锋衣防水吗", "GT-CF-001"),
        ("两件套冲锋衣什么时候补货", "GT-CF-002"),
        ("登山包还有货吗", "GT-BB-002"),
        ("28升的背包能装电脑吗", "GT-BB-001"),
        ("自动帐篷怎么搭", "GT-ZP-001"),
        ("四季帐抗风吗", "GT-ZP-002"),
        ("家庭隧道帐睡几个人", "GT-ZP-003"),
        ("羽绒睡袋多少度能用", "GT-SD-001"),
        ("信封睡袋可以机洗吗", "GT-SD-002"),
        ("头灯防水吗", "GT-TD-001"),
        ("台灯有几档亮度", "GT-TDD-001"),
        ("磁吸充电宝有货吗", "GT-CD-002"),
        ("两万毫安 20000毫安那个充电宝", "GT-CD-001"),
        ("316保温杯多大", "GT-BW-001"),
        ("磨豆机多少钱", "GT-KF-001"),
        ("卡式炉带气罐吗", "GT-LZ-001"),
        ("护颈枕枕套能拆吗", "GT-ZT-001"),
        ("GT-CF-002 有货吗", "GT-CF-002"),
        ("gt-cf-002和羽绒服", "GT-CF-002"),
    ],
)
def test_everyday_words_mean_one_product(named, text, sku):
    assert named(text) == [sku]


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ("羽绒服多少钱", {"GT-DJ-001", "GT-DJ-002"}),
        ("冲锋衣防水吗", {"GT-CF-001", "GT-CF-002"}),
        ("充电宝能带上飞机吗", {"GT-CD-001", "GT-CD-002"}),
        ("睡袋有哪几款", {"GT-SD-001", "GT-SD-002"}),
    ],
)
def test_a_word_for_several_means_all_of_them(named, text, skus):
    assert set(named(text)) == skus
    assert len(named(text, limit=1)) == 1


@pytest.mark.parametrize(
    "text",
    ["", "你好", "怎么退货", "可以开发票吗", "运费多少", "我的快递到哪了", "how are you", "？？", "2026112013167642"],
)
def test_other_messages_mean_none(named, text):
    assert named(text) == []


def test_a_whole_name_has_the_whole_share(database):
    import_products(database, DEMO)
    [match] = ProductStore(database).named_in("双人自动帐篷")
    assert match.share == pytest.approx(1)


def test_a_new_or_renamed_product_is_found_at_once(products):
    products.put([Product(sku="A1", name="星空投影灯")])
    assert [match.product.sku for match in products.named_in("星空投影灯多少钱")] == ["A1"]
    products.put([Product(sku="A1", name="雪花造型机")])
    assert products.named_in("星空投影灯多少钱") == []
    assert [match.product.sku for match in products.named_in("雪花造型机")] == ["A1"]


def test_rows_that_somebody_else_imported_are_found_once_forgotten(database, products):
    assert products.named_in("双人自动帐篷") == []
    import_products(database, DEMO)
    products.forget()
    assert products.named_in("双人自动帐篷")


def test_putting_tells_what_it_did(products):
    tent, lamp = Product(sku="A1", name="帐篷", price=1.0), Product(sku="A2", name="灯")
    assert products.put([tent]) == [Outcome.ADDED]
    changed = tent.model_copy(update={"attributes": {"重量": "1 公斤"}})
    assert products.put([tent, lamp, changed]) == [Outcome.SKIPPED, Outcome.ADDED, Outcome.CHANGED]
    assert products.put([changed]) == [Outcome.SKIPPED]
    assert (products.get("A1"), products.count()) == (changed, 2)
    assert products.get("A9") is None


def test_one_bad_row_stores_none_of_the_others(products):
    broken = Product(sku="A2", name="灯").model_copy(update={"name": None})
    with pytest.raises(IntegrityError):
        products.put([Product(sku="A1", name="帐篷"), broken])
    assert products.count() == 0


def test_pieces_are_pairs_of_characters_and_whole_latin_words():
    assert pieces("316不锈钢Cup-X 杯") == ["316", "不锈", "锈钢", "cup", "x"]
