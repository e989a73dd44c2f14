"""The national rules for tests with transactions of their own: import `rules` where they are."""

import pytest

from .conftest import load_the_rules


@pytest.fixture
def rules(transactional_db: None) -> None:
    """Loaded for this test; others of the module may see them."""
    load_the_rules()
