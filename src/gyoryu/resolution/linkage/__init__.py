"""Are these two records one institution? A probability, explained feature by feature. Pure: no Django, no database.

The contract (what a pipeline, a judging desk and ``gyoryu resolve --pairs`` build on)::

    row = prepare(facts)                      # facts as stored (registry.facts.to_json) -> Prepared, a dict of plain
                                              # columns whose types are in prepare.SCHEMA
    terms = Terms.of(rows)                    # how rare each word is; terms.add(row) streams; to_json / from_json
    features = compare(left, right, terms)    # two lists of rows, in step -> float32 (pairs, len(FEATURES));
                                              # not a number = one of the two says nothing about it
    chances = model().score(features)         # float64, 0 to 1
    model().explain(features[i])              # -> [Reason(feature, value, contribution, sentence)], strongest first;
                                              # contributions are log-odds: base + their sum = logit of the score
    model().decide(chance)                    # "same" from 0.5 on, else "different"
    chance >= model().automatic               # may be merged without a person

``compare`` is symmetric, never raises on any text, and what is missing adds exactly nothing. Rows, terms and the model
are plain data, so the same functions run in a process, in threads, or in a pandas UDF on Spark.
"""

from gyoryu.resolution.linkage.features import FEATURES, compare
from gyoryu.resolution.linkage.model import Model, Reason, model
from gyoryu.resolution.linkage.prepare import SCHEMA, Prepared, prepare
from gyoryu.resolution.linkage.terms import Terms

__all__ = ["FEATURES", "SCHEMA", "Model", "Prepared", "Reason", "Terms", "compare", "model", "prepare"]
