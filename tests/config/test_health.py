"""Operators see health without signing in, as plain words, and nothing else."""

import pytest
from django.test import Client


@pytest.mark.django_db(transaction=True)
def test_the_site_is_healthy_while_database_and_broker_answer(client: Client) -> None:
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert answer.content.decode().splitlines() == ["Database(alias='default'): OK", "Broker(): OK"]


@pytest.mark.django_db(transaction=True)
def test_no_worker_is_reported_as_a_fault(client: Client) -> None:
    answer = client.get("/health/worker/")
    assert answer.status_code == 500
    assert "unavailable" in answer.content.decode().lower()
