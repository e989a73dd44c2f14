"""The lines of Python that docs/how-to/verify-a-code.md gives to strangers do what it says."""

import re
from pathlib import Path

import pytest

from longgang.core.cose import key_set

from .vectors import PLACE, read_vectors, verifying_keys

PAGE = PLACE.parent.parent / "how-to/verify-a-code.md"
VECTORS = read_vectors()
PUBLISHED = key_set(key.x for key in verifying_keys(VECTORS) if not key.is_withdrawn)


@pytest.fixture(scope="module")
def verify():
    (lines,) = re.findall(r"```python\n(.*?)```", Path(PAGE).read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(compile(lines, PAGE.name, "exec"), names)  # noqa: S102 - what we tell others to run
    return names["verify"]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_the_documented_lines_believe_exactly_what_is_signed(verify, case):
    read = verify(case["text"], PUBLISHED, VECTORS["issuer"])
    if case["state"] != "signed":
        assert read is None
        return
    claims = case["claims"]
    assert read == {
        1: claims["issuer"],
        2: claims["number"],
        4: claims["valid_until"],
        5: claims["valid_from"],
        -65537: [
            claims["plate"], int(claims["colour"]), claims["checkpoint"], claims["people"],
            claims["one_trip"],
        ],
    }  # fmt: skip
