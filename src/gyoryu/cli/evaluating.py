"""``gyoryu evaluate``: how good the product's answers are on questions whose answers are known."""

import json
from pathlib import Path

import click


@click.group("evaluate")
def evaluate() -> None:
    """Measure answers against a file in which the right ones are known."""


@evaluate.command("search")
@click.argument("questions", metavar="QUERIES.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def search(questions: Path, as_json: bool) -> None:
    """Ask every line of a file and say how often the right institution came first.

    Its columns: “query”; “truth_ids”, identifiers of the right institutions joined by | (empty or NONE: it does not
    exist and has to be rejected); and if you like “country”, in which the identifiers are valid, and “kind”.
    """
    from gyoryu.search.evaluation import evaluate_search, questions_of

    figures = evaluate_search(questions_of(questions))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    click.echo(f"{'':16}{'queries':>8}{'hit@1':>8}{'hit@5':>8}{'MRR':>8}{'rejected':>10}")
    for kind, row in [("overall", figures["overall"]), *figures["kinds"].items()]:
        told = f"{row['queries']:>8}{row['hit@1']:>8.3f}{row['hit@5']:>8.3f}{row['mrr']:>8.3f}{row['rejected']:>10}"
        click.echo(f"{kind:16}{told}")
    rejection, took = figures["rejection"], figures["took_ms"]
    click.echo(
        f"Names that do not exist: {rejection['rejected']} of {rejection['do_not_exist']} rejected; "
        f"names that do: {rejection['wrongly_rejected']} of {rejection['answerable']}."
    )
    click.echo(f"Time of an answer: {took['median']} ms in the middle, {took['most']} ms at most.")
