"""Are these two records one institution? A probability, explained feature by feature. Pure: no Django, no database.

The contract (what a pipeline, a judging desk and ``gyoryu resolve --pairs`` build on)::

    row = prepare(facts)                      # facts as stored (registry.facts.to_json) -> Prepared, a dict of plain columns
                                              # (types in SCHEMA; keep it beside the record, PREPARATION says which version)
    terms = Terms.of(rows)                    # how rare each word is; terms.add(row) streams; to_json / from_json
    table = Table(rows, terms)                # once for each chunk of records
    features = compare(table, left, right)    # int arrays of places in ``rows`` -> float32 (pairs, len(FEATURES));
                                              # not a number = one of the two says nothing about it
    chance = model().score(features)          # float64 (pairs,), 0 to 1
    model().explain(features[i])              # -> [Reason(feature, value, contribution, sentence)], strongest first;
                                              # contributions are log-odds: base + their sum = logit(score)
    decide(chance)                            # "same" from 0.5 on, else "different"; a chance of model().automatic and
                                              # more may be merged without a person

``compare`` is symmetric, never raises on any text, and what is missing adds exactly nothing. Rows, terms and the model are
plain data, so the same functions run in a process, in threads, or in a pandas UDF on Spark.
"""
