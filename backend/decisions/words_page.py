"""What a group says to everybody, as a page: its words, who says them, and how that was decided."""

from markupsafe import Markup

from backend.decisions.queries import WordsSeen
from backend.web.words import said, sentence

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
footer {{ border-top: 1px solid; margin-top: 2rem; padding-top: 1rem; font-size: 1rem }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="words">{words}</p>
</main>
<footer>
<p>{who}<br>{how}<br><time datetime="{day}">{day}</time></p>
</footer>
</body>
</html>
""")


def page_of_words(seen: WordsSeen, language: str) -> str:
    """Return the page in one of the languages of the house; all that people wrote is escaped."""
    who = seen.group or sentence("words_of_a_group", {}, language)
    return _PAGE.format(
        language=language,
        title=seen.title,
        words=seen.words,
        who=who,
        how=said(seen.says, language),
        day=seen.decided_at.date().isoformat(),
    )
