"""The languages whose word forms PostgreSQL knows, by their tags (BCP 47)."""

CONFIGURATIONS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Text search configurations of a plain PostgreSQL; words of other languages stay as written."""


def configuration_of(language: str) -> str:
    """Return the text search configuration for a language tag, ``simple`` where there is none."""
    return CONFIGURATIONS.get(language.partition("-")[0].lower(), "simple")
