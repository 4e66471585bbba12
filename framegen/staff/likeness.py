"""Likeness: files whose names are similar to a person's; to propose, never to assign."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from framegen.staff.file_name import FileName
from framegen.staff.letters.names import plain_word

# Least scores of rapidfuzz, of 100; words in any order must agree better.
LEAST, LEAST_ANY_ORDER = 85.0, 95.0
# The score of a whole name among other words.
WITHIN = 90.0
MAX_PROPOSALS = 3
# Beyond so many pairs a person is only compared with files that share a word; a pair takes about
# 0.1 microseconds.
MAX_COMPARED = 20_000_000
# A word in so many files is not compared.
COMMON_WORD = 2000

Words = tuple[str, ...]
# By index, all of them or some.
Texts = Sequence[str] | dict[int, str]


def likely_files(
    people: Sequence[Words], codes: Sequence[str], files: Sequence[FileName]
) -> dict[int, list[int]]:
    """The files most similar to each person, best first; people without one are left out.

    Similar are names that differ in a letter or two, in the order of their words, or by more words
    beside them; and a camera's number that is the person's code.
    """
    texts = [" ".join(map(plain_word, name.names[-1] if name.names else ())) for name in files]
    by_word = _by_word(texts) if len(people) * len(files) > MAX_COMPARED else None
    by_number = _by_number(files)
    found = {}
    for person, words in enumerate(people):
        wanted = " ".join(map(plain_word, words))
        compared = texts if by_word is None else _sharing(wanted, texts, by_word)
        near = _similar(wanted, compared)
        if code := codes[person].lstrip("0"):
            near += [index for index in by_number.get(code, ()) if index not in near]
        if near:
            found[person] = near[:MAX_PROPOSALS]
    return found


def _by_word(texts: Sequence[str]) -> dict[str, list[int]]:
    """The texts that have each word, by index."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for word in set(text.split()):
            found[word].append(index)
    return found


def _by_number(files: Sequence[FileName]) -> dict[str, list[int]]:
    """The files that have each number, by index; numbers without zeros before them."""
    found: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(files):
        for token in filter(str.isdigit, name.tokens):
            found[token.lstrip("0")].append(index)
    return found


def _similar(name: str, texts: Texts) -> list[int]:
    scores: dict[int, float] = {}
    for scorer, least in ((fuzz.ratio, LEAST), (fuzz.token_sort_ratio, LEAST_ANY_ORDER)):
        for _, score, index in process.extract(
            name, texts, scorer=scorer, score_cutoff=least, limit=MAX_PROPOSALS
        ):
            scores[index] = max(score, scores.get(index, 0.0))
    if name.count(" ") > 1:
        whole = f" {name} "
        pairs = texts.items() if isinstance(texts, dict) else enumerate(texts)
        scores |= {index: WITHIN for index, text in pairs if whole in f" {text} "}
    return sorted(scores, key=lambda index: -scores[index])


def _sharing(
    name: str, texts: Sequence[str], by_word: Mapping[str, Sequence[int]]
) -> dict[int, str]:
    """The texts that share one of the person's two rarest words."""
    lists = sorted((by_word[word] for word in set(name.split()) if word in by_word), key=len)
    if not lists or len(lists[0]) >= COMMON_WORD:
        return {}
    indices: set[int] = set().union(*lists[:2])
    return {index: texts[index] for index in indices}
