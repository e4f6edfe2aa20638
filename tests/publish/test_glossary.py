import pytest

from feedsvc.model import VariantRules
from feedsvc.publish import glossary, hans

TERMS = glossary.terms()


def simplified(text, part="none"):
    return hans.convert_text(text, VariantRules(variant="zh-Hans", glossary=part))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.term)
def test_each_term_changes_its_sentence_and_leaves_the_other(term):
    assert term.term in term.changes
    assert term.value in simplified(term.changes, term.part)
    assert simplified(term.keeps, "names") == simplified(term.keeps)


def test_there_are_at_least_150_news_terms_each_once():
    assert len([term for term in TERMS if term.part == "news"]) >= 150
    assert len({term.term for term in TERMS}) == len(TERMS)


def test_names_of_persons_are_changed_only_when_asked():
    assert simplified("川普談飛彈", "news") == "川普谈导弹"
    assert simplified("川普談飛彈", "names") == "特朗普谈导弹"
    assert simplified("川普談飛彈") == "川普谈飞弹"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("南北韓會談", "南北韩会谈"),
        ("台北韓國料理", "台北韩国料理"),
        ("臺北韓國料理", "台北韩国料理"),
        ("四川普通話", "四川普通话"),
        ("敏捷運用", "敏捷运用"),
        ("法網紅土", "法网红土"),
        ("3份文件為核心", "3份文件为核心"),
        ("市府新增預算", "市府新增预算"),
    ],
)
def test_what_only_looks_like_a_term_publishes_no_falsehood(text, published):
    assert simplified(text, "names") == published
