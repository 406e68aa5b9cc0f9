"""Is it English?"""
import pytest

from sayso.collect.language import language_of, primary


@pytest.mark.parametrize("text", [
    "Guards stop lorries", "guards stop lorries in port alma , mayor says", "GUARDS STOP LORRIES IN PORT ALMA",
    "Bangladesh, India, Sri Lanka", "Mayor sacks minister", "12,5 % 2016", "", "!!!",
    "The guards stopped three lorries at the harbour, and the drivers were taken to the court of the district.",
])
def test_english_is_never_refused(text):
    """Headlines, lower case, capitals, names and figures pass: unsure is as good as English."""
    assert language_of(text) in (None, "en")


@pytest.mark.parametrize("text, code", [
    ("Die Wachen am Hafen hielten am Montag drei Lastwagen an, und die Fahrer wurden vor das Gericht gebracht.", "de"),
    ("Les gardes du port ont arrêté trois camions lundi soir et les chauffeurs ont été conduits au tribunal.", "fr"),
    ("Los guardias del puerto detuvieron tres camiones el lunes y los conductores fueron llevados al juzgado.", "es"),
    ("Охрана порта в понедельник остановила три грузовика, водителей доставили в районный суд.", "ru"),
    ("أوقف حراس الميناء ثلاث شاحنات مساء يوم الاثنين ونقل السائقون إلى المحكمة", "ar"),
    ("港口警卫周一晚上拦下三辆卡车，司机被带到法院。", "zh"),                    # few letters, but no Latin one
])
def test_other_languages(text, code):
    """A sentence of sixty letters is enough."""
    assert language_of(text) == code


@pytest.mark.parametrize("declared, code", [
    ("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("eng", "en"), ("English", "en"), ("de-AT", "de"),
    ("German", "de"), ("ger", "de"), ("Klingon", "klingon"),
])
def test_declarations(declared, code):
    """A language may be declared in several ways."""
    assert primary(declared) == code
