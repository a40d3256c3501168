"""How the product holds its connections to PostgreSQL."""

from config.settings.addresses import database_at

ADDRESS = "postgresql://probity@db.example/probity"


def test_a_thread_keeps_its_connection_and_asks_whether_it_still_works() -> None:
    held = database_at(ADDRESS)
    assert held["CONN_MAX_AGE"] == 60
    assert held["CONN_HEALTH_CHECKS"]
    assert held["ATOMIC_REQUESTS"]


def test_the_address_may_say_otherwise_how_long_a_connection_is_kept() -> None:
    assert database_at(f"{ADDRESS}?conn_max_age=0")["CONN_MAX_AGE"] == 0
