"""The door the web server enters by."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longgang.settings")
application = get_wsgi_application()
