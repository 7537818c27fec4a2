"""The bridge as one ASGI application: the gate in front, then the routes."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from appliance import __version__
from appliance.base.errors import DatabaseError, GuitaiError
from appliance.bridge.authorise import Authority
from appliance.bridge.customer_routes import customer_routes
from appliance.bridge.intent_routes import intent_routes
from appliance.bridge.knowledge_routes import knowledge_routes
from appliance.bridge.operator_routes import operator_routes
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError, language_of, problem_response
from appliance.bridge.public_routes import public_routes
from appliance.bridge.security import Gate
from appliance.bridge.shop_routes import shop_routes
from appliance.bridge.streams import TurnStreams

log = logging.getLogger(__name__)
CODES = {404: "not_found", 405: "method_not_allowed"}


def create_app(parts: BridgeParts) -> FastAPI:
    """Wire the routes to their collaborators."""
    authority, streams = Authority(parts), TurnStreams()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await streams.drain()

    app = FastAPI(
        title="Guitai bridge",
        version=__version__,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    for routes in (
        public_routes(parts),
        customer_routes(parts, authority, streams),
        shop_routes(parts, authority),
        operator_routes(parts, authority),
        knowledge_routes(parts, authority),
        intent_routes(parts, authority),
    ):
        app.include_router(routes)
    _problems(app)
    app.add_middleware(Gate, doors=parts.doors)
    return app


def _problems(app: FastAPI) -> None:
    @app.exception_handler(ProblemError)
    async def problem(request: Request, error: ProblemError) -> Response:
        return problem_response(error, language_of(request))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        reasons = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return problem_response(ProblemError(422, "body_invalid", reason="; ".join(reasons)), language_of(request))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        code = CODES.get(error.status_code, "refused")
        found = ProblemError(
            error.status_code, code, headers=dict(error.headers or {}), what=request.method, reason=error.detail
        )
        return problem_response(found, language_of(request))

    @app.exception_handler(DatabaseError)
    async def not_stored(request: Request, error: DatabaseError) -> Response:
        log.error("a change was not stored: %s", error)
        return problem_response(ProblemError(503, "not_stored", headers={"retry-after": "1"}), language_of(request))

    @app.exception_handler(GuitaiError)
    async def environment(request: Request, error: GuitaiError) -> Response:
        log.warning("a request failed: %s", error.code)
        return problem_response(ProblemError(503, "busy", headers={"retry-after": "1"}), language_of(request))

    @app.exception_handler(Exception)
    async def bug(request: Request, error: Exception) -> Response:
        log.error("a bug in %s %s", request.method, request.scope.get("route"), exc_info=error)
        return problem_response(ProblemError(500, "internal"), language_of(request))
