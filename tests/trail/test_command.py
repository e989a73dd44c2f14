"""`longgang trace`: what it reads, what it writes, and what it says when it cannot."""

import json
import subprocess
import sys

import openpyxl
import polars as pl
import pytest

from longgang.launch import cli
from longgang.trail.command import main, pieces, progress, writing

VISITS = """\
person,place,start,end
17,school,0,100
18,school,50,150
19,school,120,200
"""
CONTACTS = {"person": [18, 19], "degree": [1, 2], "first_exposure": [50, 120],
            "exposure_seconds": [50, 30], "encounters": [1, 1]}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def write(content, name="visits.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def ask(capsys, *words):
    """The answer as JSON, with the code and what was said beside it."""
    code = main([*words, "--json"])
    out, err = capsys.readouterr()
    return (json.loads(out) if code == 0 else None), code, err


def contacts(capsys, *words):
    answer, _code, err = ask(capsys, *words)
    assert answer is not None, err
    return {row["person"]: row["degree"] for row in answer["contacts"]}


def test_trace_writes_the_columns_of_the_answer(write, tmp_path):
    path = write(VISITS)
    for kind in ("csv", "parquet", "xlsx"):
        assert main([path, "--seed", "17", "-o", str(tmp_path / f"out.{kind}")]) == 0
    assert pl.read_csv(tmp_path / "out.csv").to_dict(as_series=False) == CONTACTS
    assert pl.read_parquet(tmp_path / "out.parquet").to_dict(as_series=False) == CONTACTS
    rows = openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True)
    header, *lines = rows
    assert dict(zip(header, map(list, zip(*lines, strict=True)), strict=True)) == CONTACTS
    assert {path.name for path in tmp_path.iterdir()} == {
        "visits.csv", "out.csv", "out.parquet", "out.xlsx",
    }  # fmt: skip


def test_trace_prints_a_table(write, capsys):
    assert main([write(VISITS), "--seed", "17"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "person  degree  first_exposure  exposure_seconds  encounters",
        "18           1              50                50           1",
        "19           2             120                30           1",
    ]


def test_trace_prints_dates_where_dates_were_given(write, capsys):
    rows = "person,place,start,end\n王,店,2022-04-01 08:00,2022-04-01 09:00\n"
    rows += "李,店,2022-04-01 08:30,2022-04-01 09:30\n"
    zone = ["--timezone", "Asia/Shanghai"]
    assert main([write(rows), "--seed", "王", *zone]) == 0
    assert "2022-04-01 08:30:00" in capsys.readouterr().out


def test_trace_sorts_by_degree_then_exposure_then_person(write, capsys):
    rows = "person,place,start,end\n1,a,0,100\n" + "".join(
        f"{person},a,{start},100\n" for person, start in [(9, 50), (10, 50), (3, 90), (4, 10)]
    )
    answer, _code, _err = ask(capsys, write(rows), "--seed", "1")
    assert [row["person"] for row in answer["contacts"]] == [4, 9, 10, 3]


def test_trace_asks_backwards(write, capsys):
    answer, _code, _err = ask(capsys, write(VISITS), "--seed", "19", "--backward")
    assert [(row["person"], row["degree"], row["last_exposure"]) for row in answer["contacts"]] == [
        (18, 1, 150), (17, 2, 100),
    ]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), [
    ((), {18: 1, 19: 2}),
    (("--degrees", "1"), {18: 1}),
    (("--linger", "30"), {18: 1, 19: 1}),
    (("--latency", "80"), {18: 1, 19: 2}),
    (("--latency", "100"), {18: 1}),
    (("--min-exposure", "31"), {18: 1}),
    (("--since", "40", "--until", "60"), {18: 1}),
    (("--until", "50"), {}),
    (("--seed", "19"), {18: 1}),
])  # fmt: skip
def test_trace_takes_every_parameter(write, capsys, words, expected):
    assert contacts(capsys, write(VISITS), "--seed", "17", *words) == expected


def test_trace_reads_tsv_and_parquet(write, capsys, tmp_path):
    assert contacts(capsys, write(VISITS.replace(",", "\t"), "v.tsv"), "--seed", "17")
    for start in ("start", pl.from_epoch("start"), pl.col("start").cast(pl.Int32),
                  pl.from_epoch("start").dt.replace_time_zone("UTC")):  # fmt: skip
        pl.read_csv(VISITS.encode()).with_columns(start).write_parquet(tmp_path / "v.parquet")
        assert contacts(capsys, str(tmp_path / "v.parquet"), "--seed", "17") == {18: 1, 19: 2}


def test_trace_reads_several_files_as_one(write, capsys):
    header, *rows = VISITS.splitlines()
    paths = [write(f"{header}\n{row}", f"{number}.csv") for number, row in enumerate(rows)]
    assert contacts(capsys, *paths, "--seed", "17") == {18: 1, 19: 2}


@pytest.mark.parametrize("ids", [
    ("王小明", "李 四", "张三"), ("1" * 40, "1" * 39 + "2", "2" * 40), ("007", "7", "07"),
    ("a b", " a b", "a b "), ("-", "é", "\U0001f600"), ("1.0", "1", "1e0"), ('"x,y"', "x", "y"),
    ("-5", "0", "9223372036854775808"),
])  # fmt: skip
def test_trace_takes_ids_as_they_are(write, capsys, ids):
    rows = VISITS
    for number, new in zip(("17", "18", "19"), ids, strict=True):
        rows = rows.replace(f"{number},school", f"{new},school")
    found = contacts(capsys, write(rows), "--seed=" + ids[0].strip('"'))
    assert found == {ids[1]: 1, ids[2]: 2}


@pytest.mark.parametrize(("start", "end"), [
    ("1648800000", "1648803600"),
    ("2022-04-01T08:00:00Z", "2022-04-01T09:00:00Z"),
    ("2022-04-01T16:00:00+08:00", "2022-04-01T17:00+0800"),
    ("2022-04-01 08:00", "2022-04-01 09:00:00.9"),
    ("2022-04-01T04:30:00-03:30", "2022-04-01 09:00"),
])  # fmt: skip
def test_trace_reads_times_in_every_form(write, capsys, start, end):
    rows = f"person,place,start,end\n1,a,{start},{end}\n2,a,1648800000,1648900000\n"
    answer, _code, err = ask(capsys, write(rows), "--seed", "1")
    (row,) = answer["contacts"]
    assert (row["first_exposure"], row["exposure_seconds"]) == (1648800000, 3600), err


def test_trace_reads_bare_times_in_the_zone_named(write, capsys):
    rows = "person,place,start,end\n1,a,2022-04-01 16:00,2022-04-02\n2,a,1648800000,1648800060\n"
    assert contacts(capsys, write(rows), "--seed", "1", "--timezone", "Asia/Shanghai") == {2: 1}
    assert contacts(capsys, write(rows), "--seed", "1") == {}


def test_trace_reads_checkins_without_an_end(write, capsys):
    rows = "user,venue,time\n1,x,0\n2,x,50\n3,x,61\n"
    words = ["--columns", "person=user,place=venue,start=time", "--dwell", "60", "--seed", "1"]
    assert contacts(capsys, write(rows), *words) == {2: 1, 3: 2}


def test_trace_gives_a_dwell_where_an_end_is_missing(write, capsys):
    rows = "person,place,start,end\n1,x,0,\n2,x,50,51\n3,x,61,\n"
    assert contacts(capsys, write(rows), "--seed", "1", "--dwell", "60") == {2: 1}


def test_trace_reads_contact_episodes(write, capsys):
    """Two who met: nobody else was there, even where the same two meet others at that moment."""
    rows = "i,j,t\n1,2,0\n2,3,20\n4,5,0\n"
    words = ["--contacts", "--columns", "person=i,other=j,start=t", "--dwell", "20", "--seed", "1"]
    answer, _code, _err = ask(capsys, write(rows), *words)
    assert [(row["person"], row["degree"], row["first_exposure"], row["exposure_seconds"])
            for row in answer["contacts"]] == [(2, 1, 0, 20), (3, 2, 20, 20)]  # fmt: skip


def test_trace_reads_what_office_software_writes(write, capsys):
    rows = VISITS.replace("school", "学校").replace("18", "李四")
    for content in (b"\xef\xbb\xbf" + rows.encode(), rows.encode("gb18030"),
                    rows.replace("\n", "\r\n").encode(), rows.rstrip().encode()):  # fmt: skip
        assert contacts(capsys, write(content), "--seed", "17") == {"李四": 1, "19": 2}


FAULTY = """\
person,place,start,end,note
17,school,0,100,"two
lines"
18,school,50,150
,school,1,2
20,,1,2
21,school,,5
22,school,5,
23,school,monday,9
24,school,9,9
25,school,9,8
26,school,-5,8
27,school,0,99999999999

28
"""


def test_faulty_rows_are_named_by_line(write, capsys):
    path = write(FAULTY)
    answer, _code, err = ask(capsys, path, "--seed", "17")
    assert answer["faulty_rows"] == 11
    named = dict(line.split(": ", 1) for line in err.splitlines() if line.startswith(path))
    reasons = {int(place.rsplit(":", 1)[1]): said.split(" / ")[1] for place, said in named.items()}
    assert reasons == {
        5: "a value is missing", 6: "a value is missing", 7: "a value is missing",
        8: "a value is missing", 9: "a time cannot be read",
        10: "it ends no later than it begins", 11: "it ends no later than it begins",
        12: "a time is not between 1970 and 2100", 13: "a time is not between 1970 and 2100",
        14: "a value is missing", 15: "a value is missing",
    }  # fmt: skip
    assert "6 × " in err


def test_faulty_rows_are_fatal_when_strict(write, capsys):
    assert ask(capsys, write(FAULTY), "--seed", "17", "--strict")[1] == 2
    assert ask(capsys, write(VISITS), "--seed", "17", "--strict")[1] == 0


@pytest.mark.parametrize("size", [60, 75, 200])
def test_lines_are_right_over_many_pieces(write, capsys, monkeypatch, size):
    monkeypatch.setattr(pieces, "PIECE_BYTES", size)
    _answer, _code, err = ask(capsys, write(FAULTY), "--seed", "17")
    lines = [int(line.split(":")[1]) for line in err.splitlines() if ".csv:" in line]
    assert lines == [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]


def test_many_faulty_rows_are_counted(write, capsys):
    _answer, _code, err = ask(capsys, write(VISITS + "1,a,5,5\n" * 1000), "--seed", "17")
    assert "980 more" in err
    assert "1,000 × " in err


ERRORS = {
    "no such file": (["nowhere.csv"], "no file"),
    "a folder": (["."], "no file"),
    "another kind": (["visits.txt"], ".parquet"),
    "empty": (["empty.csv"], "no visit"),
    "only a header": (["header.csv"], "no visit"),
    "no Parquet": (["broken.parquet"], "cannot be read"),
    "unreadable letters": (["letters.csv"], "cannot be read"),
    "unknown seed": (["visits.csv", "--seed", "99"], "99"),
    "seed as another number": (["visits.csv", "--seed", "017"], "017"),
    "window of zero": (["visits.csv", "--since", "5", "--until", "5"], "empty"),
    "window reversed": (["visits.csv", "--since", "5", "--until", "4"], "empty"),
    "no time": (["visits.csv", "--since", "soon"], "soon"),
    "unknown column": (["visits.csv", "--columns", "person=who"], "who"),
    "unknown role": (["visits.csv", "--columns", "door=who"], "door"),
    "no name": (["visits.csv", "--columns", "person="], "person="),
    "no end": (["checkins.csv"], "--dwell"),
    "no other": (["visits.csv", "--contacts"], "other"),
    "same file twice": (["visits.csv", "./visits.csv"], "twice"),
    "no circle": (["visits.csv", "--degrees", "0"], "1 to 4"),
    "too many circles": (["visits.csv", "--degrees", "5"], "1 to 4"),
    "negative linger": (["visits.csv", "--linger", "-1"], "linger"),
    "negative latency": (["visits.csv", "--latency", "-1"], "latency"),
    "no exposure": (["visits.csv", "--min-exposure", "0"], "min_exposure"),
    "no dwell": (["visits.csv", "--dwell", "0"], "--dwell"),
    "unknown zone": (["visits.csv", "--timezone", "Mars"], "Mars"),
    "other output": (["visits.csv", "-o", "out.txt"], ".xlsx"),
    "output over input": (["visits.csv", "-o", "visits.csv"], "what is read"),
    "no folder": (["visits.csv", "-o", "nowhere/out.csv"], "nowhere"),
    "output is a folder": (["visits.csv", "-o", "folder.csv"], "cannot be written"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_be_done_is_one_sentence_and_code_2(write, capsys, monkeypatch, tmp_path, case):
    monkeypatch.chdir(tmp_path)
    write(VISITS)
    write(VISITS, "visits.txt")
    write("", "empty.csv")
    write("person,place,start,end\n", "header.csv")
    write("person,place,start\n17,a,1\n", "checkins.csv")
    write(VISITS, "broken.parquet")
    write(VISITS.encode() + b"\xff\xff,a,1,2\n", "letters.csv")
    (tmp_path / "folder.csv").mkdir()
    words, said = ERRORS[case]
    code = main([*words, *([] if "--seed" in words else ["--seed", "17"])])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert said in err
    assert " / " in err.splitlines()[-1]
    assert not list(tmp_path.glob(".*"))


def test_usage_errors_end_with_code_2():
    for words in ([], ["visits.csv"], ["visits.csv", "--seed", "1", "--degrees", "two"]):
        with pytest.raises(SystemExit) as ending:
            main(words)
        assert ending.value.code == 2


def test_a_full_disk_leaves_no_output(write, capsys, tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_csv", full)
    assert main([write(VISITS), "--seed", "17", "-o", str(tmp_path / "out.csv")]) == 2
    assert "No space left" in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()


def test_the_launcher_knows_it(write, capsys):
    assert cli.main(["trace", write(VISITS), "--seed", "17", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["contacts_by_degree"] == [1, 1]


def test_it_does_not_even_import_django(write):
    code = (
        "import sys; from longgang.launch.cli import main; main(sys.argv[1:]);"
        "sys.exit('django' in sys.modules)"
    )
    words = ["trace", write(VISITS), "--seed", "17"]
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-c", code, *words], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_bar_shows_how_much_of_a_large_file_is_read(write, capsys, monkeypatch):
    monkeypatch.setattr(progress, "LARGE", 1)
    monkeypatch.setattr(pieces, "PIECE_BYTES", 30)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main([write(VISITS), "--seed", "17"]) == 0
    err = capsys.readouterr().err
    assert " 100%" in err
    assert err.index("%") < err.index("\r\033[K") < err.index("3 visits")


def test_a_terminal_shows_the_first_rows(write, capsys, monkeypatch):
    rows = "person,place,start,end\n" + "".join(f"{person},a,0,9\n" for person in range(60))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main([write(rows), "--seed", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 42
    assert "19 more" in lines[-1]


def test_who_stops_reading_our_output_gets_no_error(write, monkeypatch):
    rows = "person,place,start,end\n" + "".join(f"{person},a,0,9\n" for person in range(9000))
    command = [sys.executable, "-m", "longgang.launch.cli", "trace", write(rows), "--seed", "1"]
    with subprocess.Popen(  # noqa: S603 - this very program
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asked:
        asked.stdout.readline()
        asked.stdout.close()
        assert b"Traceback" not in asked.stderr.read()
        assert asked.wait() == 0


def test_a_sheet_that_would_be_too_long_is_refused(write, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "SHEET_ROWS", 1)
    assert main([write(VISITS), "--seed", "17", "-o", str(tmp_path / "out.xlsx")]) == 2
    assert "more than Excel holds" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.xlsx"))


def test_dates_of_a_parquet_file_are_midnights(tmp_path, capsys):
    days = pl.Series(["2022-04-01", "2022-04-02"]).str.to_date()
    frame = pl.DataFrame({"person": [1, 2], "place": ["a", "a"], "start": days[:1].append(days[:1]),
                          "end": days[1:].append(days[1:])})  # fmt: skip
    frame.write_parquet(tmp_path / "days.parquet")
    answer, _code, _err = ask(capsys, str(tmp_path / "days.parquet"), "--seed", "1")
    assert answer["contacts"][0]["first_exposure"] == 1648771200
    assert answer["contacts"][0]["exposure_seconds"] == 86_400
