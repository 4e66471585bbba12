"""Sphinx: how the site is built; `make docs` runs it, with every warning an error."""

import sys
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

sys.path.insert(0, str(Path(__file__).parent.parent))

import framegen
from docs import tables

project = "framegen"
author = copyright = "framegen contributors"  # noqa: A001 - Sphinx's name for it
version = release = framegen.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["licenses"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# Docstrings are Markdown as far as code goes.
default_role = "literal"
# Typographic quotes would turn --option into a dash.
smartquotes = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

html_theme = "furo"
html_title = f"framegen {version}"
html_show_sphinx = False
html_copy_source = False


class Generated(SphinxDirective):
    """A table that is made of the code: ```{generated} errors```; see the folder tables."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The table's nodes."""
        text = tables.TABLES[self.arguments[0]](*self.arguments[1:])
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def public_name(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Link a type to its public name: framegen.avatar.crop.Crop is documented as framegen.Crop."""
    name = node.get("reftarget", "").rpartition(".")[2]
    if node.get("refdomain") != "py" or name not in framegen.__all__:
        return None
    domain = env.domains.python_domain
    target = f"framegen.{name}"
    return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", target, node, content)


def set_language(
    app: Sphinx, page: str, template: str, context: dict[str, object], doctree: object
) -> None:
    """Say in HTML that the pages below vi/ are Vietnamese, for screen readers."""
    del app, template, doctree
    if page.startswith("vi/"):
        context["language"] = "vi"


def setup(app: Sphinx) -> None:
    """Add what is ours to Sphinx."""
    app.add_directive("generated", Generated)
    app.connect("missing-reference", public_name)
    app.connect("html-page-context", set_language)
