"""The product's web server in a process of its own, on the database of the tests: to be killed.

python -m tests.browser.serve PORT     with the settings of the tests in the environment
"""

import sys

import django
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application

if __name__ == "__main__":
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django.setup()
    run("localhost", int(sys.argv[1]), StaticFilesHandler(get_wsgi_application()), threading=True)
