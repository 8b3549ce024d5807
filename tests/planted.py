"""Short Chinese texts with near copies planted among them: the same seed, the same texts, in any number."""

import random
from collections.abc import Iterator
from itertools import islice

SEED = "analysis-1"
OPENINGS = ("经走访了解", "据群众反映", "经村两委研究", "按照镇党委要求", "会议要求", "")
ENDINGS = ("，现已办结，群众表示满意。", "，正在协调有关部门处理。", "，已登记并答复本人。", "。")
CHARACTERS = [chr(0x4E00 + n) for n in range(3000)]
WORDS = 4000
COPIED = 0.05  # of the texts
Text = tuple[int, str, int]  # number, words, number of the text it was copied from, or its own


def texts(count: int, seed: str = SEED) -> Iterator[Text]:
    """So many texts of about fifty characters; one in twenty has one to three copies with up to eight slips."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(CHARACTERS, k=2)) for _ in range(WORDS)]
    yield from islice(_endless(chance, words), count)


def _endless(chance: random.Random, words: list[str]) -> Iterator[Text]:
    number = 0
    while True:
        middle = "".join(chance.choices(words, k=chance.randint(10, 22)))
        original = f"{chance.choice(OPENINGS)}，{middle}{chance.choice(ENDINGS)}"
        first, number = number, number + 1
        yield first, original, first
        if chance.random() < COPIED:
            for _ in range(chance.randint(1, 3)):
                yield number, _with_slips(chance, original), first
                number += 1


def _with_slips(chance: random.Random, words: str) -> str:
    """From none to eight characters changed, left out or put in."""
    kept = list(words)
    for _ in range(chance.randint(0, 8)):
        at = chance.randrange(len(kept))
        kept[at] = chance.choice([chance.choice(CHARACTERS), "", kept[at] + chance.choice(CHARACTERS)])
    return "".join(kept)
