"""Tables: Markdown for the pages of the site, made of the code so that it cannot go stale.

A page asks for one by the directive {generated}, which conf.py defines.
"""

from collections.abc import Callable

from docs.tables.command_line import commands
from docs.tables.operating import calls, metrics, settings
from docs.tables.photos import formats, limits
from docs.tables.project import contracts, dependencies, extras, folders
from docs.tables.reference import errors_reference, public, testing_reference
from docs.tables.words import codes, errors, http_errors, notes

TABLES: dict[str, Callable[..., str]] = {
    "calls": calls,
    "codes": codes,
    "commands": commands,
    "contracts": contracts,
    "dependencies": dependencies,
    "errors": errors,
    "errors-reference": errors_reference,
    "extras": extras,
    "folders": folders,
    "formats": formats,
    "http-errors": http_errors,
    "limits": limits,
    "metrics": metrics,
    "notes": notes,
    "public": public,
    "settings": settings,
    "testing-reference": testing_reference,
}
