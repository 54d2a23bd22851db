"""The contract as a document (OpenAPI 3.0.3), and the page on which to try it."""

from threading import Lock
from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import Flask, Response, current_app, send_from_directory
from flask_smorest import Api
from swagger_ui_bundle import swagger_ui_path
from werkzeug.exceptions import HTTPException

from backend.web.contract import finished
from backend.web.problems import answer_http_error, json_answer
from backend.web.room import Room

CONTRACT_VERSION = "1.0.0"

DESCRIPTION = """
Neighbours share free spaces, help and groups, with nobody in between.

Sign in (`POST /v1/sessions`), look around (`GET /v1/spaces`), book
(`POST /v1/spaces/{space_id}/bookings`).

* Everything with a state says what you `can` do with it now, what comes `next` by itself, and
  `says` where it stands in one sentence of your language (`Accept-Language`).
* Every `POST` that writes needs an `Idempotency-Key`; repeat it as often as the signal demands.
* Everything has an `ETag`. Send it as `If-Match` when you change shared things, as `If-None-Match`
  when you refresh.
* Lists give `items` and `next`; send `next` as `cursor` for more.
* Refusals are RFC 9457 problems; branch on `code`, show `detail`.
* Instants are RFC 3339 in UTC; where local time matters, the IANA zone is beside them.
""".strip()

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Neighbours: the contract</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""

# In a file of its own, so that the page needs no inline script.
START = (
    "window.ui = SwaggerUIBundle({url: '/openapi.json', dom_id: '#swagger-ui', "
    "deepLinking: true, persistAuthorization: true, tryItOutEnabled: true});"
)

pages = FlaskBlueprint("documents", __name__)


class Contract(Api):  # type: ignore[misc]  # flask-smorest is not typed.
    """Collects every room's endpoints; refusals are described and answered as problems."""

    rooms: list[Room]
    being_written: Lock
    document: dict[str, Any] | None = None

    def register_blueprint(self, room: Room) -> None:
        """Serve a room; its part of the contract is written when somebody first asks for it.

        Describing every endpoint takes longer than everything else a starting worker does.
        """
        self._app.extensions["flask-smorest"]["blp_name_to_api"][room.name] = self
        self._app.register_blueprint(room)
        self.rooms.append(room)

    def describe(self) -> dict[str, Any]:
        """Return the whole contract."""
        for room in self.rooms:
            room.register_views_in_doc(self, self._app, self.spec, name=room.name, parameters=None)
            self.spec.tag({"name": room.name, "description": room.description})
        names = self.ma_plugin.converter.refs
        schemas = {name: key[0] for key, name in names.items()}
        return finished(self.spec.to_dict(), schemas)

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Answer what Flask itself refuses as a problem."""
        return answer_http_error(error)

    def _register_responses(self) -> None:
        """Leave smorest's own error answers out: each endpoint names its refusals itself."""


def add_contract(app: Flask) -> Contract:
    """Make the application collect its contract and serve it at ``/openapi.json`` and ``/docs``."""
    app.config.update(
        API_TITLE="Neighbours",
        API_VERSION=CONTRACT_VERSION,
        OPENAPI_VERSION="3.0.3",
        API_SPEC_OPTIONS={
            "info": {
                "description": DESCRIPTION,
                "license": {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"},
            },
            "components": {
                "securitySchemes": {
                    "phone": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
                }
            },
        },
    )
    contract = Contract(app)
    contract.rooms, contract.being_written = [], Lock()
    contract.DEFAULT_ERROR_RESPONSE_NAME = None
    app.register_blueprint(pages)
    return contract


def contract_of(app: Flask) -> dict[str, Any]:
    """Return the contract of an application as a document."""
    contract: Contract = app.extensions["contract"]
    with contract.being_written:
        if contract.document is None:
            contract.document = contract.describe()
        return contract.document


@pages.get("/openapi.json")
def openapi() -> Response:
    """Answer the contract."""
    return json_answer(contract_of(current_app), 200)


@pages.get("/docs")
def docs() -> Response:
    """Answer the page on which the contract can be read and tried."""
    return Response(PAGE, content_type="text/html; charset=utf-8")


@pages.get("/docs/start.js")
def start() -> Response:
    """Answer the script that opens the contract on the page."""
    return Response(START, content_type="text/javascript; charset=utf-8")


@pages.get("/docs/assets/<path:name>")
def assets(name: str) -> Response:
    """Answer the page's own files, which come with the package and from nowhere else."""
    return send_from_directory(swagger_ui_path, name, max_age=86_400)
