"""config/ -> Config: complete values, and every problem at once with file and line."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from feedsvc import config
from feedsvc.config import reference
from feedsvc.errors import ConfigError

ROOT = Path(__file__).parents[1]
SOURCES = "sources:\n  a:\n    url: https://a.example/\n"


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        contents = {"feedsvc": "", "sources": SOURCES} | files
        for name, text in contents.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def problems(folder):
    with pytest.raises(ConfigError) as error:
        config.load(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in error.value.problems]


def test_two_files_are_enough(folder):
    loaded = config.load(folder())
    (source,) = loaded.sources
    assert (source.id, source.url, source.kind, source.every) == (
        "a",
        "https://a.example/",
        "auto",
        timedelta(minutes=10),
    )
    assert loaded.topics == ()
    assert loaded.limits.entries == 50


def test_relative_paths_are_relative_to_the_file_that_names_them(folder):
    path = folder(
        feedsvc="store: s.db\noutput: ../out/\n", sources="sources: {a: {url: 'file:sample/list.html'}}"
    )
    loaded = config.load(path)
    assert loaded.store == str(path / "s.db")
    assert loaded.output == path.parent / "out"
    assert loaded.sources[0].url == f"file:{path}/sample/list.html"


def test_a_source_without_a_zone_has_that_of_the_service(folder):
    sources = (
        "sources: {a: {url: 'https://a.example/'}, b: {url: 'https://b.example/', timezone: Europe/Berlin}}"
    )
    loaded = config.load(folder(feedsvc="timezone: Asia/Taipei", sources=sources))
    assert [source.zone for source in loaded.sources] == ["Asia/Taipei", "Europe/Berlin"]


def test_entities_are_written_out(folder):
    topics = "topics:\n  t:\n    entities: {chief: [防長, 國防部長]}\n    any: ['@chief', {word: star}]\n    all: [['@chief'], [東京]]\n"
    (topic,) = config.load(folder(topics=topics)).topics
    assert topic.any == ("防長", "國防部長", "star")
    assert topic.all == (("防長", "國防部長"), ("東京",))


def test_secrets_come_from_the_environment(folder, monkeypatch):
    monkeypatch.setenv("TOKEN", "s3cret")
    sources = "sources: {a: {url: 'https://a.example/', headers: {Authorization: 'Bearer ${TOKEN}'}}}"
    assert config.load(folder(sources=sources)).sources[0].headers == {"Authorization": "Bearer s3cret"}


def test_every_problem_is_told_at_once_with_file_and_line(folder):
    path = folder(
        feedsvc="site:\n  titel: x\ntimezone: Asia/Taipeh\nfeeds: {entries: 0}\n",
        sources="sources:\n  a:\n    url: https://a.example/\n    evry: 10m\n  ../b:\n    url: https://b.example/\n  c:\n    url: ftp://c\n    every: soon\n",
        topics="topics:\n  t:\n    regex: ['(']\n",
    )
    assert problems(path) == [
        "feedsvc.yaml:2: site.titel: unknown key; did you mean title?",
        "feedsvc.yaml:3: timezone: 'Asia/Taipeh' is not a time zone; did you mean Asia/Taipei?",
        "feedsvc.yaml:4: feeds.entries: Input should be greater than or equal to 1, not 0",
        "sources.yaml:4: sources.a.evry: unknown key; did you mean every?",
        "sources.yaml:5: sources.../b: '../b' cannot be an id: letters, digits, - and _, at most 64, and no reserved name",
        "sources.yaml:9: sources.c.every: 'soon' is not a duration; write a number and s, m, h or d, such as 10m",
        "topics.yaml:3: topics.t.regex.0: not a regular expression: missing ) at position 1",
    ]


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ("a: {url: 'ftp://a.example/'}", "must begin with http://, https:// or file:"),
        ("a: {url: 'https://a.example/', outlet: cna-com-tv}", "did you mean cna-com-tw?"),
        ("a: {url: 'https://a.example/', every: 2h, every_max: 1h}", "must not be shorter than every"),
        (
            "a: {url: 'https://a.example/', headers: {X: '${NOT_SET_ANYWHERE}'}}",
            "NOT_SET_ANYWHERE is not set",
        ),
        ("a: {url: 'file:x.html', captured_at: 2025-10-30T23:50:00}", "has no offset"),
        ("a: [1, 2]", "must hold keys and values"),
        ("CON: {url: 'https://a.example/'}", "cannot be an id"),
        ("a: {url: 'http://[::1'}", "is not an address; look at its host and port"),
        ("a: {url: 'https://a.example:99999/'}", "is not an address; look at its host and port"),
        ("a: {url: 'file:x.html', base: 'https://'}", "and name a host"),
        ("a: {url: 'https://a.example/', every: 0s}", "must be longer than nothing"),
        ("a: {url: 'https://a.example/', language: chinese}", "write a tag such as zh-Hant, ja or en"),
        ("a: {url: 'https://a.example/', proxy: proxyhost}", "a.proxy: is not the address of a proxy"),
        ("a: {url: 'https://a.example/', headers: {X Y: b}}", "a.headers: 'X Y' cannot be a name"),
        ("a: {url: 'https://a.example/', headers: {X: 日本}}", "the value of X has line breaks or signs"),
        ("a: {url: 'https://a.example/', ca_file: nowhere.pem}", "a.ca_file: there is no file"),
        ("a: {url: 'https://a.example/', items: {each: 'li['}}", "a.items.each: the selector 'li['"),
        ("a: {url: 'https://a.example/', items: {each: li, time: 'b:::c@d'}}", "a.items.time: the selector"),
    ],
)
def test_a_faulty_source_is_explained(folder, sources, words):
    assert words in "\n".join(problems(folder(sources="sources:\n  " + sources)))


def test_the_items_of_json_are_paths_and_no_selectors(folder):
    rules = "items: {each: data.list, image: images.0.url}"
    sources = f"sources:\n  a: {{url: 'https://a.example/', kind: json, {rules}}}\n  b: {{url: 'https://b.example/', {rules}}}\n"
    assert len(config.load(folder(sources=sources)).sources) == 2


@pytest.mark.parametrize(
    ("service", "told"),
    [
        ("variants: {zh-Hans: {base: foo}}", "variants.zh-Hans: OpenCC has no configuration 'foo'"),
        ("variants: {zh-Hans: {glossary: foo}}", "variants.zh-Hans.glossary: Input should be 'none'"),
        ("variants: [zz]", "variants.zz: 'zz' is not known; choose of zh-Hans"),
        ("feeds: {outlets: some}", "feeds.outlets: Input should be 'all' or 'none', not 'some'"),
        ("feeds: {outlets: {onyl: [a]}}", "feeds.outlets.onyl: unknown key; did you mean only?"),
        ("site: {language: fr}", "site.language: Input should be 'zh-Hant', 'zh-Hans' or 'en', not 'fr'"),
        ("site: {url: 'http://'}", "site.url: 'http://' must begin with http:// or https:// and name a host"),
        ("network: {contact: 日本}", "network.contact: goes into an HTTP header"),
        ("network: {allow: [localhost]}", "network.allow: 'localhost' is not host:port"),
        ("network: {deadline: 0s}", "network.deadline: must be longer than nothing"),
        ("output: ../out\nstore: ../out/feedsvc.db", "output: holds the store"),
        ("output: .", "output: holds config/"),
    ],
)
def test_a_faulty_service_is_explained_once_and_in_its_own_words(folder, service, told):
    found = problems(folder(feedsvc=service))
    assert len([problem for problem in found if told in problem]) == 1
    assert not [
        problem for problem in found if "tuple[" in problem or "literal[" in problem or "Part" in problem
    ]


def test_an_empty_file_lacks_its_key(folder):
    assert problems(folder(sources="")) == ["sources.yaml: sources: is missing"]


def test_the_feed_of_a_living_topic_cannot_be_the_former_one_of_another(folder):
    topics = "topics:\n  a: {any: [x]}\n  b: {any: [y], formerly: [a, older]}\n"
    assert [problem.partition(",")[0] for problem in problems(folder(topics=topics))] == [
        "topics.yaml:3: topics.b.formerly: 'a' is a topic of its own"
    ]


def test_an_unknown_entity_or_source_of_a_topic_is_told(folder):
    topics = "topics:\n  t:\n    entities: {trump: [川普]}\n    any: ['@trumb']\n    sources: [nowhere]\n"
    told = problems(folder(topics=topics))
    assert any("did you mean @trump?" in problem for problem in told)
    assert any("there is no source 'nowhere'" in problem for problem in told)


def test_a_topic_without_a_rule_holds_everything(folder):
    assert len(config.load(folder(topics="topics:\n  t: {title: 一切}\n")).topics) == 1


def test_a_missing_file_is_named(tmp_path):
    assert [problem.partition(":")[0] for problem in problems(tmp_path)] == ["feedsvc.yaml", "sources.yaml"]


def test_the_shipped_configuration_is_well_and_speaks_of_five_topics():
    loaded = config.load(ROOT / "config")
    assert {"美日防務", "兩岸", "半導體", "能源", "公共衛生"} <= {topic.title for topic in loaded.topics}
    assert loaded.site.url == "http://127.0.0.1:8000/"
    assert [rules.variant for rules in loaded.variants] == ["zh-Hans"]


def test_the_reference_page_is_the_one_that_the_code_writes():
    assert (ROOT / "docs/configuration.md").read_text(encoding="utf-8") == reference.markdown()


def test_every_key_has_a_description():
    text = json.dumps(config.schema())
    described = len(re.findall(r'"description"', text))
    assert described >= text.count('"default"')


def test_a_rule_can_be_tried_without_a_file(folder):
    loaded = config.load(folder())
    assert config.topic_of("any: [半導體, TSMC]", loaded).any == ("半導體", "TSMC")
    for rule, words in (("anny: [x]", "did you mean any?"), ("chips", "is no topic"), ("", "is no topic")):
        with pytest.raises(ConfigError, match=words.replace("?", r"\?")):
            config.topic_of(rule, loaded)
