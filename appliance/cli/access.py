"""`guitai pair` and `guitai key`: who may come in, and the key to the data."""

from pathlib import Path

from appliance.api.operator import PairingCode
from appliance.base.errors import GuitaiError
from appliance.base.key import keep_key, key_from_recovery_code, load_key, recovery_code
from appliance.cli.connection import operator, running_engine
from appliance.cli.transfer import own_shop
from appliance.engine.composition import DATABASE, open_shop
from appliance.engine.instance import lock


def pair(name: str, origins: list[str], *, token: bool, no_limits: bool) -> str:
    """A server token on the last line, or a pairing code for the running engine."""
    if token and running_engine() is None:
        with own_shop() as shop:
            return shop.tokens.add("server", name, origins, unlimited=no_limits).token
    with operator(start=False) as bridge:
        body = {"name": name, "kind": "server", "origins": origins}
        if token:
            made = bridge.call("POST", "/v1/operator/tokens", {**body, "unlimited": no_limits})
            return str(made["token"])
        code = PairingCode.model_validate(bridge.call("POST", "/v1/operator/pairing-codes", body))
        return f"{code.code} ({code.expires_in} s)"


def show_recovery_code(home: Path) -> str:
    """The recovery code of the database in `home`.

    Raises:
        GuitaiError: there is none yet, or its key is lost.
    """
    key = load_key(home)
    if key is None:
        raise GuitaiError(f"There is no database in {home} yet.", code="no_database", hint="Start the engine once.")
    return recovery_code(key.secret)


def recover(home: Path, code: str) -> str:
    """Keep the key that the code stands for, once it has opened the database.

    Raises:
        GuitaiError: no such code, or it belongs to another database; nothing is changed.
    """
    secret = key_from_recovery_code(code)
    if not (home / DATABASE).exists():
        raise GuitaiError(
            f"There is no database in {home}.", code="no_database", hint="Check GUITAI_HOME.", exit_code=5
        )
    with lock(home):
        open_shop(home, secret).database.close()
        kept = keep_key(home, secret)
    return f"The key is back, in the {kept.kept_in}."
