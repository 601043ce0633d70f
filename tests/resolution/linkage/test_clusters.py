"""Union-find that refuses: whatever is joined in whatever order, nothing forbidden is ever one."""

from hypothesis import given
from hypothesis import strategies as st

from gyoryu.resolution.linkage.clusters import Clusters

THINGS = st.integers(0, 9)
PAIRS = st.lists(st.tuples(THINGS, THINGS).filter(lambda pair: pair[0] != pair[1]), max_size=25)
SOURCES = st.lists(st.sampled_from(["a", "b", "c"]), min_size=10, max_size=10)


@given(PAIRS, PAIRS, SOURCES)
def test_nothing_forbidden_is_ever_one(
    joined: list[tuple[int, int]], against: list[tuple[int, int]], sources: list[str]
) -> None:
    claims = {thing: {source: frozenset({str(thing)})} for thing, source in enumerate(sources)}
    clusters = Clusters(claims, against)
    became_one = [pair for pair in joined if clusters.join(*pair)]
    for one, other in against:
        assert clusters.root(one) != clusters.root(other)
    for one in range(10):
        for other in range(one):
            if sources[one] == sources[other]:
                assert clusters.root(one) != clusters.root(other)
    for one, other in became_one:
        assert clusters.root(one) == clusters.root(other)
    for one, other in joined:
        assert clusters.root(one) == clusters.root(other) or clusters.clash(one, other)
    assert len({clusters.root(thing) for thing in range(10)}) == 10 - len(became_one)


def test_ids_in_common_do_not_clash() -> None:
    claims = {1: {"moe": frozenset({"5", "6"})}, 2: {"moe": frozenset({"6"})}, 3: {"moe": frozenset({"7"})}}
    clusters = Clusters(claims)
    assert clusters.join(1, 2)
    assert not clusters.join(2, 3)


def test_one_bridge_does_not_make_a_chain_one() -> None:
    """a-b and c-d are surely one each; b-c alone is likely: on average the two are not alike."""
    scores = [("a", "b", 0.99), ("c", "d", 0.98), ("b", "c", 0.9)]
    chained, alike = Clusters[str]({}), Clusters[str]({}, scores=scores, mean=0.5)
    assert [chained.join(one, other) for one, other, _score in scores] == [True, True, True]
    assert [alike.join(one, other) for one, other, _score in scores] == [True, True, False]
    full = [*scores, ("a", "c", 0.8), ("a", "d", 0.8), ("b", "d", 0.8)]
    assert all(Clusters[str]({}, scores=full, mean=0.5).join(*pair) for pair in [("a", "b"), ("b", "c")])
    together = Clusters[str]({}, scores=full, mean=0.5)
    assert [together.join(one, other) for one, other, _score in full[:3]] == [True, True, True]


@given(st.lists(st.tuples(THINGS, THINGS, st.floats(0, 1)).filter(lambda said: said[0] != said[1]), max_size=30))
def test_sums_between_clusters_are_those_of_their_members(said: list[tuple[int, int, float]]) -> None:
    best: dict[tuple[int, int], float] = {}
    for one, other, score in said:
        pair = min(one, other), max(one, other)
        best[pair] = max(score, best.get(pair, 0.0))
    clusters = Clusters[int]({}, scores=said, mean=0.4)
    for one, other, _score in said:
        mine = [thing for thing in range(10) if clusters.root(thing) == clusters.root(one)]
        theirs = [thing for thing in range(10) if clusters.root(thing) == clusters.root(other)]
        total = sum(best.get((min(a, b), max(a, b)), 0.0) for a in mine for b in theirs)
        if mine != theirs and abs(total - 0.4 * len(mine) * len(theirs)) > 1e-9:
            assert clusters.join(one, other) == (total >= 0.4 * len(mine) * len(theirs))
