from tests.cases.conftest import committed_hall, hall

__all__ = ["committed_hall", "hall"]
