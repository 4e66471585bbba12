"""`python -m framegen` and the command `framegen`."""

import os
import sys

from framegen.errors import ExtraMissing
from framegen.extras import require
from framegen.language import Message, usual_language


def main() -> None:
    """Run the command line, or say what it lacks."""
    try:
        require("cli")
    except ExtraMissing as error:
        # Without click there is no --lang; the machine's language is all there is to go by.
        sys.exit(Message.of(error).render(usual_language(os.environ)))
    from framegen.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
