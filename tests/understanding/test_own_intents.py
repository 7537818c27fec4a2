"""A shop's own intents: another domain in seconds, additions to the pack, and one step back."""

import dataclasses
import json

import pytest

from appliance.base.errors import GuitaiError
from appliance.understanding.own_intents import LabelledText, OwnIntents
from models_onnx.encoder import Encoder
from models_onnx.intent_head import OUT_OF_SCOPE, IntentHead

LEAVE = {
    "annual_leave": ["我还剩几天年假", "年假怎么请", "想休年假要提前多久申请", "How many days of annual leave do I have left?", "今年的假没休完怎么办"],
    "reimbursement": ["出差的发票怎么报销", "报销多久到账", "打车费能报吗", "How do I claim travel expenses?", "餐费报销上限是多少"],
    "it_support": ["电脑连不上公司网络", "邮箱密码忘了", "打印机没反应", "My laptop won't connect to the VPN", "怎么装公司的软件"],
}  # fmt: skip
ROWS = [LabelledText(text, intent) for intent, texts in LEAVE.items() for text in texts]


@pytest.fixture(scope="module")
def encoder(models_dir) -> Encoder:
    return Encoder.open(models_dir)


def test_another_domain_is_learned_alone(tmp_path, encoder):
    own = OwnIntents(tmp_path)
    seen = []
    head, report = own.train(ROWS, encoder, progress=lambda done, total: seen.append((done, total)))
    assert set(head.labels) == {*LEAVE, OUT_OF_SCOPE}
    assert seen[-1] == (len(ROWS), len(ROWS))
    assert report.seconds < 60
    found = [
        one.id
        for one in head.predict(
            encoder.embed(["剩下的年假还有多少天", "机票钱去哪里报", "网络断了上不了内网", "今天股市怎么样"])
        )
    ]
    assert found == ["annual_leave", "reimbursement", "it_support", OUT_OF_SCOPE]
    # It is what the data folder uses from now on, also after a restart.
    assert OwnIntents(tmp_path).head(encoder).info == head.info


def test_examples_of_the_packs_own_intents_are_added_to_them(tmp_path, encoder):
    rows = [
        LabelledText("给我整个票子", "invoice"),
        LabelledText("票子咋整", "invoice"),
        LabelledText("你家收旧货不", "trade_in"),
    ]
    rows += [
        LabelledText(text, "trade_in")
        for text in ("旧的能折价换新的吗", "以旧换新怎么弄", "旧帐篷可以抵钱吗", "旧货抵多少钱", "trade in my old one")
    ]
    head, _ = OwnIntents(tmp_path).train(rows, encoder)
    assert set(head.labels) == {*IntentHead.open().labels, "trade_in"}
    assert [one.id for one in head.predict(encoder.embed(["旧睡袋抵钱换新的可以不", "退款多久到账"]))] == [
        "trade_in",
        "refund",
    ]


def test_one_step_back_and_forth(tmp_path, encoder):
    own = OwnIntents(tmp_path)
    with pytest.raises(GuitaiError, match="No own intents"):
        own.restore(encoder)
    trained, _ = own.train(ROWS, encoder)
    assert own.restore(encoder).info == IntentHead.open().info
    assert own.restore(encoder).info == trained.info
    assert len(list((tmp_path / "intents").glob("*.npz"))) == 1


def test_cancelled_and_useless_trainings_change_nothing(tmp_path, encoder):
    own = OwnIntents(tmp_path)
    with pytest.raises(GuitaiError) as cancelled:
        own.train(ROWS, encoder, cancelled=lambda: True)
    assert cancelled.value.code == "cancelled"
    with pytest.raises(GuitaiError) as useless:
        own.train([LabelledText("天气", OUT_OF_SCOPE)], encoder)
    assert useless.value.code == "too_few_intents"
    assert own.head(encoder).info == IntentHead.open().info


def test_a_mislabelled_example_is_suspected(tmp_path, encoder):
    rows = [*ROWS, *(LabelledText(text + "呀", intent) for intent, texts in LEAVE.items() for text in texts)]
    _, report = OwnIntents(tmp_path).train([*rows, LabelledText("年假还剩几天呀", "it_support")], encoder)
    assert any(one.taken_for == "annual_leave" and one.intent == "it_support" for one in report.confusions)


def test_a_head_of_another_encoder_is_trained_anew_from_its_examples(tmp_path, encoder):
    own = OwnIntents(tmp_path)
    head, _ = own.train(ROWS, encoder)
    pointer = json.loads((tmp_path / "intents" / "active.json").read_text())
    path = tmp_path / "intents" / pointer["active"]
    other = dataclasses.replace(head, encoder="another")
    other.save(path)
    again = own.head(encoder)
    assert again.encoder == encoder.info.version
    assert [one.id for one in again.predict(encoder.embed(["剩下的年假还有多少天"]))] == ["annual_leave"]
