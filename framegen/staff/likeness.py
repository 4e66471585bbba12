"""Likeness: files whose names are much like a person's; proposals, never assignments."""

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from framegen.staff.file_name import FileName
from framegen.staff.letters.names import plain_word

LEAST = 85.0
MOST_PROPOSALS = 3
# Comparing everyone with every file costs about 0.1 microseconds each.
MOST_COMPARED = 20_000_000

Words = tuple[str, ...]


def likely_files(
    people: Sequence[Words], codes: Sequence[str], files: Sequence[FileName]
) -> dict[int, list[int]]:
    """Of each person the files that are most alike, best first; people without one are left out.

    Alike are names that differ in a letter or two, in the order of their words, or in more words
    beside them; and a camera's number that is the person's code.
    """
    texts = [" ".join(map(plain_word, name.names[-1] if name.names else ())) for name in files]
    by_word: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        for word in set(text.split()):
            by_word[word].append(index)
    numbers: dict[str, list[int]] = defaultdict(list)
    for index, name in enumerate(files):
        for token in name.tokens:
            if token.isdigit():
                numbers[token.lstrip("0")].append(index)
    everywhere = len(people) * len(files) <= MOST_COMPARED
    found = {}
    for person, words in enumerate(people):
        wanted = " ".join(map(plain_word, words))
        near = _alike(
            wanted,
            texts if everywhere else {index: texts[index] for index in _sharing(wanted, by_word)},
        )
        code = codes[person].lstrip("0")
        near += [index for index in numbers.get(code, ()) if code and index not in near]
        if near:
            found[person] = near[:MOST_PROPOSALS]
    return found


def _alike(name: str, texts: "Sequence[str] | dict[int, str]") -> list[int]:
    scores: dict[int, float] = {}
    for scorer, least in ((fuzz.ratio, LEAST), (fuzz.token_sort_ratio, 95.0)):
        for _, score, index in process.extract(
            name, texts, scorer=scorer, score_cutoff=least, limit=MOST_PROPOSALS
        ):
            scores[index] = max(score, scores.get(index, 0.0))
    if name.count(" ") > 1:
        whole = f" {name} "
        pairs = texts.items() if isinstance(texts, dict) else enumerate(texts)
        scores |= {index: 90.0 for index, text in pairs if whole in f" {text} "}
    return sorted(scores, key=lambda index: -scores[index])


def _sharing(name: str, by_word: dict[str, list[int]]) -> set[int]:
    """The files that share the person's rarest word, and one word more where there are many."""
    lists = sorted((by_word[word] for word in set(name.split()) if word in by_word), key=len)
    return set().union(*lists[:2]) if lists and len(lists[0]) < 2000 else set()
