"""FAQ entries as JSON and Markdown, as people and other programs write them; the round trip is in test_faq_transfer."""

import json

import pytest

from appliance.base.errors import UnreadableFileError
from faq_store.files import read_rows


@pytest.fixture
def read(tmp_path):
    """Read a file with this content; question, answer and further fields of each row."""

    def from_text(name, content, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content.encode(encoding))
        return [row.fields for row in read_rows(path)]

    return from_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_headings_are_questions_and_sections_their_category(read, encoding):
    text = "# 常见问题\n欢迎。\n\n## 物流\n\n### 几天发货？\n当天。\n\n节假日顺延。\n\n### 能自提吗\n\n不能。\n"
    assert read("faq.md", text, encoding) == [
        {"question": "几天发货？", "answer": "当天。\n\n节假日顺延。", "category": "物流"},
        {"question": "能自提吗", "answer": "不能。", "category": "物流"},
    ]


def test_deeper_headings_belong_to_the_answer(read):
    assert read("faq.md", "## 怎么安装？\n分两步：\n### 第一步\n铺平\n### 第二步\n撑开\n## 能退吗\n能。\n") == [
        {"question": "怎么安装？", "answer": "分两步：\n### 第一步\n铺平\n### 第二步\n撑开"},
        {"question": "能退吗", "answer": "能。"},
    ]


def test_list_items_below_a_heading_fill_the_columns(read):
    text = (
        "## 几天发货？\n\n- 编号: F1\n- 相似问法：多久发 | 怎么还不发\n- 启用: 否\n\n当天。\n- 分类: 这是答案的一部分\n"
    )
    assert read("faq.md", text) == [
        {
            "question": "几天发货？",
            "answer": "当天。\n- 分类: 这是答案的一部分",
            "similar_questions": ("多久发", "怎么还不发"),
            "enabled": False,
        }
    ]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Q: ", "A: "),
        ("Q1: ", "a1： "),
        ("**Q:** ", "**A:** "),
        ("问：", "答："),
        ("问题 1：", "回答："),
        ("- 问: ", "- 答: "),
    ],
)
def test_marked_questions_and_answers(read, asked, answered):
    text = f"# 物流\n\n{asked}几天发货？\n{answered}当天。\n节假日顺延。\n\n{asked}能自提吗\n{asked}可以上门拿吗\n{answered}不能。\n"
    assert read("faq.md", text) == [
        {"question": "几天发货？", "answer": "当天。\n节假日顺延。", "category": "物流"},
        {"question": "能自提吗", "answer": "不能。", "category": "物流", "similar_questions": ("可以上门拿吗",)},
    ]


def test_a_question_without_an_answer_is_a_row_that_will_be_refused(read):
    assert read("faq.md", "## 几天发货？\n\n## 能退吗\n能。\n")[0] == {"question": "几天发货？", "answer": ""}


@pytest.mark.parametrize("content", ["", "只有一段话。\n"])
def test_markdown_without_a_question_says_how_to_write_one(read, content):
    with pytest.raises(UnreadableFileError, match="## question"):
        read("faq.md", content)


@pytest.mark.parametrize("wrap", [lambda rows: rows, lambda rows: {"entries": rows}])
def test_json_in_either_shape_and_language(read, wrap):
    rows = [
        {
            "问题": "几天发货？",
            "答案": "当天。",
            "相似问法": ["多久发", "a|b"],
            "启用": False,
            "生效日期": None,
            "sku": 3,
        },
        {"question": "能退吗", "answer": 7, "tags": "售后|退货"},
    ]
    assert read("faq.json", json.dumps(wrap(rows))) == [
        {
            "question": "几天发货？",
            "answer": "当天。",
            "similar_questions": ("多久发", "a|b"),
            "enabled": False,
            "valid_from": None,
        },
        {"question": "能退吗", "answer": "7", "tags": ("售后", "退货")},
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "json_broken"),
        ('["\\ud800"]', "json_broken"),
        ("[" * 100_000, "json_broken"),
        ("9" * 5000, "json_broken"),
        ("3", "json_shape"),
        ('{"rows": []}', "json_shape"),
        ('["q"]', "json_shape"),
        ('[{"question": {"a": 1}, "answer": "a"}]', "json_shape"),
        ('[{"question": ["a"], "answer": "a"}]', "json_shape"),
    ],
)
def test_json_that_is_no_faq_is_refused_whole(read, content, code):
    with pytest.raises(UnreadableFileError) as refused:
        read("faq.json", content)
    assert refused.value.code == code


def test_pairs_as_others_keep_them_go_in_as_they_are(read):
    """Question and answer without a header, wide commas in the answers."""
    rows = read(
        "qa_.csv", "保温杯能装碳酸饮料吗,您好，不建议装碳酸饮料哦\n保温杯可以进洗碗机吗,您好，请手洗，盖子可拆\n"
    )
    assert rows == [
        {"question": "保温杯能装碳酸饮料吗", "answer": "您好，不建议装碳酸饮料哦"},
        {"question": "保温杯可以进洗碗机吗", "answer": "您好，请手洗，盖子可拆"},
    ]
