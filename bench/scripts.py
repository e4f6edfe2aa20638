"""Prints how the pairs of zh_pairs.jsonl come out: per configuration, protected, news, glossary terms.

python bench/scripts.py PAIRS.jsonl [--misses]
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from feedsvc.model import VariantRules
from feedsvc.publish.hans import _style, _text, simplify_html, simplify_text

_NEWS = _text(_style(VariantRules(variant="zh-Hans", glossary="names"), "zh-Hant", None))


def converted(pair):
    if pair["kind"] == "official":
        return simplify_text(pair["input"], pair["config"])
    if pair["kind"] == "protected":
        return simplify_html(pair["input"])
    return _NEWS(pair["input"]) if pair["kind"] == "term" else simplify_text(pair["input"])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    pairs = [json.loads(line) for line in arguments.pairs.read_text("utf-8").splitlines() if line]
    met, all_of = Counter(), Counter()
    for pair in pairs:
        group = f"{pair['kind']} {pair['config']}"
        right = converted(pair) == pair["expected"]
        met[group] += right
        all_of[group] += 1
        if arguments.misses and not right:
            print(
                f"{group}: {pair['input']!r} gave {converted(pair)!r}, expected {pair['expected']!r}",
                file=sys.stderr,
            )
    for group in sorted(all_of):
        print(f"{group:28} {met[group]:4} / {all_of[group]:<4} {met[group] / all_of[group]:.3f}")


if __name__ == "__main__":
    main()
