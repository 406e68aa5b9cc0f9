"""Counts: how many, with the bounds of the wording. Sentences are our own; one trap a line."""
import pytest


def shown(reading) -> list[tuple[str, int | None, int | None]]:
    return [(c.what, c.low, c.high) for c in reading.counts]


@pytest.mark.parametrize(("text", "expected"), [
    # --- bounds
    # exact
    ("Gunmen killed 12 people in Peshawar.", [("killed", 12, 12)]),
    # in words
    ("Gunmen killed twelve people in Peshawar.", [("killed", 12, 12)]),
    # hyphenated
    ("Twenty-three soldiers were wounded.", [("wounded", 23, 23)]),
    # with separators
    ("Some 1,200 people were arrested.", [("detained", 1080, 1320)]),
    # open top: the number printed is the bound, whether "more than" or "at least"
    ("At least 130 people died.", [("killed", 130, None)]),
    ("More than 40 villagers were abducted.", [("detained", 40, None)]),
    ("Over 300 people were displaced.", [("displaced", 300, None)]),
    ("No fewer than 15 rebels were killed.", [("killed", 15, None)]),
    # open bottom
    ("Up to 60 people were killed.", [("killed", None, 60)]),
    ("As many as 40 people died.", [("killed", None, 40)]),
    ("Fewer than 20 protesters were arrested.", [("detained", None, 20)]),
    ("Less than 100 people attended.", [("participants", None, 100)]),
    # not above
    ("No more than five officers were hurt.", [("wounded", None, 5)]),
    # around
    ("About 200 people were killed.", [("killed", 180, 220)]),
    ("An estimated 500 people fled.", [("displaced", 450, 550)]),
    # just below
    ("Nearly 100 people were killed.", [("killed", 90, 100)]),
    # a range with a dash
    ("Between 20 and 30 people were killed.", [("killed", 20, 30)]),
    ("The army killed 20-30 rebels.", [("killed", 20, 30)]),
    ("The army killed 20 to 30 rebels.", [("killed", 20, 30)]),
    # "or more" behind the number
    ("Fifty or more people were killed.", [("killed", 50, None)]),
    # "at least" at the end
    ("The bomb killed 12 people at least.", [("killed", 12, None)]),
    # vague plurals are lower bounds
    ("Dozens of people were killed.", [("killed", 24, None)]),
    ("Hundreds of protesters marched in Rabat.", [("participants", 200, None)]),
    ("Thousands fled the city.", [("displaced", 2000, None)]),
    # tens of thousands
    ("Tens of thousands of people fled.", [("displaced", 20000, None)]),
    ("Hundreds of thousands marched.", [("participants", 200000, None)]),
    # a dozen
    ("A dozen rebels were captured.", [("detained", 12, 12)]),
    ("Two dozen rebels were captured.", [("detained", 24, 24)]),
    # scales
    ("1.5 million people were displaced.", [("displaced", 1500000, 1500000)]),
    ("Two hundred and fifty people were killed.", [("killed", 250, 250)]),
    # one in words is a count before its noun
    ("One soldier was killed.", [("killed", 1, 1)]),
    # --- classes
    # the verb's object
    ("Police detained 30 demonstrators.", [("detained", 30, 30)]),
    # deaths as a noun
    ("The ministry reported 14 deaths.", [("killed", 14, 14)]),
    # "dead" after a verb of leaving
    ("The blast left 14 people dead.", [("killed", 14, 14)]),
    ("The blast left 14 dead and 20 wounded.", [("killed", 14, 14), ("wounded", 20, 20)]),
    # two counts of one sentence
    ("The blast killed 14 people and injured 20.", [("killed", 14, 14), ("wounded", 20, 20)]),
    ("Fourteen people were killed and 20 injured.", [("killed", 14, 14), ("wounded", 20, 20)]),
    # the death toll
    ("The death toll rose to 45.", [("killed", 45, 45)]),
    # who lost their lives
    ("Nine people lost their lives.", [("killed", 9, 9)]),
    # bodies
    ("Police found 43 bodies in a mass grave.", [("killed", 43, 43)]),
    # occurrences
    ("The jets carried out 16 air strikes.", [("occurrences", 16, 16)]),
    ("There were at least 130 bombings.", [("occurrences", 130, None)]),
    # participants
    ("Some 5,000 people demonstrated in Minsk.", [("participants", 4500, 5500)]),
    ("A crowd of 3,000 gathered outside parliament.", [("participants", 3000, 3000)]),
    ("India deployed 5,000 troops.", [("participants", 5000, 5000)]),
    # hostages
    ("The rebels hold 12 hostages.", [("detained", 12, 12)]),
    ("The rebels released 12 hostages.", [("detained", 12, 12)]),
    # refugees
    ("Jordan took in 600,000 refugees.", [("displaced", 600000, 600000)]),
    # forced from their homes
    ("The fighting forced 8,000 people from their homes.", [("displaced", 8000, 8000)]),
    # the whole, not the part
    ("Seven of the 12 wounded were children.", [("wounded", 12, 12)]),
    # members of the counted
    ("Gunmen killed 12 people, including three children.", [("killed", 12, 12), ("killed", 3, 3)]),
    # sick of a disease is nobody wounded by anybody, but still hurt
    ("Twenty people were taken to hospital with burns.", [("wounded", 20, 20)]),
    # negation is the event's affair: no number, no count
    ("No people were killed.", []),
    # --- no counts
    # a year
    ("He was born in 1952.", []),
    # a time
    ("The curfew begins at 9 p.m.", []),
    # an age
    ("The judge, 62, was killed at home.", []),
    ("A 62-year-old judge was killed.", []),
    # money
    ("The firm paid 500 dollars.", []),
    ("Japan gave $20 million.", []),
    # distance
    ("The army halted 30 kilometres from the city.", []),
    # share
    ("Unemployment rose to 12 percent.", []),
    # a resolution's number
    ("Resolution 2254 was adopted.", []),
    # a weapon's number
    ("The rebels fired an AK-47.", []),
    # a score
    ("The bill passed by 120 votes to 95.", []),
    # the second of two
    ("It was the second attack this week.", []),
    # a pronoun "one"
    ("No one was killed.", []),
    ("One of the ministers resigned.", []),
    # a name with a number
    ("The Group of Eight met in Sochi.", []),
    ("Article 5 was invoked by NATO.", []),
])
def test_counts(read, text, expected):
    """What is counted, and the bounds that the wording gives."""
    assert shown(read(text)) == expected


@pytest.mark.parametrize(("text", "span"), [
    # with the wording that bounds it and the noun
    ("Gunmen killed at least 12 people.", "at least 12 people"),
    ("Police detained 30 demonstrators.", "30 demonstrators"),
    # adjectives lie between
    ("Police detained about 30 young demonstrators.", "about 30 young demonstrators"),
    # the vague number
    ("Dozens of villagers were killed.", "Dozens of villagers"),
    # nobody named
    ("Thousands fled the city.", "Thousands"),
])
def test_spans(read, text, span):
    """The evidence runs from the bounding words to the noun."""
    assert [text[slice(*c.span)] for c in read(text).counts] == [span]
