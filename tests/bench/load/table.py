"""Table: measured figures beside their limits."""

import dataclasses
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `ok` is None where it could not be taken, or is held to no bar."""

    name: str
    bar: str
    measured: str
    ok: bool | None

    def __str__(self) -> str:
        verdict = {True: "yes", False: "**NO**", None: "–"}[self.ok]
        cells = (self.name, self.bar, self.measured, verdict)
        return (
            "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of everything."""

    rounds: int = 3
    load_seconds: float = 10
    load_pairs: int = 2
    cost_requests: int = 100
    kills: int = 20
    slow: int = 100
    examples: int = 25


QUICK = Plan(rounds=2, load_seconds=4, load_pairs=1, cost_requests=30, kills=5, slow=30, examples=5)


def at_most(name: str, value: float, most: float, unit: str) -> Row:
    """A row of a figure that must not be larger; in the unit that its bar is in."""
    digits = 2 if most < 10 else 1 if most < 30 else 0
    return Row(name, f"<= {most:g} {unit}", f"{value:.{digits}f} {unit}", value <= most)


def none_of(name: str, wrong: Sequence[str]) -> Row:
    """A row of what must not happen; the first few are named."""
    told = ", ".join(wrong[:5]) + (", …" if len(wrong) > 5 else "")
    return Row(name, "0", f"{len(wrong)}: {told}" if wrong else "0", not wrong)


def absent(name: str, why: str) -> Row:
    """A row of what could not be measured."""
    return Row(name, "", why, None)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that a share of all do not exceed; of none, not a number."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def tell(text: str) -> None:
    """Progress, apart from the table."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - a script's word


def named(rows: Iterator[Row], part: str) -> Iterator[Row]:
    """The rows of a part, each under its name."""
    for row in rows:
        yield dataclasses.replace(row, name=f"{part}: {row.name}")
