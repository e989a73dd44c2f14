"""Who was found through whom: drawn as rings, bounded, and said in words beside."""

from math import dist

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from longgang.audit.api import Disclosure
from longgang.tracing.actions.contacts import add_contact
from longgang.tracing.asking import Thresholds, ask
from longgang.tracing.graph import MOST_NODES, NODE, SIZE, graph_of
from longgang.trail.api import NewVisit, record_visits
from tests.cast import sign_in
from tests.measures.build import a_person

from .build import at, place

pytestmark = pytest.mark.django_db
MIDDLE = (SIZE // 2, SIZE // 2)


def drawn(case, **changes):
    return graph_of(ask(case, Thresholds(**changes)))


def page_of(case, by, **query):
    url = reverse("tracing:graph", args=[case.number])
    return sign_in(by).get(url, query).content.decode()


def crowd(people, kang, count):
    """So many more in the office of the case."""
    met = [a_person(kang, 400 + number) for number in range(count)]
    office, since, until = place("premises:office"), at(9, days=-1), at(10, days=-1)
    visits = [NewVisit(each.pk, office, since, until, f"c{each.pk}") for each in met]
    record_visits(visits, source="tests.crowd")


def test_each_stands_on_the_ring_of_their_circle(case, people):
    graph = drawn(case)
    assert len(graph.rings) == 2
    assert [node.line.person for node in graph.nodes] == [
        *people.first_circle(), *people.second_circle(),
    ]  # fmt: skip
    for node in graph.nodes:
        radius = graph.rings[node.line.degree - 1]
        assert dist((node.x, node.y), MIDDLE) == pytest.approx(radius, abs=1)


def test_a_line_leads_to_whom_they_met_longest(case, people):
    nodes = {node.line.person: node for node in drawn(case).nodes}
    bei, xi, hai = nodes[people.bei], nodes[people.xi], nodes[people.hai]
    assert bei.through == xi.number
    assert (bei.from_x, bei.from_y) == (xi.x, xi.y)
    assert hai.through == 0
    assert (hai.from_x, hai.from_y) == MIDDLE


def test_one_circle_is_one_ring(case, people):
    graph = drawn(case, degrees=1)
    assert len(graph.rings) == 1
    assert len(graph.nodes) == 3


def test_who_was_added_by_hand_stands_at_the_case(case, people, yan):
    add_contact(
        case, people.yuan, where="棋牌室", since=at(20, days=-1), until=at(21, days=-1),
        reason="一起打牌", by=yan,
    )  # fmt: skip
    [first, *_others] = drawn(case).nodes
    assert (first.line.person, first.through) == (people.yuan, 0)


def test_sixty_are_drawn_without_touching_and_the_page_says_that_there_are_more(
    case, people, yan, kang
):
    crowd(people, kang, MOST_NODES)
    graph = drawn(case)
    assert (len(graph.nodes), graph.total, graph.is_cut) == (MOST_NODES, 65, True)
    spots = [(node.x, node.y) for node in graph.nodes]
    nearest = min(dist(one, two) for place, one in enumerate(spots) for two in spots[:place])
    assert nearest > 2 * NODE
    page = page_of(case, yan)
    assert "共 65 名接触者，图中为前 60 名" in page
    assert page.count('class="drawing-node"') == MOST_NODES


def test_two_rings_of_sixty_do_not_touch(case, people, kang):
    crowd(people, kang, MOST_NODES - 5)
    graph = drawn(case)
    assert (len(graph.nodes), len(graph.rings), graph.is_cut) == (MOST_NODES, 2, False)
    spots = [(node.x, node.y) for node in graph.nodes]
    nearest = min(dist(one, two) for place, one in enumerate(spots) for two in spots[:place])
    assert nearest > 2 * NODE


def test_many_cost_as_much_as_few(case, people, kang):
    def cost():
        circles = ask(case, Thresholds())
        with CaptureQueriesContext(connection) as queries:
            graph_of(circles)
        return len(queries)

    few = cost()
    crowd(people, kang, 20)
    assert cost() == few


def test_the_table_says_the_same_and_the_question_is_written_down(case, people, yan):
    page = page_of(case, yan)
    assert 'viewBox="0 0 1000 1000"' in page
    assert f"2 {people.xi.name}" in page
    assert reverse("tracing:contact", args=[case.number, people.bei.number]) in page
    assert "王南" not in page  # who lives elsewhere is masked
    assert "李远" not in page  # who is no contact is never named
    assert Disclosure.objects.filter(subject_number=case.number, field="contacts").count() == 1


def test_thresholds_hold_here_too(case, people, yan):
    query = {"degrees": 1, "direction": "forward", "least": 150, "linger": 0, "latency": 0,
             "places": "premises"}  # fmt: skip
    page = page_of(case, yan, **query)
    assert page.count('class="drawing-node"') == 1
    assert "没有" in page_of(case, yan, **(query | {"least": 1000}))
    url = reverse("tracing:graph", args=[case.number])
    assert sign_in(yan).get(url, query | {"degrees": 9}).status_code == 404


@pytest.mark.parametrize("who", ["kang", "lin"])
def test_others_see_no_graph(who, case, request):
    browser = sign_in(request.getfixturevalue(who))
    assert browser.get(reverse("tracing:graph", args=[case.number])).status_code == 403
