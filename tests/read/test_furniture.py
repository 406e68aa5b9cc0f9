"""Page furniture in texts: what is removed, and what must not be."""
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.lexicon.load import BUILT_IN, read_rows
from sayso.lexicon.tables import Furnishing
from sayso.read.furniture import Furnishings, find_furniture
from sayso.read.headline import headline_end, order_end, sentence_end, sentence_start

BODY = ("Guards at the harbour stopped three lorries on Monday night, and the drivers were taken to the district "
        "court, where a judge ordered them to be held for two weeks while customs officers counted what was on board.")
MORE = ("The mayor, who had visited the harbour a day earlier, told the council that the lorries belonged to a firm in "
        "the north which had been warned twice this year, and that its licence would be looked at again in May.")


@pytest.fixture(scope="module")
def known():
    """The built-in table."""
    return Furnishings(read_rows(Furnishing, BUILT_IN / "furniture.tsv"))


def removed(text, known, **options):
    return [text[a:b] for a, b in find_furniture(text, known, **options)]


def one_line(middle, end=MORE):
    return f"{BODY} {middle} {end}"


@pytest.mark.parametrize("line", [
    "Advertisement",                                        # a word of its own
    "ADVERTISEMENT",                                        # in capitals
    "Share this article",
    "Facebook Twitter WhatsApp Email",                      # a bar of names
    "Share on Facebook | Tweet",                            # a bar with other words
    "By JANE ROE",                                          # a byline in capitals
    "By Jane Roe and John Doe, staff writers",              # two names and what they are
    "Reporting by Jane Roe; Editing by John Doe",           # an agency's sign-off
    "(Photo by Jane Roe/Getty Images)",
    "FILE PHOTO: Lorries wait at the harbour. REUTERS/Jane Roe",
    "Lorries wait at the harbour, May 3, 2016. REUTERS/Jane Roe",   # a caption that ends in its credit
    "Image caption Lorries wait at the harbour",
    "Published 12:31 GMT",                                  # a time stamp
    "Updated at 14:05, 3 May 2016",
    "Copyright 2016 The Harbour Post",
    "© 2016 The Harbour Post. All rights reserved.",
    "Tags: harbour, customs, court",
    "Sign up for our daily newsletter",
    "We use cookies to improve your visit.",
    "Continue reading the main story",
    "Follow us on Twitter @harbourpost",
    "12 Comments",
    "* * *",                                                # a rule
    "https://example.org/a/b",                              # a bare address
    "Read more: Harbour firm loses its licence",            # one headline on its line
])
def test_lines(line, known):
    """A line that is nothing but furniture goes, and nothing else does."""
    assert removed(f"{BODY}\n\n{line}\n\n{MORE}\n", known) == [line]


@pytest.mark.parametrize("line", [
    "PORT ALMA (Reuters) - Guards stopped three lorries on Monday.",   # a dateline
    "Wednesday, September 11, 2019",                                   # a date is the article's
    "By Monday night the harbour was closed.",                         # "By", but no name
    "Share prices fell after the raid on the harbour.",                # "Share" begins a sentence
    "Comments by the mayor angered the drivers.",
    "Related charges were dropped in May.",
    "Updated figures show that 12 people were hurt.",
    "Published figures put the toll at 12.",
    "Name withheld by police, the man was 34.",
    "Copyright law is changing, the minister said.",
    "Sources close to the mayor denied it.",
    "Print journalists were kept out.",
    "The minister spoke to Facebook, Twitter and Google about the posts.",
    "“Follow us,” the guards told the drivers.",
    "Email records show that the firm had been warned.",
    "“Leave a reply on my desk,” she told him.",
])
def test_prose(line, known):
    """An article's sentence stays, whatever word it begins with."""
    assert removed(f"{BODY}\n\n{line}\n\n{MORE}\n", known) == []


@pytest.mark.parametrize("tail, kept", [
    ("Leave a Reply\n\nYour email address will not be published. Required fields are marked *\n\nName *\n\nEmail *", ""),
    ("You May Also Like\n\nA bridge nobody needs\n\nIt cost nine million and leads to a field…", ""),
    ("You May Also Like\n\nA bridge nobody needs\n\nIt cost nine million and leads to a field, and the farmer who owns "
     "it says that he was never asked about it by anyone.", ""),       # a teaser that is a whole sentence
    ("3 Comments\n\nJoe: I saw those lorries too.\n\nAnn: The mayor should go, and go soon.", ""),   # what readers say
    ("Related stories\n\nHarbour firm warned again\n\nMayor under fire", ""),
    (f"Related stories\n\nHarbour firm warned again\n\n{MORE}", MORE),  # the article goes on after the block
    (f"Sources\n\n{MORE}\n\n{BODY}", f"Sources\n\n{MORE}\n\n{BODY}"),   # a subheading, for prose follows it
])
def test_blocks(tail, kept, known):
    """A heading goes with the headlines and teasers under it; paragraphs that follow stay."""
    text = f"{BODY}\n\n{MORE}\n\n{tail}"
    gone = removed(text, known)
    if kept.startswith("Sources"):
        assert gone in ([], ["Sources"])
    else:
        assert gone == [tail[:len(tail) - len(kept)].strip()]


@pytest.mark.parametrize("middle", [
    "READ MORE: Harbour firm loses its licence",           # the next sentence begins with "The"
    "READ MORE: Who owns the harbour?",                    # a question mark closes it
    "OPINION: Why 'free ports' do not work",               # single quotes stand in headlines
    "WATCH: Life at the harbour - A film in three parts",  # a dash, then a capital, is no end
    "Send Facebook Twitter Google+ Whatsapp Tumblr",       # a share bar
    "jr/jd (AP, Reuters)",                                 # initials and agencies
    "Media playback is not supported on this device",
    "Click here to subscribe",                             # no full stop
    "Follow us on Facebook and Twitter",
    "Share this article",
    "You May Also Like",                                   # a heading alone, in the middle of a line
    "Advertisement",
    "Former Harbour Minister Jane Roe and Mayor John Doe of Port Alma.",   # a caption: names, no verb
    "The Associated Press contributed to this report.",
    "The views expressed in this article are the author's own.",
])
def test_inside_a_line(middle, known):
    """Furniture in the middle of one long line is found, and the sentences around it stay whole."""
    assert removed(one_line(middle), known) == [middle]


@pytest.mark.parametrize("middle", [
    "Police asked witnesses to share this with their neighbours.",
    "He told them to read more and to talk less.",
    "The firm sells to Facebook, Twitter and Google.",
    "She spoke to Sen. Elizabeth Harbour of Port Alma and Gov. John Doe of the North.",   # "Sen." ends no sentence
    "“READ MORE BOOKS” stood on the wall.",
    "You may also like to know that the court sits on Friday.",
    "Its source: a letter of 3 May.",
])
def test_prose_inside_a_line(middle, known):
    """Running text that holds the words of furniture stays."""
    assert removed(one_line(middle), known) == []


def test_last_words(known):
    """What stands at the very end of a single line goes, with its invitation."""
    text = f"{BODY} {MORE} How will this change your town? Learn more"
    assert removed(text, known) == ["How will this change your town? Learn more"]
    assert removed(f"{BODY} {MORE} Source:-News agencies", known) == ["Source:-News agencies"]
    assert removed(f"{BODY} Source: a letter. {MORE}", known) == []


def test_cleaned_pages_lose_less(known):
    """The text of a page keeps the paragraphs after a heading: its extractor has dropped the blocks already."""
    text = f"{BODY}\n\n{MORE}\n\nYou May Also Like\n\n{BODY}"
    assert removed(text, known, cleaned=True) == ["You May Also Like"]


@pytest.mark.parametrize("text, headline", [
    ("Rebels take the port The army said nothing.", "Rebels take the port"),
    ("Firm warned of fines in Alma Hundreds of lorries left.", "Firm warned of fines in Alma"),
    ("Guards shoot driver \"We saw it all,\" she said.", "Guards shoot driver"),
    ("Will the port close? Nobody knew.", "Will the port close?"),
    ("Mayor of Alma goes Dr Roe takes over on Monday in Alma.", "Mayor of Alma goes"),
    ("What next for Alma", "What next for Alma"),                                     # to the end of a short line
])
def test_headline_end(text, headline):
    """A headline that nothing closes ends where a sentence begins."""
    assert text[:headline_end(text, 0, len(text))] == headline


def test_sentences():
    """Abbreviations and initials end no sentence."""
    text = "It was so. Writers J. Roe of St. Alma and Dr. Doe helped. Then it rained."
    at = text.index("helped")
    assert text[sentence_start(text, 0, at):sentence_end(text, at, len(text))] == (
        "Writers J. Roe of St. Alma and Dr. Doe helped.")
    text = "Contact the writer at roe@example.org Lorries are rare."
    assert text[:order_end(text, 0, len(text), ())] == "Contact the writer at roe@example.org"


def test_empty(known):
    """Nothing in nothing."""
    assert find_furniture("", known) == ()
    assert find_furniture(" \n\n ", known) == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([
    BODY, "Leave a Reply", "READ MORE:", "Advertisement", "\n", "\n\n", " ", "You May Also Like", "Share this article",
    "(AP, Reuters)", "Facebook Twitter Email", "İ", "\u2028", "Sen.", "Learn more", "©", "“", "\ud800", "Reporting by"])
    | st.text(max_size=30), max_size=12).map("".join))
def test_spans(known, text):
    """Whatever the text: spans lie inside it, in order, apart from each other, and are trimmed of space."""
    spans = find_furniture(text, known)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(a[1] < b[0] for a, b in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    assert find_furniture(text, known) == spans
