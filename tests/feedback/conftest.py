from tests.fixtures import engine, town  # noqa: F401
