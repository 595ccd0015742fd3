"""The dashboard as a web application: addresses, headers, and errors as pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.dashboard.drawing import Drawer, NotDrawn
from infra.dashboard.page import NotFound, Page, View, WrongAddress
from infra.dashboard.papers import Missing, Papers
from infra.dashboard.views.cable import CableViews, document_of
from infra.dashboard.views.lists import cables, documents
from infra.dashboard.views.overview import overview
from infra.dashboard.views.quality import defects, quality
from infra.dashboard.views.references import graph_of, references
from infra.dashboard.views.releases import releases
from infra.dashboard.views.search import search
from infra.dashboard.views.topics import topics
from infra.dashboard.warehouse import Reading, Warehouse
from load.errors import WarehouseError, WarehouseLocked

SECURITY_HEADERS = {
    # Nothing from elsewhere, nothing inline: text of files cannot become a script or a style.
    "content-security-policy": "default-src 'none'; img-src 'self'; style-src 'self'; "
    "script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

STATIC = {
    "style.css": "text/css; charset=utf-8",
    "keys.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""What is served beside pages, and nothing else."""

RETRY_SECONDS = "5"

LOW_CONFIDENCE = 0.75
"""Below this a value is shown as doubtful; the parser gives it a defect from the same on."""

_WITHHELD = re.compile(r"(\[REDACTED[^\]]*\])")


def create_app(warehouse: Path, sources: Sequence[Path] = ()) -> ASGIApp:
    """Return the dashboard of a published warehouse.

    Args:
        warehouse: The DuckDB file; need not be there yet.
        sources: Folders to look for released PDFs in, before those the runs were given.
    """
    return Guarded(_Dashboard(warehouse, sources).application())


class _Dashboard:
    """What the requests share: the warehouse, the templates, the process that draws."""

    def __init__(self, warehouse: Path, sources: Sequence[Path]) -> None:
        self._warehouse = Warehouse(warehouse)
        self._drawer = Drawer()
        self._paper = CableViews(Papers(sources, warehouse))
        self._templates = Environment(
            loader=PackageLoader("infra.dashboard"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(
            figure=figure, share=share, moment=moment, said=said, withheld=withheld
        )
        self._templates.globals["low_confidence"] = LOW_CONFIDENCE
        self._static = {
            name: (files("infra.dashboard") / "static" / name).read_bytes() for name in STATIC
        }

    def application(self) -> Starlette:
        """Return the application."""
        views: dict[str, View] = {
            "/": overview,
            "/cables": cables,
            "/documents": documents,
            "/tags": topics,
            "/references": references,
            "/references/{cable_id}": graph_of,
            "/releases": releases,
            "/quality": quality,
            "/quality/{code}": defects,
            "/search": search,
            "/cable/{cable_id}": self._paper.cable,
            "/document/{document_id}": self._paper.document,
        }
        routes = [Route(path, self._endpoint(view)) for path, view in views.items()]
        routes += [
            Route("/document/{document_id}/page/{page_no:int}.png", self._picture),
            Route("/static/{name}", self._static_file),
            Route("/healthz", self._health),
        ]
        return Starlette(
            routes=routes,
            exception_handlers={
                404: self._http_error,
                405: self._http_error,
                500: self._fault,
                NotFound: self._not_found,
                WrongAddress: self._wrong_address,
                WarehouseError: self._no_warehouse,
            },
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            self._drawer.close()

    def _endpoint(self, view: View) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            def page(reading: Reading) -> Response:
                made = view(reading, request)
                return self._html(request, made, reading.one("latest_run"))

            return self._warehouse.read(page)

        return endpoint

    def _html(
        self, request: Request, page: Page, run: Mapping[str, Any] | None = None
    ) -> HTMLResponse:
        root: str = request.scope.get("root_path", "")
        text = self._templates.get_template(page.template).render(
            {
                **page.context,
                "q": request.query_params.get("q", ""),
                "run": run,
                "root": root,
                "here": request.url.path.removeprefix(root),
                "warehouse_name": self._warehouse.path.name,
            }
        )
        # A page is of one publication: the browser asks again each time.
        return HTMLResponse(text, page.status, {"cache-control": "no-cache"})

    def _picture(self, request: Request) -> Response:
        """Serve the picture of a page; its address holds the sha256 of the file, so it stays."""
        page_no: int = request.path_params["page_no"]

        def find(reading: Reading) -> tuple[str, Path | Missing]:
            document_id = document_of(reading, request)["document_id"]
            return document_id, self._paper.find_paper(reading, document_id)

        document_id, paper = self._warehouse.read(find)
        if isinstance(paper, Missing):
            raise HTTPException(404, paper.reason)
        tag = f'"{document_id[:32]}-{page_no}"'
        headers = {"etag": tag, "cache-control": "private, max-age=3600"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        drawn = self._drawer.picture(document_id, paper, page_no)
        if isinstance(drawn, NotDrawn):
            raise HTTPException(404, drawn.reason)
        return Response(drawn, media_type="image/png", headers=headers)

    def _static_file(self, request: Request) -> Response:
        name: str = request.path_params["name"]
        if name not in self._static:
            raise HTTPException(404)
        body = self._static[name]
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"etag": tag, "cache-control": "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type=STATIC[name], headers=headers)

    def _health(self, _: Request) -> Response:
        """Say whether pages can be shown: 200 with the latest run, or 503 with the reason."""
        try:
            run = self._warehouse.read(lambda reading: reading.one("latest_run"))
        except WarehouseError as error:
            return JSONResponse({"status": "unavailable", "code": error.code}, 503)
        finished = run["finished_at"].isoformat() if run else None
        return JSONResponse(
            {"status": "ok", "run_id": run["run_id"] if run else None, "finished_at": finished}
        )

    def _error(self, request: Request, status: int, title: str, text: str) -> HTMLResponse:
        return self._html(
            request,
            Page(
                template="error.html",
                context={"title": title, "text": text},
                status=status,
            ),
        )

    def _http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 405:
            text = "The dashboard only shows: it takes no requests but GET."
            return self._error(request, 405, "Only reading", text)
        known = error.detail if error.detail != "Not Found" else ""
        text = known or "There is no such page. The menu above has all there are."
        return self._error(request, 404, "Not found", text)

    def _not_found(self, request: Request, error: Exception) -> Response:
        return self._error(request, 404, "Not found", str(error))

    def _wrong_address(self, request: Request, error: Exception) -> Response:
        text = f"{error}. Correct the address, or start again from the menu above."
        return self._error(request, 400, "The address cannot be read", text)

    def _no_warehouse(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, WarehouseError)
        title = "The warehouse cannot be read now"
        response = self._error(request, 503, title, f"{error} [{error.code}]")
        if isinstance(error, WarehouseLocked):
            response.headers["retry-after"] = RETRY_SECONDS
        return response

    def _fault(self, request: Request, _: Exception) -> Response:
        """Say that it is our fault; Starlette raises the error again, and the server logs it."""
        text = (
            "This is a fault of the dashboard, not of what you asked. Its log, where it was "
            "started, says what happened; please report it."
        )
        return self._error(request, 500, "A fault", text)


class Guarded:
    """Puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, guarded)


def figure(value: float | None) -> str:
    """Return a count with its thousands apart."""
    return "" if value is None else f"{value:,.0f}"


def share(value: float | None) -> str:
    """Return a share as per cent; small ones are not called 0."""
    if value is None:
        return ""
    if 0 < value < 0.001:
        return "<0.1%"
    return f"{100 * value:.1f}%"


def moment(value: datetime | date | None) -> str:
    """Return a day, or an instant to the minute."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return "" if value is None else value.isoformat()


def withheld(text: str) -> list[str]:
    """Return a paragraph cut at what is withheld: text and `[REDACTED ...]` in turns."""
    return _WITHHELD.split(text)


def said(value: Any) -> str:
    """Return a value of a field as a reader reads it."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return moment(value)
    return "" if value is None else str(value)
