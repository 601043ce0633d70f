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
