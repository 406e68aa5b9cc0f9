"""How place names are compared, and which of the gazetteer's many alternate names are worth having.

GeoNames lists for a large city the names in all languages and scripts, romanisations and airport codes. An English
text uses few of them, and a short foreign one ("Lonn" for London) would only turn words into places.
"""
import re
import unicodedata

LETTERS = str.maketrans({"ı": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae",
                         "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ə": "a", "Ə": "A", "þ": "th", "Þ": "Th", "ð": "d",
                         "Ð": "D", "'": "", "’": "", "‘": "", "ʻ": "", "ʿ": "", "ʾ": "", "ʼ": "", "`": "", "´": "",
                         ".": ""})
SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
OTHER = re.compile(r"[\W_]+")
ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ed|es|esh|et) (?=\w{3})")
# Words for the kind of area, in the languages in which the gazetteer writes areas' names.
BEFORE = re.compile(r"(?:(?:city|county|kingdom|metropolitan city|municipality|muni?cipio|prefecture|province|"
                    r"provincia|province|region|republic|shahrestan|state|territory|wilaya|wilayat|departamento|"
                    r"departement|distrito|estado|landkreis|kreis|arrondissement|canton|parroquia|muhafazat|gouvernorat|"
                    r"obshtina|raionul|judetul|powiat|wojewodztwo|opcina|okres|qada|mintaqat)"
                    r"(?: (?:of|de la|de las|de los|del|de|di|d|e|al|ash?|ad|ar|at))? )(?=\w{3})")
AFTER = re.compile(r" (?:county|parish|district|province|governorate|municipality|prefecture|region|state|division|"
                   r"department|oblast|rayon|raion|krai|kray|okrug|respublika|republic|territory|borough|township|city|"
                   r"sheng|shi|xian|ken|fu|do|si|gun|lan|fylke|ilcesi|ili|canton|voivodeship|county borough|qu|mandal|"
                   r"taluk|tehsil|census area|city and borough|muhafazasi|zizhiqu|vilayat|viloyati|shahrestan)$")
LONGEST_WORDS = 5


def key(name: str) -> str:
    """A name without accents, case, dots, apostrophes, with Saint, Mount and Fort in their short forms."""
    plain = name.translate(LETTERS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    plain = OTHER.sub(" ", plain.casefold())
    return " ".join(SHORT.get(word, word) for word in plain.split())


def without_article(name: str) -> str:
    """A key without the Arabic article ("al fallujah" ► "fallujah")."""
    return ARTICLE.sub("", name, count=1) if ARTICLE.match(name) else name


def bare(name: str) -> str:
    """An area's key without the word for its kind ("rapides parish" ► "rapides")."""
    found = AFTER.sub("", name)
    return BEFORE.sub("", found, count=1) if BEFORE.match(found) else found


def usable(name: str) -> bool:
    """Whether an alternate name may stand in an English text: Latin, capitalised, no code, neither short nor long."""
    if len(name) < 4 or not name[0].isupper() or len(name.split()) > LONGEST_WORDS:
        return False
    if name.isupper() or any(c.isdigit() for c in name):
        return False
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "‘’ʻʼʿʾ–-" for c in name)
