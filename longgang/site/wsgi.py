"""The door the web server enters by."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longgang.settings")
application = get_wsgi_application()

from longgang.notices.api import wake_from_aside  # noqa: E402 - only after the set-up

wake_from_aside()
gc.freeze()  # what was loaded so far stays: nobody needs to look through it for rubbish again
