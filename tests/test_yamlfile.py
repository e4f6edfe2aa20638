"""The stricter YAML of config/."""

import pytest

from feedsvc import yamlfile
from feedsvc.errors import ConfigError


def problem(text):
    with pytest.raises(ConfigError) as error:
        yamlfile.load(text, "f.yaml")
    return str(error.value)


def test_values_are_plain_and_remember_their_lines():
    file = yamlfile.load(
        "a: 1\nb:\n  - x\n  - 2025-10-30T23:50:00+08:00\nc: {d: true, e: 1.5, f: null}\n", "f.yaml"
    )
    assert file.values == {
        "a": 1,
        "b": ["x", "2025-10-30T23:50:00+08:00"],
        "c": {"d": True, "e": 1.5, "f": None},
    }
    assert file.where(("b", 1)) == "f.yaml:4"
    assert file.where(("c", "missing", 3)) == "f.yaml:5"


def test_an_empty_file_has_no_values():
    assert yamlfile.load("# nothing yet\n", "f.yaml").values is None


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("a: 1\na: 2\n", "f.yaml:2", "a: stands twice"),
        ("a: &x 1\nb: *x\n", "f.yaml:2", "aliases"),
        ("a: {x: 1}\nb:\n  <<: {y: 1}\n", "f.yaml:3", "merge keys"),
        ("[" * 60, "f.yaml:1", "nested deeper"),
        ("a: !!python/object:os.system x\n", "f.yaml:1", "tag"),
        ("a: [1, 2\nb: 3\n", "f.yaml", "not valid YAML"),
        ("{[1]: 2}\n", "f.yaml:1", "plain word"),
        ("a: " + "9" * 5000 + "\n", "f.yaml:1", "not a number"),
        ("a: 'x\x00'\n", "f.yaml", "not valid YAML"),
        ("x" * 1_000_001, "f.yaml", "larger than"),
    ],
)
def test_what_is_not_our_yaml_is_told_with_its_line(text, where, words):
    message = problem(text)
    assert message.startswith(where)
    assert words in message


def test_a_billion_laughs_are_refused_at_the_first_alias():
    levels = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "aliases" in problem("\n".join(levels))
