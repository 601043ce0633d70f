"""Four registers of New Zealand resolved into clusters, official ids hidden: pairwise F1 against the hidden ids.

    .venv/bin/python -m bench.nz_clusters            a table
    .venv/bin/python -m bench.nz_clusters --json     one JSON object

The directory of 2015 and of June 2016, LINZ facilities 2021 and school details 2000-2017, by the blocking, the model
and the clusters of the product. ``MEAN`` was chosen on these very rows, and the model has seen New Zealand: read its
figure as an upper bound. ``automatic`` is what `gyoryu resolve` would merge without a person.

Beside it, on the same rows: names alone by RapidFuzz (token_sort_ratio; of five thresholds the one that suits these
rows best), and Splink with comparisons of its library and nothing but its own training, where it is installed
(`uv pip install splink pandas`). Nobody tuned its settings: its figure says how it begins, not what it can do.

Exit code 1: F1 of the product is below 0.98. 2: the registers are not there (GYORYU_DATA, default ../shared/data).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.fuzz import token_sort_ratio

from bench.linkage_truth import Said, nz_details, nz_directory, nz_facilities
from gyoryu.resolution.linkage.clusters import Clusters
from gyoryu.resolution.linkage.model import SAME_FROM, model
from gyoryu.resolution.linkage.workbench import Listed, Workbench

WANTED = 0.98
MEAN = 0.25  # likeness of the members of two clusters on average
RAPID = (80, 85, 90, 95, 100)


def rows_of() -> list[tuple[int, Said]]:
    """(who lists it once, or a number of its own; record). The details list a school once for each period."""
    found: list[tuple[int, Said]] = []
    for source, rows in enumerate((nz_directory("2015"), nz_directory("2016-06"), nz_facilities()), start=1):
        found += [(source, said) for said in rows]
    return found + [(-at, said) for at, said in enumerate(nz_details(), start=1)]


def measured(cluster: Iterable[Any], ids: list[str]) -> dict[str, float]:
    """Pairs within clusters against pairs with one id."""

    def pairs(counted: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counted.values())

    clusters = list(cluster)
    both = pairs(Counter(zip(clusters, ids, strict=True)))
    precision, recall = both / max(1, pairs(Counter(clusters))), both / max(1, pairs(Counter(ids)))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def product(rows: list[tuple[int, Said]], ids: list[str]) -> dict[str, Any]:
    began = time.monotonic()
    numbers = np.arange(len(rows))
    with tempfile.TemporaryDirectory() as place:
        work = Workbench(Path(place) / "register.duckdb")
        work.take_stock(Listed(numbers, np.array([lister for lister, _said in rows]), -1 - numbers))
        work.prepare((at, said.facts) for at, (_lister, said) in enumerate(rows))
        compared = work.compare(None, lambda *_progress: None)
        looked_at = list(work.edges(0.0))
        work.close()
    claims = {at: {f"row of {lister}": frozenset({str(at)})} for at, (lister, _said) in enumerate(rows) if lister > 0}
    scores = [(edge.one, edge.other, edge.score) for edge in looked_at]
    found = {}
    for name, least, mean in (("decided", SAME_FROM, MEAN), ("automatic", model().automatic, SAME_FROM)):
        clusters: Clusters[int] = Clusters(claims, scores=scores, mean=mean)
        for edge in looked_at:
            if edge.score >= least:
                clusters.join(edge.one, edge.other)
        found[name] = measured([clusters.root(at) for at in range(len(rows))], ids)
    seconds = round(time.monotonic() - began, 1)
    return {**found["decided"], "automatic": found["automatic"], "pairs": compared, "seconds": seconds}


def plain(rows: list[tuple[int, Said]], ids: list[str]) -> dict[str, float]:
    """Names alone, within the same first letters; the threshold that suits these rows best."""
    began = time.monotonic()
    names = [said.facts["names"][0]["text"].casefold() for _lister, said in rows]
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        blocks[name[:4]].append(at)
    edges = [
        (token_sort_ratio(names[one], names[other]), one, other)
        for block in blocks.values()
        for place, one in enumerate(block)
        for other in block[:place]
    ]
    best: dict[str, float] = {"f1": -1.0}
    for least in RAPID:
        clusters: Clusters[int] = Clusters({})
        for score, one, other in edges:
            if score >= least:
                clusters.join(one, other)
        found = measured([clusters.root(at) for at in range(len(rows))], ids)
        best = max(best, {**found, "threshold": least}, key=lambda one: one["f1"])
    return {**best, "pairs": len(edges), "seconds": round(time.monotonic() - began, 1)}


def splink(rows: list[tuple[int, Said]], ids: list[str]) -> dict[str, float] | None:
    try:
        import pandas
        import splink.comparison_library as compared
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    except ImportError:
        return None
    began = time.monotonic()
    table = pandas.DataFrame(
        {
            "unique_id": at,
            "name": said.facts["names"][0]["text"].casefold(),
            "place": str(said.facts.get("place") or "").casefold() or None,
            "latitude": said.facts.get("latitude"),
            "longitude": said.facts.get("longitude"),
            "start": said.facts["names"][0]["text"].casefold()[:4],
        }
        for at, (_lister, said) in enumerate(rows)
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compared.NameComparison("name"),
            compared.LevenshteinAtThresholds("place"),
            compared.DistanceInKMAtThresholds("latitude", "longitude", [0.1, 1, 10]),
        ],
        blocking_rules_to_generate_predictions=[block_on("name"), block_on("place", "start"), block_on("start")],
    )
    linker = Linker(DuckDBAPI().register(table), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "place")], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("place"))
    predicted = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, 0.95).as_pandas_dataframe()
    of = dict(zip(clusters["unique_id"], clusters["cluster_id"], strict=True))
    found = measured([of.get(at, -at - 1) for at in range(len(rows))], ids)
    return {**found, "seconds": round(time.monotonic() - began, 1)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    try:
        rows = rows_of()
    except FileNotFoundError as error:
        print(f"{error.filename} is not there.", file=sys.stderr)
        return 2
    ids = [said.id for _lister, said in rows]
    figures = {
        "rows": len(rows),
        "gyoryu": product(rows, ids),
        "rapidfuzz": plain(rows, ids),
        "splink": splink(rows, ids),
    }
    if as_json:
        print(json.dumps(figures))
    else:
        print(f"{len(rows):,} rows of {len(set(ids)):,} schools")
        for name in ("gyoryu", "splink", "rapidfuzz"):
            said = figures[name]
            print(f"{name:10}", "not installed" if said is None else said)
    return 0 if figures["gyoryu"]["f1"] >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
