"""Words: errors, notes and other codes in both languages."""

import importlib
from collections.abc import Iterator, Mapping
from enum import StrEnum

import framegen.cli.command  # noqa: F401 - errors are found by their base
import service.errors  # noqa: F401
from docs.tables.markdown import table
from framegen import FramegenError
from framegen.language import Part, translated
from service.api.problems import problems_answered


def errors() -> str:
    """Every error: its code, class, HTTP status and words in both languages."""
    statuses = {problem.code: problem.status for problem in problems_answered()}
    kinds = sorted(concrete_errors(), key=lambda kind: kind.code)
    return "\n\n".join(_error(kind, statuses.get(kind.code)) for kind in kinds)


def _error(kind: type[FramegenError], status: int | None) -> str:
    name = f"{kind.__module__}.{kind.__name__}"
    is_public = kind.__module__ == "framegen.errors"
    rows = {
        "Class": f"{{py:class}}`{name}`" if is_public else f"`{name}`",
        "HTTP status": status,
        "English": f"{kind.title} {kind.hint}",
        "Tiếng Việt": f"{in_vietnamese(kind.title)} {in_vietnamese(kind.hint)}",
    }
    shown = [f"- **{head}**: {text}" for head, text in rows.items() if text]
    return "\n".join([f"## `{kind.code}`", "", *shown])


def http_errors() -> str:
    """The problems of the service that are no error of the library or of the service."""
    known = {kind.code for kind in concrete_errors()}
    rows = [
        (
            f"`{problem.code}`",
            str(problem.status),
            " ".join(problem.words("en")),
            " ".join(problem.words("vi")),
        )
        for problem in problems_answered()
        if problem.code not in known
    ]
    return table(("code", "HTTP status", "English", "Tiếng Việt"), rows)


def concrete_errors() -> list[type[FramegenError]]:
    """The errors that are raised: those that only group others are left out."""
    found = list(_below(FramegenError))
    # Ours alone: a test may have made some of its own.
    ours = [kind for kind in found if kind.__module__.partition(".")[0] in ("framegen", "service")]
    return [kind for kind in ours if not kind.code.endswith("-error") and kind.code != "come-back"]


def _below(kind: type[FramegenError]) -> Iterator[type[FramegenError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def in_vietnamese(text: str) -> str:
    """A text in Vietnamese, as officers read it, or members where only they do."""
    told = translated(text, "vi", Part.OFFICERS)
    return told if told != text else translated(text, "vi", Part.MEMBERS)


def notes() -> str:
    """Every note on an avatar in both languages."""
    return codes("framegen.Note")


def codes(name: str) -> str:
    """The codes of a StrEnum, with the words of the table beside its class."""
    module, _, kind = name.rpartition(".")
    members: type[StrEnum] = getattr(importlib.import_module(module), kind)
    words = words_of(members)
    rows = [(f"`{code}`", text, in_vietnamese(text)) for code, text in words.items() if text]
    return table(("code", "English", "Tiếng Việt"), rows)


def words_of(kind: type[StrEnum]) -> Mapping[StrEnum, str]:
    """The English words of codes: the mapping in the class's module that has most of them."""
    everything = vars(importlib.import_module(kind.__module__)).values()
    found = [each for each in everything if isinstance(each, Mapping) and each]
    known = [each for each in found if all(isinstance(code, kind) for code in each)]
    words = max((each for each in known if _has_texts(each)), key=len, default={})
    return {code: words.get(code, "") for code in kind}


def _has_texts(mapping: Mapping[object, object]) -> bool:
    return all(type(text) is str for text in mapping.values())
