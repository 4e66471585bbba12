"""`make load`: the service under load and in accidents, as a Markdown table."""

import argparse
import sys
import time

from tests.bench.load import accident, contract, corpus, cost, overload, oversize, slow
from tests.bench.load.table import QUICK, Plan, named, tell

PARTS = {
    "corpus": corpus.rows,
    "overload": overload.rows,
    "cost": cost.rows,
    "killed": accident.killed_rows,
    "ended": accident.ended_rows,
    "left": accident.left_rows,
    "slow": slow.rows,
    "oversize": oversize.rows,
    "contract": contract.rows,
}


def main() -> int:
    """Run the parts that are named, or all; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="less of everything")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    plan, missed = QUICK if options.quick else Plan(), 0
    sys.stdout.write("| what | bar | measured | held |\n|---|---|---|---|\n")
    for part in options.parts or PARTS:
        start = time.monotonic()
        for row in named(PARTS[part](plan), part):
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
            missed += row.ok is False
        tell(f"{part}: {time.monotonic() - start:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
