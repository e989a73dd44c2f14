"""After the warm-up nothing is left to compile, whatever is asked."""

from longgang.trail.engine import (
    Delta,
    Index,
    Question,
    Seed,
    Visit,
    build,
    explain,
    explaining,
    make_visits,
    meeting,
    open_index,
    rows,
    sources,
    steps,
    trace,
    warm_up,
)  # fmt: skip

MANY = [(person, person % 7, person, person + 100) for person in range(1, 200)]


def compiled_loops() -> dict[str, int]:
    """In how many forms each loop of the engine is compiled in this process."""
    modules = (explaining, meeting, rows, sources, steps)
    return {
        f"{module.__name__}.{name}": len(found.signatures)
        for module in modules
        for name, found in vars(module).items()
        if hasattr(found, "signatures")
    }


def test_a_question_finds_everything_compiled(tmp_path):
    warm_up()
    compiled = compiled_loops()
    assert any(compiled.values())
    visits = make_visits(*zip(*MANY, strict=True), types={3: "hall"})
    build(tmp_path, visits)
    changed = Delta(open_index(tmp_path))
    changed.add([Visit(500, 3, 10, 20, "hall")])
    changed.void([Visit(*MANY[5])])
    for index in (Index.in_memory(visits), open_index(tmp_path), changed.index()):
        for backward in (False, True):
            question = Question(
                (Seed(1), Seed(8, since=5, until=90)),
                degrees=4, linger=60, latency=30, min_exposure=20, backward=backward,
                without_types=frozenset({"hall"}),
            )  # fmt: skip
            answer = trace(index, question)
            explain(answer, int(answer.to_columns()["person"][0]))
    assert compiled_loops() == compiled
