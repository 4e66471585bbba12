"""`python -m framegen` is `framegen`."""

from framegen.cli import main

main()
