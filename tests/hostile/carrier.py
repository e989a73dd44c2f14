"""A carrier that takes its time and notes what it was handed in a file, which outlives it."""

import os
import time
from pathlib import Path


class SlowCarrier:
    """Named by SMS_GATEWAY; CARRIED names the file, one key a line."""

    def send(self, phone: str, text: str, *, key: str) -> None:
        time.sleep(0.05)
        with Path(os.environ["CARRIED"]).open("a", encoding="utf-8") as carried:
            carried.write(f"{key}\n")
