"""Certainty: whether it happened. Sentences are our own; one trap a line.

Each case is an article's sentence, the word that reports the act, its status, and the factuality in the author's eyes:
"+++" about 3, "++" about 2, "+" weakly positive, "0" open, "-" weakly and "--" strongly negative, "---" about -3.
"""
import pytest

from sayso.read.certainty import Cues, view_of
from tests.tables import wrong

SCALE = {"+++": (2.5, 3), "++": (1.5, 3), "+": (0.1, 2.4), "0": (-.5, 1), "-": (-2, -.1), "--": (-3, -1), "---": (-3, -2.5)}


@pytest.fixture(scope="session")
def cues() -> Cues:
    return Cues()


@pytest.mark.parametrize(("text", "word", "status", "value"), [
    # --- plain
    ("The rebels attacked the convoy.", "attacked", "happened", "+++"),
    # perfect
    ("The rebels have attacked the convoy.", "attacked", "happened", "+++"),
    # nominal subject of a verb of happening
    ("The attack on the convoy began at dawn.", "attack", "happened", "+++"),
    # passive
    ("The convoy was attacked on Tuesday.", "attacked", "happened", "+++"),
    # participle as modifier
    ("The convoy attacked by rebels carried food.", "attacked", "happened", "+++"),
    # adverb of certainty
    ("The army indeed attacked the town.", "attacked", "happened", "+++"),
    # historical present of a headline
    ("Rebels attack convoy in Mali", "attack", "happened", "+++"),
    # --- negation
    ("The rebels did not attack the convoy.", "attack", "happened", "---"),
    ("The rebels never attacked the convoy.", "attacked", "happened", "---"),
    # negated subject
    ("Nobody was killed in the raid.", "killed", "happened", "---"),
    ("No soldiers were killed in the raid.", "killed", "happened", "---"),
    ("None of the hostages were killed.", "killed", "happened", "---"),
    # negated object
    ("Police arrested no one.", "arrested", "happened", "---"),
    # correlative
    ("Neither side attacked the town.", "attacked", "happened", "---"),
    # gerund under "without"
    ("The soldiers took the town without firing a shot.", "firing", "happened", "---"),
    # noun under "without"
    ("The town fell without an attack.", "attack", "happened", "---"),
    # noun under "no"
    ("There was no attack on the town.", "attack", "happened", "---"),
    # "instead of"
    wrong('negation: "instead of" with a gerund',
          "The minister resigned instead of meeting the rebels.", "meeting", "happened", "---"),
    # contrast: the second is not negated
    ("The army did not shell the town but bombed it.", "bombed", "happened", "+++"),
    # the first is
    ("The army did not shell the town but bombed it.", "shell", "happened", "---"),
    # "not only" is no negation
    ("The army not only shelled the town but also bombed it.", "shelled", "happened", "+++"),
    # no longer: it did until now
    ("Rebels no longer attack the town.", "attack", "happened", "--"),
    # negated adverbial, not the act
    ("Not far from the border, rebels attacked a convoy.", "attacked", "happened", "+++"),
    # hardly
    ("The army hardly attacked the town at all.", "attacked", "happened", "--"),
    # --- implicatives
    ("The rebels managed to attack the convoy.", "attack", "happened", "+++"),
    ("The rebels failed to attack the convoy.", "attack", "happened", "---"),
    ("The rebels did not manage to attack the convoy.", "attack", "happened", "---"),
    # two negatives
    ("The rebels did not fail to attack the convoy.", "attack", "happened", "+++"),
    ("The minister refused to meet the rebels.", "meet", "happened", "---"),
    ("The minister declined to meet the rebels.", "meet", "happened", "---"),
    # a refusal is itself a fact
    ("The minister refused to meet the rebels.", "refused", "happened", "+++"),
    ("The army was able to free the hostages.", "free", "happened", "++"),
    ("The army was unable to free the hostages.", "free", "happened", "---"),
    ("Police prevented the crowd from attacking the embassy.", "attacking", "happened", "---"),
    ("The army foiled an attack on the port.", "attack", "happened", "---"),
    ("The general was forced to resign.", "resign", "happened", "+++"),
    # began: it is under way
    ("The rebels began to attack the town.", "attack", "happened", "+++"),
    ("The rebels stopped shelling the town.", "shelling", "happened", "+"),
    ("The rebels avoided attacking the town.", "attacking", "happened", "--"),
    ("The police helped to arrest the smugglers.", "arrest", "happened", "++"),
    # "the first to"
    ("She was the first minister to resign.", "resign", "happened", "+++"),
    # cancelled
    ("The president cancelled his visit to Rome.", "visit", "happened", "---"),
    # attempted
    ("The rebels tried to attack the convoy.", "attack", "planned", "+"),
    # "attempted" as adjective
    ("The attempted attack on the port alarmed the city.", "attack", "happened", "-"),
    # --- plans
    ("The army will attack the town.", "attack", "planned", "+"),
    ("The army is going to attack the town.", "attack", "planned", "+"),
    ("The army plans to attack the town.", "attack", "planned", "+"),
    ("The army intends to attack the town.", "attack", "planned", "+"),
    ("The president is to visit Rome on Friday.", "visit", "planned", "+"),
    ("The president is due to visit Rome.", "visit", "planned", "+"),
    ("The president is expected to visit Rome.", "visit", "planned", "+"),
    ("The president was scheduled to visit Rome.", "visit", "planned", "+"),
    # a plan given up
    ("The army does not plan to attack the town.", "attack", "planned", "--"),
    ("The army will not attack the town.", "attack", "planned", "--"),
    # "would" after "said"
    ("The general said the army would attack the town.", "attack", "planned", "+"),
    ("The general said the army would not attack the town.", "attack", "planned", "--"),
    # noun of a plan
    ("The general outlined a plan to attack the town.", "attack", "planned", "+"),
    # a promise kept later
    ("The army vowed to attack the town.", "attack", "planned", "+"),
    # adjective of plan
    ("The planned visit to Rome worries the pope.", "visit", "planned", "+"),
    # purpose
    ("Troops crossed the river to attack the town.", "attack", "planned", "+"),
    # a decision
    ("The cabinet decided to expel the ambassador.", "expel", "planned", "+"),
    # ready
    ("The army is ready to attack the town.", "attack", "planned", "+"),
    # about to
    ("The army is about to attack the town.", "attack", "planned", "+"),
    # present progressive with a future date
    ("The president is visiting Rome next week.", "visiting", "planned", "+"),
    # headline infinitive
    ("Obama to visit Cuba", "visit", "planned", "+"),
    # --- requests
    ("The envoy asked the rebels to release the hostages.", "release", "requested", "0"),
    ("The envoy urged the army not to attack the town.", "attack", "requested", "-"),
    ("Lawyers demanded the release of the editor.", "release", "requested", "0"),
    ("The opposition called for the arrest of the minister.", "arrest", "requested", "0"),
    ("The army must attack the town.", "attack", "requested", "+"),
    ("The minister should resign.", "resign", "requested", "0"),
    # an order: asked for, likelier than a wish
    ("The general ordered his troops to attack the town.", "attack", "requested", "0"),
    # an order carried out is a fact of its own
    ("The general ordered his troops to attack the town.", "ordered", "happened", "+++"),
    # a finite clause under a demand
    wrong("requests: finite clause under a demand, in the subjunctive",
          "The union demanded that the minister resign.", "resign", "requested", "0"),
    # permission
    ("The court allowed the general to leave the prison and visit Rome.", "visit", "planned", "+"),
    # --- conditions
    ("If the army attacks the town, thousands will flee.", "attacks", "conditional", "0"),
    # what follows from the condition
    ("If the talks fail, the army will attack the town.", "attack", "conditional", "+"),
    # the condition comes last
    ("The army will attack the town if the talks fail.", "attack", "conditional", "+"),
    ("Unless the rebels surrender, the army will attack the town.", "attack", "conditional", "+"),
    # "provided that"
    wrong('conditions: "provided that"',
          "The rebels will release the hostages provided that the army withdraws.", "withdraws", "conditional", "0"),
    # inverted condition
    wrong('conditions: inverted "should"',
          "Should the army attack the town, thousands will flee.", "attack", "conditional", "0"),
    # counterfactual: it did not
    wrong("conditions: counterfactual",
          "If the army had attacked the town, thousands would have fled.", "attacked", "conditional", "-"),
    # threat with a condition
    ("The general threatened to attack the town if the rebels stayed.", "attack", "conditional", "0"),
    # "in case"
    wrong('conditions: "in case"',
          "Hospitals prepared in case the army attacks the town.", "attacks", "conditional", "0"),
    # --- possibility
    ("The army may attack the town.", "attack", "hypothetical", "+"),
    ("The army could attack the town.", "attack", "hypothetical", "0"),
    ("The army might attack the town.", "attack", "hypothetical", "0"),
    ("It is likely that the army will attack the town.", "attack", "hypothetical", "+"),
    ("The army would attack only as a last resort.", "attack", "hypothetical", "0"),
    # past possibility: unknown whether it did
    ("The rebels may have attacked the convoy.", "attacked", "hypothetical", "+"),
    # past possibility that was not used
    ("The rebels could have attacked the convoy.", "attacked", "hypothetical", "-"),
    # fear
    ("Villagers fear that the army will attack the town.", "attack", "hypothetical", "0"),
    # a risk
    ("The risk of an attack on the port is growing.", "attack", "hypothetical", "0"),
    # a noun of possibility
    ("Diplomats discussed a possible attack on the port.", "attack", "hypothetical", "+"),
    # impossible
    ("The army cannot attack the town.", "attack", "hypothetical", "-"),
    # --- questions
    ("Did the army attack the town?", "attack", "hypothetical", "0"),
    ("Who killed the judge?", "killed", "happened", "+++"),
    # an embedded question
    ("It is unclear whether the army attacked the town.", "attacked", "hypothetical", "0"),
    ("Police are investigating whether rebels attacked the convoy.", "attacked", "hypothetical", "0"),
    # --- reports and beliefs
    ("The minister said that rebels had attacked the convoy.", "attacked", "happened", "++"),
    ("Rebels reportedly attacked the convoy.", "attacked", "happened", "+"),
    ("Rebels allegedly attacked the convoy.", "attacked", "happened", "+"),
    ("Rebels are believed to have attacked the convoy.", "attacked", "happened", "+"),
    ("The rebels appear to have attacked the convoy.", "attacked", "happened", "+"),
    wrong('reports: "are said to have" read as a plan',
          "The rebels are said to have attacked the convoy.", "attacked", "happened", "+"),
    # an accusation is no fact
    wrong('reports: "accuse A of" where the parse hangs "of" on A',
          "The minister accused the rebels of attacking the convoy.", "attacking", "happened", "+"),
    # a denial
    ("The rebels denied attacking the convoy.", "attacking", "happened", "-"),
    ("The rebels denied that they had attacked the convoy.", "attacked", "happened", "-"),
    # a denied denial
    ("The minister did not deny that he had met the rebels.", "met", "happened", "+"),
    # a noun of report
    wrong('reports: clause of a noun ("reports that")',
          "Reports that rebels attacked the convoy spread quickly.", "attacked", "happened", "+"),
    # doubt
    ("Diplomats doubt that the rebels attacked the convoy.", "attacked", "hypothetical", "-"),
    # "according to" leaves it a report
    ("According to police, rebels attacked the convoy.", "attacked", "happened", "++"),
    # alleged
    ("The alleged attack on the convoy made headlines.", "attack", "happened", "+"),
    # a fact under a factive
    ("The minister regretted that rebels had attacked the convoy.", "attacked", "happened", "+++"),
    # factive under a negation
    ("The minister did not know that rebels had attacked the convoy.", "attacked", "happened", "+++"),
    # a condemnation presupposes its object
    ("The pope condemned the attack on the convoy.", "attack", "happened", "+++"),
    # belief that turned out wrong
    wrong('reports: "wrongly accused"',
          "The rebels were wrongly accused of attacking the convoy.", "attacking", "happened", "-"),
    # --- under way
    ("The army is attacking the town.", "attacking", "ongoing", "+++"),
    ("The army is still attacking the town.", "attacking", "ongoing", "+++"),
    ("The army continues to attack the town.", "attack", "ongoing", "+++"),
    ("The army has been shelling the town since Monday.", "shelling", "ongoing", "+++"),
    # habit
    wrong("habits: taken for a headline when the sentence is the first",
          "Rebels regularly attack convoys on this road.", "attack", "ongoing", "+++"),
    # a past progressive is past
    ("The army was attacking the town when the truce began.", "attacking", "happened", "+++"),
    # negated
    ("The army is not attacking the town.", "attacking", "ongoing", "---"),
    # --- coordination and purpose
    ("The army plans to shell and attack the town.", "attack", "planned", "+"),
    # the second verb is outside the plan
    ("The army planned to leave and then attacked the town.", "attacked", "happened", "+++"),
    # relative clause in a planned event
    ("The president will meet the soldiers who attacked the town.", "attacked", "happened", "+++"),
    # time clause of a future
    ("When the army attacks the town, thousands will flee.", "attacks", "planned", "+"),
    # before: presupposed
    ("Rebels fled before the army attacked the town.", "attacked", "happened", "+++"),
    # despite
    ("Despite the attack, the talks went on.", "attack", "happened", "+++"),
    # imagined
    wrong("fiction",
          "In the film, rebels attack a convoy.", "attack", "hypothetical", "0"),
])
def test_certainty(parse, cues, text, word, status, value):
    """Status, and where the factuality lies."""
    parsed = parse(text)
    token = next(t for t in parsed.tokens if t.text == word)
    view = view_of(parsed, cues, token)
    low, high = SCALE[value]
    assert view.status == status, view
    assert low <= view.value <= high, view


@pytest.mark.parametrize(("text", "published", "kind", "status"), [
    # long before the report
    ("In 1994 militias massacred the villagers.", "2016-11-02", "ASSAULT", "historical"),
    # the same year as the report
    ("In June militias massacred the villagers.", "2016-11-02", "ASSAULT", "happened"),
    # an old date, an old article
    ("In 1994 militias massacred the villagers.", "1994-08-02", "ASSAULT", "happened"),
    # an anniversary names the old event
    ("France invaded Algeria in 1830.", "2016-11-02", "ASSAULT", "historical"),
    # "decades ago"
    ("Soldiers killed the bishop three decades ago.", "2016-11-02", "ASSAULT", "historical"),
    # no date of publication: nothing is long ago
    ("In 1994 militias massacred the villagers.", None, "ASSAULT", "happened"),
    # a date of something else
    ("The bishop, born in 1940, was killed by gunmen.", "2016-11-02", "ASSAULT", "happened"),
    # since: it still goes on
    wrong('times: "have … since" is still under way',
          "Rebels have attacked the town since 2011.", "2016-11-02", "ASSAULT", "ongoing"),
    # a planned act on a future date
    ("The king will visit Oman in 2018.", "2016-11-02", "CONSULT", "planned"),
])
def test_historical(read, text, published, kind, status):
    """What lies far before the day of publication is background."""
    assert [(e.type, e.status) for e in read(text, published=published).events] == [(kind, status)]


@pytest.mark.parametrize(("text", "kind", "low", "high"), [
    # the reader's layers agree: the act carries the view of its word
    ("The rebels did not attack the convoy.", "ASSAULT", -3, -2.5),
    # "held no talks": the noun's negation reaches the light verb
    ("The minister held no talks with the rebels.", "CONSULT", -3, -2.5),
    # a light verb's status is the noun's
    ("The army launched an attack on the rebels.", "ASSAULT", 2.5, 3),
    # a failure to launch
    ("The army failed to launch an attack on the rebels.", "ASSAULT", -3, -2.5),
    # nobody suffered
    ("Nobody was killed by the gunmen.", "ASSAULT", -3, -2.5),
    # a denial in a statement
    ("The army denied that it had shelled the rebels.", "ASSAULT", -2.5, 0),
    # an exchange that may come
    ("The army may release the prisoners.", "RETREAT", -.5, 1.5),
])
def test_in_events(read, text, kind, low, high):
    """Events carry the certainty of their triggers."""
    found = {e.type: e.factuality for e in read(text).events}
    assert low <= found[kind] <= high, found
