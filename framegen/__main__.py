"""`python -m framegen` is `framegen`."""

from framegen.cli.main import main

main()
