"""How much of the code has to run is counted rightly, and no file is left out."""

from scripts.coverage_floors import Floor, measure, read_floors
from tests.repository.source import LONGGANG, ROOT


def file_with(run, lines, branches=(0, 0), missing=()):
    summary = {
        "covered_lines": run, "num_statements": lines,
        "covered_branches": branches[0], "num_branches": branches[1],
    }  # fmt: skip
    return {"summary": summary, "missing_lines": list(missing)}


def test_a_file_counts_once_and_names_what_nothing_runs():
    report = {
        "files": {
            "longgang/core/clock.py": file_with(9, 10, (4, 4), missing=[7]),
            "longgang/passes/rules.py": file_with(10, 10, (3, 4)),
            "longgang/passes/views.py": file_with(19, 20),
            "longgang/passes/home.py": file_with(0, 0),
        }
    }
    all_of_it, most = measure(
        report, [Floor(["longgang/core/*", "*/rules.py"], 100), Floor(["longgang/*"], 95)]
    )
    assert (all_of_it.run, all_of_it.all, all_of_it.is_held) == (26, 28, False)
    assert [line.split() for line in all_of_it.below] == [
        ["longgang/core/clock.py", "93", "%:", "7"],
        ["longgang/passes/rules.py", "93", "%:", "branches", "only"],
    ]
    assert (most.reached, most.is_held, most.below) == (95, True, [])


def test_every_file_belongs_to_a_floor():
    files = [str(path.relative_to(ROOT)) for path in LONGGANG.rglob("*.py")]
    floors = measure({"files": {path: file_with(0, 1) for path in files}}, read_floors())
    assert sum(floor.all for floor in floors) == len(files)
    assert all(floor.all for floor in floors)
