"""Words as they are compared: unaccented, in their stems, and without those that say little."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from backend.posts.languages import CONFIGURATIONS

_WORD = re.compile(r"[^\W\d_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
MOST_WORDS = 400
"""More of a text is not looked at."""


def _folded_words(words: str) -> frozenset[str]:
    return frozenset(folded(words).split())


def folded(text: str) -> str:
    """Return a text in small letters, without accents."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text.lower()))


def words_of(text: str, language: str) -> list[str]:
    """List the words of a text that say what it is about, folded, in their order."""
    silent = SAY_LITTLE.get(language, frozenset())
    found = _WORD.findall(folded(text))[:MOST_WORDS]
    return [word for word in found if word not in silent and len(word) > 1]


@lru_cache(maxsize=65_536)
def stem_of(word: str, language: str) -> str:
    """Return the stem of a word by the rules of its language; words of others stay as they are."""
    name = CONFIGURATIONS.get(language)
    if name is None or len(word) > 40:
        return folded(word)
    return folded(str(snowballstemmer.stemmer(name).stemWord(word.lower())))


SAY_LITTLE = {
    "en": _folded_words(
        "a an the and or but if of to in on at by for from with without into over under about as "
        "is are was were be been am do does did done can could would will shall should may might "
        "must have has had i me my mine myself we us our you your he she it its they them their "
        "his her this that these those there here who what when where which how why not no yes so "
        "too very just only also more most some any all both each few many much one two three "
        "four five six seven eight nine ten once twice again still already please thanks thank "
        "need needs needed want wants wanted looking look like likes love lovely offer offers "
        "offering offered give giving given get gets getting got take taking borrow lend lending "
        "loan lent share sharing help helps helping happy glad gladly willing able free available "
        "good great nice new old small big large little short long somebody someone anybody "
        "anyone people person neighbour neighbours neighbor day days week weeks weekend weekends "
        "hour hours minute minutes month months year years morning mornings afternoon afternoons "
        "evening evenings night nights today tomorrow tonight daily weekly monday tuesday "
        "wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays "
        "saturdays sundays spring summer autumn winter every other thing things something "
        "anything kind kinds first last own else making bit lot pair set couple use used using "
        "make makes made go goes going come comes coming let know out up down off away back then "
        "than well quite perhaps maybe re ll ve s t m d don after before during until since while "
        "between near nearby round around"
    ),
    "de": _folded_words(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen und oder aber "
        "wenn von zu zum zur in im ins an am auf bei beim für fuer mit ohne über unter um aus "
        "nach vor durch gegen als wie ist sind war waren sein bin hat habe haben hatte wird "
        "werden würde kann können könnte soll muss müssen möchte mag will wollen darf ich mich "
        "mir mein meine meinen meinem meiner wir uns unser unsere unseren unserem du dich dir "
        "dein deine er sie es ihr ihre ihren ihm ihn sich dies diese dieser dieses wer was wann "
        "wo nicht nein ja so sehr nur auch noch schon mehr viel viele etwas alle alles beide jede "
        "jeden jeder jedes paar eins zwei drei vier fünf sechs sieben acht neun zehn einmal "
        "zweimal wieder gern gerne bitte danke brauche braucht brauchen benötige suche sucht "
        "suchen gesucht biete bietet bieten anbieten gebe gibt geben abgeben abzugeben verschenke "
        "verschenken leihe leihen ausleihen verleihe verleihen verleih leih helfe hilft helfen "
        "hilfe freue freuen kostenlos umsonst gut gute guten guter neu neue alt alte kleine klein "
        "große großer großes großen groß selbst eigene eigenen erste ersten jemand jemanden "
        "jemandem leute person nachbar nachbarn nachbarin tag tage samstagabend freitagabend "
        "sonntagabend januar februar märz april juni juli august september oktober november "
        "dezember tagen woche wochen wochenende stunde stunden minute minuten monat monate jahr "
        "jahre morgen morgens vormittag vormittags nachmittag nachmittags abend abends nacht "
        "nachts heute täglich wöchentlich montag dienstag mittwoch donnerstag freitag samstag "
        "sonntag montags dienstags mittwochs donnerstags freitags samstags sonntags frühling "
        "sommer herbst winter sache sachen stück mal da dort hier dann denn doch ganz ab bis seit "
        "während zwischen nähe machen mache macht lassen geht gehen komme kommen kommt euch euer "
        "man eventuell vielleicht dabei dafür damit"
    ),
    "es": _folded_words(
        "el la los las un una unos unas y e o u pero si de del a al en por para con sin sobre "
        "entre hasta desde hacia como es son era ser estar esta está están estoy soy somos ha he "
        "han hay haber hago hacer hace puede pueden puedo podría poder quiero quiere quisiera "
        "tengo tiene tener yo me mi mis mí nosotros nos nuestro nuestra tú te tu tus usted él "
        "ella ellos le les lo se su sus este estos estas ese esa eso aquel que quien qué quién "
        "cuando cuándo donde dónde no sí muy más menos mucho mucha muchos muchas poco poca todo "
        "toda todos todas cada uno dos tres cuatro cinco seis siete ocho nueve diez vez veces "
        "otra otro otros otras también ya aún solo sólo favor gracias necesito necesita "
        "necesitamos busco busca buscamos buscando ofrezco ofrece ofrecemos ofrecer doy dar da "
        "damos regalo regala regalamos presto presta prestar prestamos préstamo prestado ayuda "
        "ayudar ayudo encantada encantado gusta gustaría gratis libre bueno buena buenas nuevo "
        "nueva viejo vieja pequeño pequeña grande alguien persona personas gente vecino vecina "
        "vecinos vecinas día días semana semanas fin hora horas rato minuto minutos mes meses año "
        "años mañana mañanas tarde tardes noche noches hoy diario lunes martes miércoles jueves "
        "viernes sábado sábados domingo domingos primavera verano otoño invierno cosa cosas algo "
        "algún alguna algunos algunas par ir voy va vamos venir aquí allí cerca después antes "
        "durante mientras tal quizá"
    ),
}
"""Small words, and those that most offers and needs have in common, by language."""
