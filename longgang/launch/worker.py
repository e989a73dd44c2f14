"""The worker: does the jobs of every module's jobs.py, on time and once each."""

import django
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 2
LAST_SECONDS = 5  # what a job gets to end when the worker is told to stop; it is done again later


def main() -> None:
    """Work until told to stop."""
    django.setup()
    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()):
        app.run_worker(concurrency=CONCURRENCY, shutdown_graceful_timeout=LAST_SECONDS)


if __name__ == "__main__":
    main()
