"""The settings as mypy reads them: any environment will do, nothing is started."""

import os

for name in ("SECRET_KEY", "SEALING_KEYS", "INDEX_KEY", "DATABASE_URL"):
    os.environ.setdefault(name, "types-only")

from longgang.settings import *  # noqa: E402, F403 - the environment has to come first
