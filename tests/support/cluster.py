"""Cluster: what tests with Dask's workers have to ignore."""

import pytest

# Dask leaves connections open, and warns of the machine that it runs on.
DASK_WARNINGS = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*:UserWarning:distributed"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
