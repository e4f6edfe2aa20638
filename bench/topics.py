"""Prints what gathering costs: 1,000 topics of 20 words, entries of 163 characters.  python bench/topics.py"""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

from feedsvc.match import Matcher
from feedsvc.model import Entry, Topic
from feedsvc.publish.hans import fold

TOPICS, WORDS, ENTRIES, CHARS = 1_000, 20, 1_000, 163
# Common characters: two-character words of them hit often, as news words do.
COMMON = "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作里用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運"


def word(rng: random.Random) -> str:
    return "".join(rng.choices(COMMON, k=rng.choice((2, 3, 3, 4))))


def topics(rng: random.Random) -> list[Topic]:
    return [
        Topic(id=f"t{n}", title=f"t{n}", any=tuple(word(rng) for _ in range(WORDS))) for n in range(TOPICS)
    ]


def entries(rng: random.Random) -> list[Entry]:
    now = datetime(2031, 1, 1, tzinfo=UTC)
    texts = ["".join(rng.choices(COMMON, k=CHARS)) for _ in range(ENTRIES)]
    return [
        Entry(id=f"e{n}", title=text[:23], summary=text[23:], owner="s", first_seen=now, updated=now)
        for n, text in enumerate(texts)
    ]


def main() -> None:
    rng = random.Random(7)
    rules, news = topics(rng), entries(rng)
    begun = time.process_time()
    matcher = Matcher(rules, fold)
    built = time.process_time() - begun
    costs, hits = [], 0
    for entry in news:
        begun = time.process_time()
        hits += len(matcher.match(entry))
        costs.append(time.process_time() - begun)
    costs.sort()
    print(f"built {TOPICS} topics x {WORDS} words in {built:.2f} s")
    print(f"{ENTRIES} entries of {CHARS} characters, {hits / ENTRIES:.1f} topics each")
    print(
        f"median {costs[ENTRIES // 2] * 1e3:.3f} ms, p99 {costs[ENTRIES * 99 // 100] * 1e3:.3f} ms of processor time an entry (at most 0.3)"
    )


if __name__ == "__main__":
    main()
