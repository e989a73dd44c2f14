"""What benchmarks print, for people and for programs."""

import json

from bench.table import Measured, measure, print_measured, print_table


def test_measure_keeps_every_round_but_the_warm_up():
    calls = []
    measured = measure("scan", lambda: calls.append(1), rounds=5, warm_up=2)
    assert len(calls) == 7
    assert measured.rounds == 5
    assert 0 <= measured.minimum_ms <= measured.median_ms


def test_a_table_lines_up_chinese_and_latin_letters(capsys):
    print_table("排队", [{"what": "进口 entry", "ms": 1.5}, {"what": "x", "ms": 12}])
    title, _empty, head, first, second = capsys.readouterr().out.strip().splitlines()
    assert title == "排队"
    assert head == "what         ms"
    assert first == "进口 entry  1.5"
    assert second == "x            12"


def test_json_has_the_ratio_against_the_named_peer(capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["bench", "--json"])
    peer, ours = Measured("peer", 18, 20, 3), Measured("ours", 4, 5, 3)
    print_measured("Entry scan", [ours, peer], against="peer")
    told = json.loads(capsys.readouterr().out)
    assert [row["ratio"] for row in told["rows"]] == [0.25, 1.0]
