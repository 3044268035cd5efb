"""The application: one module of ``monitor/web/routes`` a family of pages, each page with its JSON twin."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from monitor import config
from monitor.services import Services
from monitor.web import errors, routes
from monitor.web.headers import AnswersHead, SafeHeaders

STATIC = Path(__file__).with_name("static")
SUMMARY = "What UK public bodies promise when they buy, and which of it is weak or missing."


def create_app(services: Services) -> FastAPI:
    """The pages and the API over these services; whoever made the services closes them."""
    made = FastAPI(
        title="Ethos",
        summary=SUMMARY,
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
        responses=errors.RESPONSES,
    )
    made.state.services = services
    errors.told(made)
    made.add_middleware(SafeHeaders)
    made.add_middleware(AnswersHead)
    made.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in routers():
        made.include_router(router)
    return made


def routers() -> list[APIRouter]:
    """The router that each module of ``routes`` declares, by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(routes.__path__))
    return [importlib.import_module(f"{routes.__name__}.{name}").router for name in names]


def served() -> FastAPI:
    """The application with the settings as they are: what ``ethos serve`` runs."""
    return create_app(Services(config.load()))
