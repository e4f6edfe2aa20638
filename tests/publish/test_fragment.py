import pytest

from feedsvc.publish.fragment import map_blocks, map_text, plain_text, with_absolute_links

BASE = "https://wind.example/news/1"


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ('<a href="/b">乙</a>', '<a href="https://wind.example/b">乙</a>'),
        ('<img src="c.jpg" alt="丙">', '<img src="https://wind.example/news/c.jpg" alt="丙">'),
        (
            '<video poster="/p.jpg" src="/v.mp4"></video>',
            '<video poster="https://wind.example/p.jpg" src="https://wind.example/v.mp4"></video>',
        ),
        (
            '<a href="#top">上</a><a href="/b#註">乙</a>',
            '<a href="https://wind.example/news/1#top">上</a><a href="https://wind.example/b#%E8%A8%BB">乙</a>',
        ),
        ('<a href="javascript:x()">壞</a>', "<a>壞</a>"),
        ("<a href=mailto:a@b.example>信</a>", "<a href=mailto:a@b.example>信</a>"),
    ],
)
def test_links_are_seen_from_the_page(html, linked):
    assert with_absolute_links(html, BASE) == linked


def test_what_is_absolute_already_is_not_even_parsed():
    sloppy = '<p>未收<a href="https://wind.example/b">乙</A>'
    assert with_absolute_links(sloppy, BASE) == sloppy


def test_without_a_base_a_relative_link_leads_nowhere_and_goes():
    assert with_absolute_links('<a href="/b">乙</a>', None) == "<a>乙</a>"


@pytest.mark.parametrize(
    ("html", "mapped"),
    [
        ("abc", "ABC"),
        ("<p>a<b>b</b></p>", "<p>A<b>B</b></p>"),
        ('<img src="a.jpg" alt="a">', '<img src="a.jpg" alt="A">'),
        ('<a href="/a" title="a">a</a>', '<a href="/a" title="A">A</a>'),
        ("<code>a</code><pre>a<b>a</b></pre><kbd>a</kbd>", "<code>a</code><pre>a<b>a</b></pre><kbd>a</kbd>"),
        ("<script>a</script><style>a</style>b", "<script>a</script><style>a</style>B"),
        ("a<!-- a -->b", "A<!-- a -->B"),
        ("a &amp; b &lt; c", "A &amp; B &lt; C"),
        ('a<br/><img src="a"/>', 'A<br/><img src="a"/>'),
        ("a<br />", "A<br />"),
        ("<P CLASS=x>1<BR>2&nbsp;3", "<P CLASS=x>1<BR>2&nbsp;3"),
        ('<br><hr><p class="x y">a</p>', '<br><hr><p class="x y">A</p>'),
        ('<b z="1" a="2">a</b>', '<b z="1" a="2">A</b>'),
    ],
)
def test_text_alt_and_title_are_mapped_and_nothing_else_changes(html, mapped):
    assert map_text(html, str.upper) == mapped


def test_a_block_is_seen_as_a_whole():
    seen = []

    def note(texts):
        seen.append("|".join(texts))
        return texts

    map_blocks("<p>一<b>二</b><a>三</a></p><p>四</p>五<div>六<p>七</p>八</div>", note)
    assert seen == ["一|二|三", "四", "五", "六", "七", "八"]


def test_a_skipped_subtree_stays():
    html = '<p title="a">a</p><div lang="ja"><p title="a">a</p></div>'
    mapped = map_blocks(
        html, lambda texts: [t.upper() for t in texts], skip=lambda attributes: "lang" in attributes
    )
    assert mapped == '<p title="A">A</p><div lang="ja"><p title="a">a</p></div>'


def test_depth_is_no_danger():
    deep = '<b title="a">' * 3000 + "a" + "</b>" * 3000
    assert plain_text(deep) == "a"
    assert map_text(deep, str.upper) == '<b title="A">' * 3000 + "A" + "</b>" * 3000


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("純文字", "純文字"),
        ("甲 &amp; 乙", "甲 & 乙"),
        ("<p>一 <b>二</b></p><p>三<br>四</p>", "一 二\n三\n四"),
        ("<style>x</style><p>甲</p><!-- y -->", "甲"),
    ],
)
def test_plain_text_has_a_line_for_each_block(html, text):
    assert plain_text(html) == text
