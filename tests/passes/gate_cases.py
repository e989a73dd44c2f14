"""The shared cases of what a checkpoint reads and answers; Python's and JavaScript's tests run all.

`data/gate_cases.json` was written with the answers of the rules as they were before there was a
table, and by hand for everything since. Add a case by hand: a line with its expected answer. The
same goes for `data/reading_cases.json`: what is typed or scanned, and what it is read as.
"""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
CASES: dict[str, Any] = json.loads((DATA / "gate_cases.json").read_text(encoding="utf-8"))
READINGS: list[dict[str, str]] = [
    {**case, "text": case["text"] * case.get("times", 1)}
    for case in json.loads((DATA / "reading_cases.json").read_text(encoding="utf-8"))["cases"]
]
DECISIONS = [
    {**case, "facts": CASES["base"] | case["facts"], "code": f"passes.{case['code']}",
     "also": [[level, f"passes.{code}"] for level, code in case["also"]]}
    for case in CASES["decisions"]
]  # fmt: skip
STOPS = [
    {
        "name": case["name"],
        "way": case["way"],
        "verdict": {
            "level": case["verdict"]["level"],
            "code": f"passes.{case['verdict']['code']}",
            "also": [
                {"level": level, "code": f"passes.{code}"}
                for level, code in case["verdict"]["also"]
            ],
        },
        "stop": CASES["stop"] | case["stop"],
        "facts": CASES["stop_facts"] | case["facts"],
        "codes": [f"passes.{code}" for code in case["codes"]],
    }
    for case in CASES["stops"]
]
CHOICES = [
    {
        **case,
        "passes": [
            {"number": name, **CASES["passes"]["base"], **CASES["passes"][name]}
            for name in case["of"]
        ],
    }
    for case in CASES["choices"]
]
