"""Pages for browsers: for whoever follows a link of ours, or scans one, without the app."""

from flask import Blueprint, Response
from markupsafe import Markup

from backend.web.words import current_language, sentence

_PAGE = Markup("""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1.125rem/1.6 system-ui, sans-serif }}
body {{ max-width: 40rem; margin: 3rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.75rem; line-height: 1.25 }}
.words {{ white-space: pre-line; overflow-wrap: anywhere }}
code {{ font-size: 1.25rem; overflow-wrap: anywhere; user-select: all }}
footer {{ border-top: 1px solid; margin-top: 2rem; padding-top: 1rem; font-size: 1rem }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="words">{words}</p>
{more}</main>
{footer}</body>
</html>
""")
_FOOTER = Markup("<footer>\n<p>{}</p>\n</footer>\n")
# A browser keeps what stands after the # to itself, so only a script in it can show the code.
_CODE = Markup("""\
<p id="shown" hidden>{}<br><code id="code"></code></p>
<script src="/code.js"></script>
""")
_SHOW_CODE = """\
const code = decodeURIComponent(location.hash.slice(1));
if (code) {
  document.getElementById("code").textContent = code;
  document.getElementById("shown").hidden = false;
}
"""
_CONTRACT = Markup('<p><a href="/docs">{}</a></p>\n')

pages = Blueprint("pages", __name__)


def page(
    title: str,
    words: str,
    *,
    language: str,
    more: Markup | None = None,
    footer: Markup | None = None,
) -> Response:
    """Return a page in one of the languages of the house; what is not `Markup` is escaped.

    It loads nothing from elsewhere and runs no script but those of this server.
    """
    text = _PAGE.format(
        language=language,
        title=title,
        words=words,
        more=more or Markup(),
        footer=_FOOTER.format(footer) if footer else Markup(),
    )
    return Response(
        text,
        content_type="text/html; charset=utf-8",
        headers={
            "Cache-Control": "public, max-age=300",
            "Content-Language": language,
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'"
            ),
            "Referrer-Policy": "no-referrer",
            "Vary": "Accept-Language",
        },
    )


@pages.get("/")
def front_page() -> Response:
    """Say what this server is to whoever opens its address in a browser."""
    language = current_language()
    contract = _CONTRACT.format(sentence("page_of_contract", {}, language))
    return page(
        "Neighbours", sentence("page_of_server", {}, language), language=language, more=contract
    )


@pages.get("/join")
def join_page() -> Response:
    """Say what to do with a neighbour's invitation."""
    return _opens_in_the_app("page_of_invitation_title", "page_of_invitation")


@pages.get("/groups")
def group_page() -> Response:
    """Say what to do with an invitation into a group, from a link or a printed card."""
    return _opens_in_the_app("page_of_group_title", "page_of_group")


@pages.get("/spaces/<uuid:space_id>")
def space_page(space_id: object) -> Response:
    """Say what to do with the card on the wall of a space, the same for all there are or not."""
    return _opens_in_the_app("page_of_space_title", "page_of_space")


@pages.get("/code.js")
def show_code() -> Response:
    """Answer the script that shows the code after the # of the address."""
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(_SHOW_CODE, content_type="text/javascript; charset=utf-8", headers=headers)


def _opens_in_the_app(title: str, words: str) -> Response:
    language = current_language()
    return page(
        sentence(title, {}, language),
        sentence(words, {}, language),
        language=language,
        more=_CODE.format(sentence("page_shows_code", {}, language)),
    )
