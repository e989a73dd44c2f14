"""Shards on a Ray cluster of three machines answer what one machine answers, row for row.

The machines are three nodes of Ray's own on the loopback, each with a process for its shard.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from tempfile import TemporaryDirectory

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from longgang.trail.cluster import joining, open_shards
from longgang.trail.cluster.merging import merge
from longgang.trail.cluster.shard import Shard, deal_places, take_part
from longgang.trail.command import main
from longgang.trail.engine import EngineError, Index, explain, make_visits, trace
from longgang.trail.engine.tracing import follow_circles
from tests.trail import oracle
from tests.trail.answers import as_dict, as_lists
from tests.trail.worlds import SIZES, TYPES, throw_question, throw_visits, worlds

WORLDS = 36
VISITS = "person,place,start,end\n17,school,0,100\n18,school,50,150\n18,home,150,200\n19,home,0,160"


@pytest.fixture(scope="module")
def cluster():
    """The address of a cluster of three machines."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory(prefix="ray-") as folder:
        own = {"RAY_TMPDIR": folder}  # also for what Ray notes outside the folder it is given
        for name, value in (joining.QUIET | joining.ON_LOOPBACK | own).items():
            patch.setenv(name, value)
        from ray.cluster_utils import Cluster

        options = {"num_cpus": 1, "object_store_memory": 80 << 20, "node_ip_address": "127.0.0.1"}
        machines = Cluster(initialize_head=True, head_node_args={
            **options, "include_dashboard": False,
        })  # fmt: skip
        for _ in range(2):
            machines.add_node(**options)
        yield machines.address
        machines.shutdown()


@pytest.fixture(scope="module")
def town():
    """Many random worlds beside each other, and a question about each, with every parameter."""
    dice = random.Random(26)  # noqa: S311 - the same worlds every time
    rows, types, questions = [], {}, []
    for number in range(WORLDS):
        begin = dice.choice([0, -1000, 1_650_000_000])
        own = [
            (f"{number} 人 {person}", f"{number} 室 {place}", start, end)
            for person, place, start, end in throw_visits(dice, dice.choice(SIZES), 70, begin)
        ]
        rows += own
        types |= {place: dice.choice(TYPES) for _who, place, *_when in own if dice.random() < 0.2}
        people = sorted({person for person, *_rest in own})
        questions.append(throw_question(dice, people, TYPES, begin))
    return make_visits(*zip(*rows, strict=True), types=types), questions


@pytest.fixture(scope="module")
def shards(cluster, town):
    with open_shards(town[0], cluster) as shards:
        yield shards


def rows_of(answer):
    return {name: column.tolist() for name, column in answer.to_columns().items()}


def ask_actors(shards, what):
    import ray

    return ray.get([actor.__ray_call__.remote(what) for actor in shards.actors])


def kill(shards, place):
    pids = ask_actors(shards, lambda _shard: os.getpid())
    os.kill(pids[place], signal.SIGKILL)
    return pids[place]


def find_machine(_shard):
    import ray

    return ray.get_runtime_context().get_node_id()


def test_three_machines_give_the_same_rows(shards, town):
    visits, questions = town
    assert len(set(ask_actors(shards, find_machine))) == 3
    assert sum(ask_actors(shards, lambda shard: len(shard.index))) == len(visits)
    index = Index.in_memory(visits)
    farthest = Counter()
    for question in questions:
        expected = trace(index, question)
        assert rows_of(shards.trace(question)) == rows_of(expected), question
        farthest[max(expected.degree)] += 1
    assert min(farthest[degree] for degree in range(1, 5)) >= 2, farthest


def test_three_machines_explain_the_same(shards, town):
    visits, questions = town
    index = Index.in_memory(visits)
    chains = set()
    for question in questions[::2]:
        expected, answer = trace(index, question), shards.trace(question)
        for person in rows_of(expected)["person"][-2:]:
            explained = explain(expected, person)
            assert shards.explain(answer, person) == explained
            chains.add(len(explained.chain))
    assert chains == {1, 2, 3, 4}


def test_a_shard_that_dies_is_built_anew(shards, town):
    visits, questions = town
    killed = kill(shards, 1)
    expected = trace(Index.in_memory(visits), questions[0])
    assert rows_of(shards.trace(questions[0])) == rows_of(expected)
    assert killed not in ask_actors(shards, lambda _shard: os.getpid())


def test_a_shard_that_stays_away_is_an_error(shards, town, monkeypatch):
    monkeypatch.setattr("longgang.trail.cluster.shards.REBUILT", 0)
    kill(shards, 2)
    with pytest.raises(EngineError) as refusal:
        shards.trace(town[1][0])
    assert refusal.value.code == "cluster"
    monkeypatch.undo()
    shards.trace(town[1][0])


def test_nothing_listens_beyond_this_machine(shards):
    started = psutil.Process().children(recursive=True)
    listening = [
        each.laddr.ip
        for process in started
        for each in process.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= len(shards.actors)
    assert {ip.removeprefix("::ffff:") for ip in listening} == {"127.0.0.1"}


def test_what_a_shard_refuses_is_said_as_everywhere(shards, town):
    question = town[1][0].__class__(town[1][0].seeds, only_types=frozenset({"ship"}))
    sources = shards.trace(town[1][0]).seeds
    with pytest.raises(EngineError) as refusal:
        shards._ask("find_circle", question, sources)
    assert refusal.value.code == "unknown_type"


def test_the_command_asks_a_cluster(cluster, tmp_path, capsys):
    path = tmp_path / "visits.csv"
    path.write_text(VISITS)
    words = [str(path), "--seed", "17", "--json"]
    asked = []
    for more in ([], ["--cluster", cluster, "--shards", "2"]):
        assert main([*words, *more]) == 0
        asked.append(json.loads(capsys.readouterr().out))
    own = subprocess.run(  # noqa: S603 - a cluster of its own, which two in one process cannot be
        [sys.executable, "-m", "longgang.launch.cli", "trace", *words, "--cluster", "local"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert asked[0] == asked[1] == json.loads(own.stdout)
    assert asked[0]["contacts_by_degree"] == [1, 1]
    assert not own.stderr


@settings(max_examples=100)
@given(worlds(), some.integers(1, 12))
def test_parts_add_up_to_the_whole(world, count):
    """The same without Ray: what is sent, what each shard adds, what is put together. With few
    places some shards are empty.
    """
    rows, types, question = world
    visits = make_visits(*zip(*rows, strict=True), types=types)
    dealt = deal_places(len(visits.places), count)
    held = [Shard(take_part(visits, dealt, number)) for number in range(count)]

    def find(question, sources, _allowed, degree, number):
        return merge(
            [shard.find_circle(question, sources) for shard in held], degree, number,
            min_exposure=question.min_exposure, is_backward=question.backward,
        )  # fmt: skip

    expected, _encounters = oracle.trace_with_encounters(rows, question, types)
    assert as_dict(follow_circles(Index.in_memory(visits), question, find)) == as_lists(expected)


def test_without_ray_the_command_says_how_to_install_it(tmp_path, capsys, monkeypatch):
    path = tmp_path / "visits.csv"
    path.write_text(VISITS)
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "longgang.trail.cluster.shards", raising=False)
    assert main([str(path), "--seed", "17", "--cluster", "local"]) == 2
    assert "pip install longgang[cluster]" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "said"), [
    (["--cluster", "nowhere"], "HOST:PORT"),
    (["--cluster", "127.0.0.1:1"], "No Ray cluster answers"),
    (["--cluster", "127.0.0.1:99999"], "No Ray cluster answers"),
    (["--cluster", "local", "--shards", "0"], "--shards is 1 to"),
    (["--shards", "3"], "--shards needs --cluster"),
])  # fmt: skip
def test_what_is_no_cluster_is_refused(words, said, tmp_path, capsys):
    path = tmp_path / "visits.csv"
    path.write_text(VISITS)
    assert main([str(path), "--seed", "17", *words]) == 2
    assert said in capsys.readouterr().err
