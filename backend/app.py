"""Assembles the house: the only place that knows every room."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from backend.boards import routes as boards_routes
from backend.bookings import routes as bookings_routes
from backend.calendars import routes as calendars_routes
from backend.care import invitation_routes
from backend.care import routes as care_routes
from backend.conversations import routes as conversations_routes
from backend.db import db, engine_options
from backend.decisions import draw_routes, words_routes
from backend.decisions import routes as decisions_routes
from backend.groups import asking_routes, joining_routes, steward_routes
from backend.groups import routes as groups_routes
from backend.kernel.clock import Clock, utc_now
from backend.meetings import date_routes as meeting_date_routes
from backend.meetings import room_routes as meeting_room_routes
from backend.meetings import routes as meetings_routes
from backend.notifications import routes as notifications_routes
from backend.openings import date_routes as opening_date_routes
from backend.openings import routes as openings_routes
from backend.people import block_routes, sign_in_routes
from backend.people import routes as people_routes
from backend.people.commands import COMMANDS
from backend.people.doors import Doors
from backend.places import routes as places_routes
from backend.posts import finding_routes as finding_posts_routes
from backend.posts import rally_routes, suggestion_routes
from backend.posts import routes as posts_routes
from backend.promises import routes as promises_routes
from backend.series import commands as series_commands
from backend.series import routes as series_routes
from backend.settings import Settings
from backend.spaces import finding_routes
from backend.spaces import routes as spaces_routes
from backend.waiting import routes as waiting_routes
from backend.web import commands as web_commands
from backend.web import routes as web_routes
from backend.web.body import MOST_BYTES, bounded
from backend.web.documents import add_contract
from backend.web.edge import AtTheEdge
from backend.web.limits import Limiter
from backend.web.logs import log_requests
from backend.web.pages import pages
from backend.web.routes import ServerFacts
from backend.web.rules import QuickRule
from backend.web.words import LANGUAGES
from backend.web.writing import QuickJson

ROOMS = (
    web_routes.about,
    people_routes.people,
    sign_in_routes.sign_in,
    block_routes.room,
    places_routes.room,
    spaces_routes.room,
    finding_routes.finding,
    bookings_routes.room,
    waiting_routes.room,
    care_routes.room,
    invitation_routes.room,
    series_routes.room,
    openings_routes.room,
    opening_date_routes.room,
    posts_routes.room,
    suggestion_routes.room,
    rally_routes.room,
    finding_posts_routes.finding,
    promises_routes.room,
    conversations_routes.room,
    groups_routes.room,
    joining_routes.room,
    asking_routes.room,
    steward_routes.room,
    boards_routes.room,
    decisions_routes.room,
    words_routes.room,
    draw_routes.room,
    meetings_routes.room,
    meeting_date_routes.dates,
    meeting_room_routes.rooms,
    calendars_routes.room,
    notifications_routes.room,
)


def create_app(settings: Settings, *, clock: Clock = utc_now) -> Flask:
    """Return the application, ready to be served. ``settings.database_url`` must be given."""
    app = Flask("backend", static_folder=None)
    app.url_rule_class = QuickRule
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        MAX_CONTENT_LENGTH=MOST_BYTES,
    )
    app.json = QuickJson(app)
    # As Flask documents it.
    app.wsgi_app = bounded(app.wsgi_app)  # type: ignore[method-assign, assignment]
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.trusted_proxies, x_proto=1, x_host=1
        )
    db.init_app(app)
    log_requests(app)
    contract = add_contract(app)
    app.extensions["contract"] = contract
    doors = Doors(settings)
    app.extensions["doors"] = doors
    app.extensions["neighbours_edge"] = AtTheEdge(
        clock=clock,
        identify=doors.tokens.identify,
        limiter=Limiter(settings.rate_limit_per_minute),
    )
    app.extensions["server_facts"] = ServerFacts(
        settings=settings, languages=LANGUAGES, sign_in=doors.ways
    )
    app.register_blueprint(web_routes.health)
    app.register_blueprint(pages)
    for room in ROOMS:
        contract.register_blueprint(room)
    for command in (*COMMANDS, *series_commands.COMMANDS, *web_commands.COMMANDS):
        app.cli.add_command(command)
    return app
