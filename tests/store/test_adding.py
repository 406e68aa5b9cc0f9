"""Articles, versions and readings: what is new, what is known, what is current."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import RecordError, StoreError
from sayso.records.claim import Report
from sayso.store.base import EventFilter, reader_stamp
from sayso.store.open import open_store
from sayso.store.pack import pack_reading, pack_text, unpack_reading, unpack_text
from tasks.store_bench import READER, Told
from tests.samples import reading
from tests.store.made import SECOND_READER, article, read_again, report

LONG = "Norland attacked Sudmark. "


@pytest.mark.parametrize("again, outcome", [
    (article(), "known"),
    (article(url="http://www.herald.example:80/1/?utm_source=feed#top"), "known"),      # the same page, written otherwise
    (article(url="https://herald.example/amp/1"), "known"),                             # another page, the same text
    (article(url=None, id="other"), "known"),                                           # no address, the same text
    (article(url="https://herald.example/2", title="Ministers meet"), "new"),           # a subscription page has one text
    (article(url="https://copy.example/1", source="copy.example"), "new"),              # a copy is another's article
    (article("Norland attacked Sudmark twice."), "version"),                            # the text was changed
    (article(title="Border, updated"), "known"),                                        # a title alone is no version
    (article("Another text.", url="https://herald.example/1?page=2"), "new"),           # a query chooses the article
    (article("Another text.", url="HTTPS://HERALD.example/1"), "version"),              # hosts have no capitals
])
def test_what_is_known_again(store, again, outcome):
    """By address; by text, source and title."""
    first, = store.writer.add_articles([article()])
    second, = store.writer.add_articles([again])
    assert (first.outcome, second.outcome) == ("new", outcome)
    assert (second.article == first.article) == (outcome != "new")


def test_articles_without_an_address(store):
    """Are known by their own id and their source; a text that comes back is no third version."""
    given_ = [article(f"Text {n}", url=None, source=s, id=i) for n, s, i in (
        (1, None, "a"), (2, None, "a"), (1, None, "a"), (3, "x.example", "a"), (4, None, "b"))]
    added = store.writer.add_articles(given_)
    assert [a.outcome for a in added] == ["new", "version", "known", "new", "new"]
    assert added[2].report == added[0].report
    held = store.view.article(added[0].report)
    assert [v.number for v in held.versions] == [1, 2]
    assert held.first_seen < store.view.article(store.writer.add_articles(given_)[0].article).last_seen


def test_what_was_added_comes_back(store):
    """To the character, whatever the strings hold; half of a surrogate pair is kept in the text alone."""
    odd = article("a\0b \ud800 e\u0301 \U0001f600", title="t\0\ud800", source="s\0.example", authors=("A\0", "B"), cleaned=True,
                  language=None, published=None, id="i\0", url=None)
    added, = store.writer.add_articles([odd])
    assert store.writer.add_articles([odd])[0].outcome == "known"
    back = store.view.versions([added.report])[0].content
    assert (back.text, back.title, back.authors, back.cleaned) == (odd.text, "t\ufffd\ufffd", ("A\0", "B"), True)


@given(st.text(max_size=2000))
def test_texts_are_packed_whole(text):
    """Packing loses nothing."""
    assert unpack_text(pack_text(text)) == text


def test_readings_are_packed_whole():
    """A reading comes back without its working layers, for a text longer than zlib looks back too."""
    held = reading()
    assert unpack_reading(pack_reading(held), held.text) == held
    longer = report(tail=LONG * 3000)
    assert unpack_reading(pack_reading(longer), longer.text) == longer
    assert len(pack_reading(report(tail="".join(map(chr, range(0x4e00, 0x5e00))))) ) < 3000   # the text is not packed again


def test_readings(store):
    """Once a reader and version; the last reader's events are the ones that are asked for."""
    first = report(Told(), Told(verb="met", type="CONSULT", cameo="042"))
    added, = store.writer.add_articles([first.article])
    mine = Report(id=added.report, article=added.article, reading=first)
    assert [u.report for u in store.view.unread(reader_stamp(READER))] == [added.report]
    assert store.writer.put_readings([mine]) == (True,)
    assert store.writer.put_readings([mine, mine]) == (False, False)
    assert store.view.unread(reader_stamp(READER)) == ()
    assert [u.content for u in store.view.unread(reader_stamp(SECOND_READER))] == [first.article]
    again = read_again(first, Told(type="COERCE", cameo="173"))
    assert store.writer.put_readings([Report(id=added.report, article=added.article, reading=again)]) == (True,)
    assert [e.type for e in store.view.events(EventFilter()).events] == ["COERCE"]
    assert store.view.reading(added.report) == again
    assert store.view.reading(added.report, reader_stamp(READER)) == first
    assert store.view.reading(added.report, "nobody") is None
    assert store.view.article(added.article).versions[0].readers == (reader_stamp(READER), reader_stamp(SECOND_READER))
    assert [r.reading for r in store.view.reports()] == [again]


def test_versions_replace_each_other(store):
    """A newer version's events are current, in whatever order versions are read; an older one's are asked for by name."""
    old, new = report(), report(Told(verb="met", type="CONSULT", cameo="042"))
    a, b = store.writer.add_articles([old.article, new.article])
    assert b.outcome == "version"
    store.writer.put_readings([Report(id=b.report, article=b.article, reading=new)])
    store.writer.put_readings([Report(id=a.report, article=a.article, reading=old)])
    assert [e.key for e in store.view.events(EventFilter()).events] == [f"{b.report}:v1"]
    assert [e.key for e in store.view.events(EventFilter(report=a.report)).events] == [f"{a.report}:v1"]
    assert [(m.month, m.count, m.conflict) for m in store.view.actors("NRL", "SDM")] == [("2024-05", 1, 0)]


def test_adding_and_reading_at_once(store):
    """The article and its reading come together or not at all."""
    held = report()
    assert [a.outcome for a in store.writer.add_readings([held, held])] == ["new", "known"]
    assert len(store.view.events(EventFilter()).events) == 1
    with pytest.raises(RecordError, match="half of a surrogate pair"):
        store.writer.add_readings([report(number=2), report(number=3, tail="\ud800")])
    assert store.view.article("https://herald.example/2") is None


@pytest.mark.parametrize("change, says", [
    (lambda r, key: Report(id="none-1", article="none", reading=r),
     "There is no report 'none-1' in the store; add its article first."),
    (lambda r, key: Report(id=key, article="", reading=report(tail="More.")),
     "is of another text; read the version that is stored."),
])
def test_readings_of_nothing(store, change, says):
    """A reading needs its version; the whole call is undone."""
    good, other = report(), report(number=2)
    first, second = store.writer.add_articles([good.article, other.article])
    with pytest.raises(StoreError) as caught:
        store.writer.put_readings([Report(id=second.report, article=second.article, reading=other),
                                   change(good, first.report)])
    assert says in str(caught.value)
    assert store.view.reading(second.report) is None


def test_pages_of_the_unread(store):
    """The cursor passes over what a reader cannot read."""
    added = store.writer.add_articles(article(f"Text {n}", url=None, id=str(n)) for n in range(5))
    first = store.view.unread("r", limit=2)
    rest = store.view.unread("r", after=first[-1].report, limit=10)
    assert [u.report for u in (*first, *rest)] == [a.report for a in added]


def test_evidence_is_the_text(store):
    """A quote equals the text at its span, and holds the trigger."""
    held = reading()
    added, = store.writer.add_readings([held])
    rows = store.view.events(EventFilter(report=added.report)).events
    assert len(rows) == 3
    for row in rows:
        assert row.quote == held.text[slice(*row.span)]
        assert row.span[0] <= row.trigger[0] and row.trigger[1] <= row.span[1]
    assert {r.event: r.say_so for r in rows}["v1"] == ("news.example", "The Herald", "the Kestrel agency", "deputies")


def test_two_stores_on_one_file(place):
    """What one has written the other sees; adding the same from both repeats nothing."""
    with open_store(place) as one, open_store(place) as other:
        assert one.writer.add_articles([article()])[0].outcome == "new"
        assert other.writer.add_articles([article()])[0].outcome == "known"
        assert len(other.view.article("https://herald.example/1").versions) == 1
