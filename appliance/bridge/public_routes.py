"""Routes without a token: health, pairing, the plugin's file and the demo page."""

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, Response

from appliance.api.messages import Health, Paired, PairRequest
from appliance.base.errors import DatabaseError, GuitaiError
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError

TOKEN_PLACE = "__GUITAI_SITE_TOKEN__"  # noqa: S105 - where the token goes, not a token
LANGUAGES = {"zh": "index.html", "en": "index.en.html"}
# The page asks nothing of anyone but this engine, and nothing written into it can run.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
ASSETS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}


def public_routes(parts: BridgeParts) -> APIRouter:
    """What anyone on an allowed origin may ask."""
    routes = APIRouter()

    @routes.get("/v1/health", tags=["health"])
    async def health() -> Health:
        """How the desk is; nothing private."""
        return parts.health()

    @routes.post("/v1/pair", tags=["pairing"])
    def pair(body: PairRequest) -> Paired:
        """Turn a pairing code into a token, once."""
        try:
            return parts.pairing.redeem(body.code, body.name)
        except DatabaseError:
            raise
        except GuitaiError as error:
            raise ProblemError(403, error.code) from error

    @routes.get("/plugin/guitai.js", include_in_schema=False)
    async def plugin() -> Response:
        """The chat plugin."""
        if not parts.plugin_file.is_file():
            raise ProblemError(404, "not_found", what="plugin")
        return FileResponse(parts.plugin_file, media_type="text/javascript", headers={"cache-control": "no-cache"})

    @routes.get("/demo/", include_in_schema=False)
    @routes.get("/demo", include_in_schema=False)
    @routes.get("/", include_in_schema=False)
    async def demo(lang: str = "zh") -> Response:
        """The demo shop's page in Chinese or, with `?lang=en`, in English; with its site token."""
        token = parts.demo_token()
        if token is None:
            raise ProblemError(404, "not_found", what="demo (guitai demo)")
        page = (parts.demo_page / LANGUAGES.get(lang, LANGUAGES["zh"])).read_text(encoding="utf-8")
        headers = {"cache-control": "no-store", "content-security-policy": PAGE_POLICY}
        return HTMLResponse(page.replace(TOKEN_PLACE, token), headers=headers)

    @routes.get("/demo/{name}", include_in_schema=False)
    async def demo_asset(name: str) -> Response:
        """A style, script or picture of the demo page."""
        # Only names that lie in the folder itself: nothing is decided from the path as it was spelled (S11).
        files = {path.name: path for path in parts.demo_page.iterdir() if path.suffix in ASSETS}
        if name not in files:
            raise ProblemError(404, "not_found", what=name)
        return FileResponse(files[name], media_type=ASSETS[files[name].suffix])

    return routes
