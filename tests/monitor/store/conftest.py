from __future__ import annotations

import pytest

from monitor.services import Services
from monitor.store.engine import Store


@pytest.fixture
def store(services: Services) -> Store:
    return services.store
