"""The `guitai` command: what each subcommand does, and how faults become messages and exit codes.

Standard output carries results only; progress and faults go to standard error.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from appliance import __version__
from appliance.base.errors import GuitaiError
from appliance.base.paths import home_dir, models_dir

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Guitai 柜台: the shop's own customer-service desk.")
key_app = typer.Typer(no_args_is_help=True, help="The database's recovery code.")
intents_app = typer.Typer(no_args_is_help=True, help="Intents of messages.")
app.add_typer(key_app, name="key")
app.add_typer(intents_app, name="intents")
BAD_PORT = 2
LAST_PORT = 0xFFFF
Side = Literal["mine", "theirs"]


def port_from_environment() -> int:
    """GUITAI_PORT, else 8765.

    Raises:
        GuitaiError: it is no port.
    """
    from appliance.engine.serve import DEFAULT_PORT

    text = os.environ.get("GUITAI_PORT", "") or str(DEFAULT_PORT)
    if not text.isdecimal() or int(text) > LAST_PORT:
        raise GuitaiError(
            f"GUITAI_PORT is “{text}”.", code="port_invalid", hint="Set a number from 0 to 65535.", exit_code=BAD_PORT
        )
    return int(text)


@app.command()
def engine(
    *, demo: Annotated[bool, typer.Option("--demo", help="Load the demo shop first, if it was not.")] = False
) -> None:
    """Run the engine in the foreground until SIGTERM."""
    from appliance.engine.serve import log_to_stderr, run_engine

    log_to_stderr()
    run_engine(home_dir(), models_dir(), port_from_environment(), demo=demo)


@app.command()
def stop() -> None:
    """End the running engine: what is being answered is finished first."""
    from appliance.cli.connection import stop_engine

    stop_engine()


@app.command()
def run() -> None:
    """Start the engine with the demo shop, and the console where there is a display."""
    from appliance.cli.desktop import run_desktop

    raise typer.Exit(run_desktop())


@app.command()
def console() -> None:
    """Open the console; it starts an engine when none runs."""
    from appliance.cli.desktop import open_console

    raise typer.Exit(open_console())


@app.command()
def ask(
    text: str,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole reply.")] = False,
    customer: Annotated[str, typer.Option(help="Ask as this customer.")] = "",
) -> None:
    """Send one message through the running engine, or one started for it."""
    from appliance.cli.asking import ask_once

    typer.echo(ask_once(text, customer=customer or None, as_json=as_json))


@app.command("eval")
def evaluate(
    file: Path, *, as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False
) -> None:
    """Measure labelled questions or scenarios (docs/formats.md)."""
    from appliance.cli.evaluation import evaluate_file

    typer.echo(evaluate_file(file, as_json=as_json))


@app.command("import")
def import_file(
    kind: Annotated[str, typer.Argument(help="faq, products or orders")],
    file: Path,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would come of each row; change nothing.")
    ] = False,
    take: Annotated[list[str] | None, typer.Option(help="Decide a conflict: ID=mine or ID=theirs.")] = None,
    take_all: Annotated[Side | None, typer.Option(help="Decide the other conflicts.")] = None,
    rows: Annotated[Path | None, typer.Option(help="A CSV file for what came of each row.")] = None,
) -> None:
    """Read a CSV or XLSX file in, the FAQ also from JSON or Markdown; the receipt is printed as JSON."""
    from appliance.cli.faq_import import FaqOptions, decision
    from appliance.cli.transfer import import_rows

    decided = tuple(decision(one) for one in take or [])
    receipt = import_rows(kind, file, FaqOptions(dry_run, decided, take_all, rows))
    typer.echo(receipt.model_dump_json(indent=2))
    if receipt.refused:
        raise typer.Exit(3)


@app.command()
def export(
    kind: Annotated[str, typer.Argument(help="faq or conversations")],
    file: Path,
    *,
    pack: Annotated[bool, typer.Option("--pack", help="A FAQ file to edit elsewhere and merge.")] = False,
) -> None:
    """Write the FAQ (CSV, XLSX, JSON, Markdown) or all conversations (JSONL) to a file."""
    from appliance.cli.transfer import export_rows

    typer.echo(export_rows(kind, file, as_pack=pack))


@app.command()
def demo() -> None:
    """Load the demo shop 山野杂货铺."""
    from appliance.cli.transfer import load_demo

    typer.echo(load_demo())


@app.command()
def pair(
    *,
    name: Annotated[str, typer.Option(help="To know the token by.")] = "shell",
    origin: Annotated[list[str] | None, typer.Option(help="An origin that a browser may use it from.")] = None,
    token: Annotated[bool, typer.Option("--token", help="Print a server token instead of a pairing code.")] = False,
    no_limits: Annotated[bool, typer.Option("--no-limits", help="Without rate limits.")] = False,
) -> None:
    """Pair the shop's own software: a code to type in there, or a server token on the last line."""
    from appliance.cli.access import pair as make

    typer.echo(make(name, origin or [], token=token, no_limits=no_limits))


@app.command()
def doctor() -> None:
    """Tell what works on this machine and what doesn't."""
    from appliance.cli.doctor import examine

    report, healthy = examine(home_dir(), models_dir())
    typer.echo(report)
    if not healthy:
        raise typer.Exit(1)


@app.command()
def embed(file: Path, *, out: Annotated[Path, typer.Option(help="Where the .npy goes.")]) -> None:
    """One text a line to float32 (n, d) in a .npy file."""
    from appliance.cli.models import embed_lines

    embed_lines(file, out, models_dir())


@intents_app.command("predict")
def predict(file: Path) -> None:
    """One text a line to one JSON a line: text, intent, confidence, out_of_scope."""
    from appliance.cli.models import predict_lines

    for line in predict_lines(file, models_dir()):
        typer.echo(line)


@intents_app.command("train")
def train(
    file: Path, *, as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False
) -> None:
    """Train the shop's own intents from labelled questions (docs/formats.md); `restore` goes back."""
    from appliance.cli.intents import train_from

    typer.echo(train_from(file, as_json=as_json))


@intents_app.command("restore")
def restore() -> None:
    """Go back to the intents before the last training."""
    from appliance.cli.intents import restore_last

    typer.echo(restore_last())


@intents_app.command("why")
def why(text: str) -> None:
    """Tell why a text has its intent: the words that carried it, and the nearest training examples."""
    from appliance.cli.intents import why_of

    typer.echo(why_of(text))


@key_app.command("show")
def key_show() -> None:
    """Print the recovery code; whoever has it can read the database."""
    from appliance.cli.access import show_recovery_code

    typer.echo(show_recovery_code(home_dir()))


@key_app.command("recover")
def key_recover(code: Annotated[str, typer.Argument(help="The recovery code; asked for when left out.")] = "") -> None:
    """Give a database its lost key back."""
    from appliance.cli.access import recover

    typer.echo(recover(home_dir(), code or typer.prompt("Recovery code", hide_input=True)))


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """Entry point: an environment's fault is one clear message and its exit code, a bug keeps its traceback."""
    try:
        app(standalone_mode=True)
    except GuitaiError as error:
        # The code lets the console, which may have started this, say it in the merchant's language.
        sys.stderr.write(f"guitai: {error} [{error.code}]\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
