"""Acts: who did what to whom. Sentences are our own; one trap a line.

Expected acts are written "who ► TYPE ► whom", in reading order: "&" joins several, "*" is anybody or nobody, nothing is
nobody. "A ◄► B TYPE" is an act done with each other, whichever side the reader puts each on. A party counts as found if
its phrase holds the word given.
"""
import pytest

from sayso.records import Event, Reading
from tests.tables import wrong


def names(reading: Reading, parties) -> list[str]:
    return [reading.text[slice(*p.span)] for p in sorted(parties, key=lambda p: p.span)]


def are(found: list[str], expected: str) -> bool:
    """Whether each phrase holds the word expected of it."""
    words = [w.strip() for w in expected.split("&") if w.strip()]
    return expected.strip() == "*" or (len(found) == len(words) and all(w in f for w, f in zip(words, found, strict=True)))


def same(reading: Reading, event: Event, expected: str) -> bool:
    if "◄►" in expected:
        sides, kind = expected.rsplit(" ", 1)
        both = names(reading, {p.span: p for p in (*event.actors, *event.recipients)}.values())
        return kind in ("*", event.type) and are(both, sides.replace("◄►", "&"))
    who, kind, whom = expected.split("►")
    return (kind.strip() in ("*", event.type) and are(names(reading, event.actors), who)
            and are(names(reading, event.recipients), whom))


def shown(reading: Reading) -> list[str]:
    """The events as the tables write them."""
    return [f"{' & '.join(names(reading, e.actors))} ► {e.type} ► {' & '.join(names(reading, e.recipients))}"
            for e in reading.events]


def check(reading: Reading, expected: tuple[str, ...]) -> None:
    found = shown(reading)
    assert len(found) == len(expected), found
    assert all(same(reading, e, x) for e, x in zip(reading.events, expected, strict=True)), found


@pytest.mark.parametrize(("text", "expected"), [
    # --- AGREE: says that it will
    # an infinitive of cooperation is what is agreed
    ("Kenya agreed to reopen the crossing.", "Kenya ► AGREE ►"),
    # a promise of a release is no release
    ("The president promised to free the jailed editors.", "president ► AGREE ► *"),
    # pledges money: nothing has been paid
    ("Norway pledged $20 million in aid to Nepal.", "Norway ► AGREE ► Nepal"),
    # a finite clause
    ("The rebels agreed that monitors could enter the valley.", "rebels ► AGREE ► *"),
    # --- CONSULT
    # transitive meeting
    ("The pope met the Turkish prime minister in Rome.", "pope ◄► prime minister CONSULT"),
    # "counterpart" stands for the other side's holder of the office
    ("The French foreign minister met his Egyptian counterpart.", "foreign minister ◄► counterpart CONSULT"),
    # a visit has a host, the country
    ("The Chinese premier visited Germany last week.", "premier ► CONSULT ► Germany"),
    # a telephone is no place
    ("Obama telephoned the Saudi king on Sunday.", "Obama ► CONSULT ► king"),
    # --- SUPPORT
    ("The European Union praised Tunisia for the reforms.", "European Union ► SUPPORT ► Tunisia"),
    # a signature is a verbal cooperation
    ("Russia and Japan signed a peace treaty.", "Russia ◄► Japan SUPPORT"),
    ("Sweden recognized the Palestinian state.", "Sweden ► SUPPORT ► *"),
    # an apology is made to somebody
    ("The governor apologized to the widows.", "governor ► * ► widows"),
    # --- CONCEDE
    ("The government backed down after weeks of pressure.", "government ► CONCEDE ► *"),
    # curfews are lifted: what is eased is no party
    ("The military lifted the curfew in the capital.", "military ► CONCEDE ► *"),
    ("The court acquitted the two journalists.", "court ► CONCEDE ► journalists"),
    # --- COOPERATE
    ("Italian police cooperated with Albanian prosecutors.", "Italian police ◄► Albanian prosecutors COOPERATE"),
    ("Jordan shared intelligence with Britain.", "Jordan ◄► Britain COOPERATE"),
    ("Spain extradited a drug trafficker to the United States.", "Spain ► COOPERATE ► *"),
    # --- AID
    ("The Red Cross delivered food to the villagers.", "Red Cross ► AID ► villagers"),
    # ditransitive: the first object receives
    ("The World Bank lent Ghana $500 million.", "World Bank ► AID ► Ghana"),
    ("Canada granted asylum to the Syrian family.", "Canada ► AID ► family"),
    wrong("frames: evacuating civilians is aid, not a military retreat",
          "Peacekeepers evacuated the wounded civilians.", "Peacekeepers ► AID ► civilians"),
    # --- RETREAT
    ("Ethiopian troops withdrew from the town.", "Ethiopian troops ► RETREAT ► *"),
    ("The kidnappers released the three nurses.", "kidnappers ► RETREAT ► nurses"),
    ("The interior minister resigned on Monday.", "interior minister ► RETREAT ►"),
    ("The militia laid down its arms.", "militia ► RETREAT ► *"),
    # --- REQUEST
    ("Kiev asked NATO for weapons.", "Kiev ► REQUEST ► NATO"),
    # the infinitive's subject is the one asked
    ("The bishops urged the president to step down.", "bishops ► REQUEST ► president"),
    ("Amnesty International demanded an inquiry.", "Amnesty International ► REQUEST ► *"),
    ("The opposition called for early elections.", "opposition ► REQUEST ► *"),
    # --- REJECT
    ("Iran rejected the American offer.", "Iran ► REJECT ► *"),
    # a refusal to negotiate is one act, not two
    ("The rebels refused to negotiate with the government.", "rebels ► REJECT ► government"),
    wrong('frames: "vote down" is unknown',
          "Parliament voted down the bill.", "Parliament ► REJECT ► *"),
    ("The king vetoed the law.", "king ► REJECT ► *"),
    # --- ACCUSE
    ("Ankara accused Damascus of treason.", "Ankara ► ACCUSE ► Damascus"),
    ("The senator criticized the president.", "senator ► ACCUSE ► president"),
    ("The Arab League condemned the Israeli government.", "Arab League ► ACCUSE ► Israeli government"),
    # a charge is no sentence
    ("Prosecutors charged the former mayor with fraud.", "Prosecutors ► ACCUSE ► mayor"),
    ("The police are investigating the party leader.", "police ► ACCUSE ► party leader"),
    ("Moscow blamed Washington for the crisis.", "Moscow ► ACCUSE ► Washington"),
    # --- THREATEN
    ("North Korea threatened to attack South Korea.", "North Korea ► THREATEN ► South Korea"),
    ("The union threatened a strike.", "union ► THREATEN ► *"),
    ("Israel warned Hezbollah of retaliation.", "Israel ► THREATEN ► Hezbollah"),
    # --- PROTEST
    ("Thousands of teachers marched in Lima.", "teachers ► PROTEST ► *"),
    ("Students protested against the president.", "Students ► PROTEST ► president"),
    ("Farmers blocked the highway with tractors.", "Farmers ► PROTEST ► *"),
    wrong("frames: one hunger strike read twice, once as boycott",
          "Prisoners went on hunger strike.", "Prisoners ► PROTEST ► *"),
    ("Youths rioted in the suburbs.", "Youths ► PROTEST ► *"),
    # --- SANCTION
    ("Belgium expelled the Rwandan ambassador.", "Belgium ► SANCTION ► Rwandan ambassador"),
    ("Qatar cut diplomatic ties with Chad.", "Qatar ► SANCTION ► Chad"),
    ("Washington imposed sanctions on Venezuela.", "Washington ► COERCE ► Venezuela"),
    ("The delegation walked out of the talks.", "delegation ► SANCTION ► *"),
    ("Denmark recalled its ambassador from Tehran.", "Denmark ► SANCTION ► *"),
    # --- MOBILIZE
    ("India deployed 5,000 troops along the border.", "India ► MOBILIZE ► *"),
    ("Pakistan tested a ballistic missile.", "Pakistan ► MOBILIZE ► *"),
    ("The general put the army on alert.", "general ► MOBILIZE ► *"),
    # --- COERCE
    ("Police arrested four activists.", "Police ► COERCE ► activists"),
    ("Uzbekistan banned the opposition party.", "Uzbekistan ► COERCE ► opposition party"),
    # what is seized is no party: its owner may be
    ("Customs officers seized the opposition's newspapers.", "Customs officers ► COERCE ► *"),
    ("The governor imposed a curfew on the city.", "governor ► COERCE ► *"),
    ("France deported the imam.", "France ► COERCE ► imam"),
    # --- ASSAULT
    ("Gunmen killed a judge outside his home.", "Gunmen ► ASSAULT ► judge"),
    ("Boko Haram abducted 20 girls.", "Boko Haram ► ASSAULT ► girls"),
    ("Government forces shelled the rebels near Homs.", "Government forces ► ASSAULT ► rebels"),
    ("Soldiers beat two reporters.", "Soldiers ► ASSAULT ► reporters"),
    ("Rebels shot down a Syrian helicopter.", "Rebels ► ASSAULT ► *"),
    # particle verb with the object between
    ("Insurgents blew the bridge up.", "Insurgents ► ASSAULT ► *"),
    ("Police fired tear gas at the demonstrators.", "Police ► ASSAULT ► demonstrators"),
])
def test_verbs(read, text, expected):
    """A verb's act, with who did it and to whom."""
    check(read(text), (expected,))


@pytest.mark.parametrize(("text", "expected"), [
    # who does it stands as possessor
    ("Turkey's invasion of Syria continued.", "Turkey ► ASSAULT ► Syria"),
    # who does it stands as adjective; a campaign against somebody
    ("The Saudi air campaign against the Houthis entered its second year.", "Saudi ► ASSAULT ► Houthis"),
    # "of" gives the one who suffers
    ("The murder of the bishop shocked the country.", "► ASSAULT ► bishop"),
    # "by" gives the one who does it
    wrong('nouns: what follows "by" after "of" does it',
          "The arrest of two students by police sparked anger.", "police ► COERCE ► students"),
    # the place is no recipient
    wrong("nouns: the place is taken for whom, not those left dead",
          "A suicide bombing in Kabul left 12 people dead.", "► ASSAULT ► people"),
    # "between" gives both
    wrong('nouns: "between A and B" gives no parties',
          "Clashes between the army and the rebels resumed.", "army ◄► rebels ASSAULT"),
    # talks between two
    ("Talks between Serbia and Kosovo resumed in Brussels.", "Serbia ◄► Kosovo CONSULT"),
    # a withdrawal that runs
    ("The withdrawal of Russian troops from Georgia began.", "Russian troops ► RETREAT ► *"),
    # the release of those who are released
    ("The release of the hostages pleased their families.", "► RETREAT ► hostages"),
    # compound nouns
    ("The EU sanctions against Belarus took effect.", "EU ► COERCE ► Belarus"),
    # hidden in a time clause
    wrong('nouns: a modifier that does it ("police raid") is no actor',
          "Calm returned after a police raid on the camp.", "police ► ASSAULT ► *"),
    # strikes of workers are no attacks
    wrong("nouns: strikes of workers read as attacks",
          "The government wavered after weeks of strikes by teachers.", "teachers ► PROTEST ► *"),
    # a threat is a noun too
    wrong('nouns: "threat against" with a nationality is not read',
          "The Iranian threat against Israel alarmed Europe.", "Iranian ► THREATEN ► Israel"),
])
def test_nouns(read, text, expected):
    """A noun that reports an act, with its parties where the phrase has them."""
    found = read(text)
    assert any(same(found, e, expected) for e in found.events), shown(found)


@pytest.mark.parametrize(("text", "expected"), [
    ("The army launched an attack on the rebels.", "army ► ASSAULT ► rebels"),
    # passive
    ("An attack on the rebels was launched by the army.", "army ► ASSAULT ► rebels"),
    ("The minister held talks with union leaders.", "minister ◄► union leaders CONSULT"),
    # the visit is paid to the country
    ("The queen paid a visit to Ireland.", "queen ► CONSULT ► Ireland"),
    ("The ambassador made an appeal to the donors.", "ambassador ► REQUEST ► donors"),
    ("Police made three arrests.", "Police ► COERCE ► *"),
    # "gave support" is not a gift
    wrong('frames: "give support to" read as aid, not SUPPORT',
          "Brazil gave its support to the Bolivian president.", "Brazil ► SUPPORT ► Bolivian president"),
    ("Japan provided assistance to Haiti.", "Japan ► AID ► Haiti"),
    ("Workers staged a demonstration against the minister.", "Workers ► PROTEST ► minister"),
    ("The two sides reached an agreement.", "two sides ► * ►"),
    ("Warplanes carried out air strikes on the militants.", "Warplanes ► ASSAULT ► militants"),
    wrong('parties: "hostage" taken for a second victim',
          "The militia took the villagers hostage.", "militia ► ASSAULT ► villagers"),
    ("The rebels declared a ceasefire.", "rebels ► RETREAT ► *"),
    ("The company's workers went on strike.", "workers ► PROTEST ► *"),
    ("The government opened an investigation into the general.", "government ► ACCUSE ► general"),
    ("Israeli jets dropped bombs on Hamas.", "Israeli jets ► ASSAULT ► Hamas"),
    ("The president issued a threat to the neighbours.", "president ► THREATEN ► neighbours"),
    ("Police opened fire on protesters.", "Police ► ASSAULT ► protesters"),
    wrong('nouns: "take part in" carries no actor',
          "The deputies took part in a protest.", "deputies ► PROTEST ► *"),
])
def test_light_verbs(read, text, expected):
    """A verb that carries a noun is one act, with the noun's type."""
    check(read(text), (expected,))


@pytest.mark.parametrize(("text", "expected"), [
    ("Four activists were arrested by police.", ("police ► COERCE ► activists",)),
    # nobody is named: nobody did it
    ("A judge was killed in Karachi.", ("► ASSAULT ► judge",)),
    # the place is not the one who did it
    ("Two reporters were kidnapped in Donetsk.", ("► ASSAULT ► reporters",)),
    # a perfect passive
    ("The ambassador has been expelled by Belgium.", ("Belgium ► SANCTION ► ambassador",)),
    # a participle without its auxiliary
    ("The town, shelled by government forces, lies in ruins.", ("government forces ► ASSAULT ► *",)),
    # get-passive
    ("Three farmers got beaten by soldiers.", ("soldiers ► ASSAULT ► farmers",)),
    # "by" with a means, not an actor
    ("The convoy was attacked by night.", ("► ASSAULT ► convoy",)),
    # "by" with a tool
    ("Two soldiers were killed by a roadside bomb.", ("► ASSAULT ► soldiers",)),
    # passive under another passive
    ("The general was accused of corruption by the senators.", ("senators ► ACCUSE ► general",)),
    # the one who is asked becomes the subject
    wrong("parties: agent behind the infinitive of a passive is lost",
          "The president was urged to resign by the bishops.", ("bishops ► REQUEST ► president",)),
    # passive with a recipient in "to"
    ("Food was delivered to the villagers by the Red Cross.", ("Red Cross ► AID ► villagers",)),
    # a reduced relative of a person
    ("Police freed a doctor abducted by bandits.", ("Police ► * ► doctor", "bandits ► ASSAULT ► doctor")),
])
def test_passives(read, text, expected):
    """Passives turn who and whom around."""
    check(read(text), expected)


@pytest.mark.parametrize(("text", "expected"), [
    ("Iran and Iraq clashed along the border.", "Iran ◄► Iraq ASSAULT"),
    # "with"
    ("Police clashed with protesters.", "Police ◄► protesters ASSAULT"),
    # "each other"
    ("The two presidents accused each other of lying.", "two presidents ► ACCUSE ► *"),
    # they met in a city: it is no party
    ("The Greek and Turkish leaders met in Geneva.", "Greek & Turkish ► CONSULT ►"),
    ("Merkel and Hollande met in Berlin.", "Merkel ◄► Hollande CONSULT"),
    # a third joins by "with"
    ("Russia signed a pact with Belarus.", "Russia ◄► Belarus SUPPORT"),
    # exchange
    wrong('frames: "exchange fire" is unknown',
          "Armenia and Azerbaijan exchanged fire.", "Armenia ◄► Azerbaijan ASSAULT"),
    ("The army and the militia exchanged prisoners.", "army & militia ► RETREAT ► *"),
    # hands
    ("Castro shook hands with Obama.", "Castro ◄► Obama CONSULT"),
])
def test_reciprocal(read, text, expected):
    """What is done with each other has both as parties, and no place among them."""
    check(read(text), (expected,))


@pytest.mark.parametrize(("text", "expected"), [
    # two who do it
    ("France and Britain condemned Syria.", ("France & Britain ► ACCUSE ► Syria",)),
    # two who suffer it
    ("Gunmen killed a judge and a lawyer.", ("Gunmen ► ASSAULT ► judge & lawyer",)),
    # three with commas
    ("Iran, Russia and Turkey condemned the Kurds.", ("Iran & Russia & Turkey ► ACCUSE ► Kurds",)),
    # two verbs of one subject
    ("Police arrested the editor and beat his wife.", ("Police ► COERCE ► editor", "Police ► ASSAULT ► wife")),
    # two verbs that share their object
    wrong("parties: the first of two verbs with one object is lost",
          "The militants kidnapped and killed a priest.", ("militants ► ASSAULT ► priest", "militants ► ASSAULT ► priest")),
    # two sentences in one
    wrong('parse: two clauses joined by "and" read as one object',
          "Israel bombed Gaza and Hamas fired rockets.", ("Israel ► ASSAULT ► *", "Hamas ► ASSAULT ► *")),
    # "as well as" joins
    ("Poland, as well as Hungary, rejected the plan.", ("Poland & Hungary ► REJECT ► *",)),
    # an appositive is not a second actor
    ("Ali Hassan, a rebel commander, attacked the convoy.", ("Ali Hassan ► ASSAULT ► convoy",)),
    # "including" names members, no further actor
    ("Soldiers killed five people, including a child.", ("Soldiers ► ASSAULT ► people",)),
    # the relative clause has the antecedent as its subject
    ("The rebels who attacked the convoy fled.", ("rebels ► ASSAULT ► convoy",)),
    # and as its object
    ("The judge whom gunmen killed was 60.", ("gunmen ► ASSAULT ► judge",)),
    # control: the subject of the infinitive is the main verb's
    ("The army tried to capture the general.", ("army ► * ► general",)),
    # a gerund after a preposition
    ("Soldiers were accused of torturing prisoners.", ("► ACCUSE ► Soldiers", "Soldiers ► ASSAULT ► prisoners")),
    # members of a group act for it
    ("Members of the Taliban attacked a police post.", ("Taliban ► ASSAULT ► *",)),
    # the spokesman is the voice, the ministry rejects
    ("A spokesman for the ministry rejected the charge.", ("spokesman ► REJECT ► *",)),
    # pronouns are parties
    ("The rebels fled. They killed a priest.", ("They ► ASSAULT ► priest",)),
    # nobody acts upon himself
    ("The general shot himself.", ("general ► ASSAULT ► *",)),
])
def test_parties(read, text, expected):
    """Conjunctions, appositions, relatives, control: who and whom."""
    check(read(text), expected)


@pytest.mark.parametrize(("text", "kind", "mode"), [
    ("Warplanes bombed the rebels.", "ASSAULT", "aerial"),
    ("A drone strike killed two militants.", "ASSAULT", "aerial"),
    ("The army shelled the rebels.", "ASSAULT", "heavy-weapons"),
    ("Gunmen shot a judge.", "ASSAULT", "firearms"),
    ("A suicide bomber attacked the soldiers.", "ASSAULT", "suicide-attack"),
    ("Militants kidnapped a priest.", "ASSAULT", "abduct"),
    ("Guards tortured the prisoners.", "ASSAULT", "torture"),
    ("Soldiers raped two women.", "ASSAULT", "sexual"),
    ("Police beat the protesters with clubs.", "ASSAULT", "beat"),
    ("Police fired tear gas at the students.", "ASSAULT", "crowd-control"),
    ("The army used sarin gas against the rebels.", "ASSAULT", "unconventional"),
    wrong('frames: the general row of "kill" goes before the closer one',
          "An assassin assassinated the premier.", "ASSAULT", "assassinate"),
    wrong('frames: the general row of "kill" goes before the closer one',
          "Soldiers massacred the villagers.", "ASSAULT", "massacre"),
    ("Rebels detonated a car bomb near the soldiers.", "ASSAULT", "explosives"),
    ("The militia burned down the villagers' homes.", "ASSAULT", "destroy"),
    ("Police arrested the editor.", "COERCE", "arrest"),
    ("The government banned the party.", "COERCE", "ban"),
    ("The ministry blocked the website.", "COERCE", "censor"),
    ("The general declared martial law.", "COERCE", "martial-law"),
    ("Austria deported the Afghans.", "COERCE", "deport"),
    ("Tax police confiscated the firm's computers.", "COERCE", "seize"),
    ("Students demonstrated against the government.", "PROTEST", "demo"),
    ("Miners went on strike.", "PROTEST", "boycott"),
    wrong("modes: a light verb's frame goes before the noun's own mode",
          "Prisoners began a hunger strike.", "PROTEST", "hunger"),
    ("Protesters blocked the road to the airport.", "PROTEST", "obstruct"),
    ("Youths rioted in Paris.", "PROTEST", "riot"),
    ("The premier visited Berlin.", "CONSULT", "visit"),
    ("The ministers spoke by telephone.", "CONSULT", "phone"),
    ("Norway mediated between the government and the rebels.", "CONSULT", "third-party"),
    ("The army withdrew from the valley.", "RETREAT", "withdraw"),
    ("The rebels freed the hostages.", "RETREAT", "release"),
    ("The minister resigned.", "RETREAT", "resign"),
    ("The rebels disarmed.", "RETREAT", "disarm"),
    ("The two armies agreed on a truce and observed a ceasefire.", "RETREAT", "ceasefire"),
    ("The president expelled the aid workers.", "SANCTION", "expel"),
    ("The EU suspended aid to Burundi.", "SANCTION", "discontinue"),
    wrong('frames: "withdraw from talks" is unknown',
          "The opposition withdrew from the talks.", "SANCTION", "withdraw"),
    ("The prosecutor investigated the mayor.", "ACCUSE", "investigate"),
    ("The lawyer accused the mayor of fraud.", "ACCUSE", "allege"),
    ("The bishop denounced the mayor.", "ACCUSE", "disapprove"),
    wrong("modes: demands of a noun (resignation, talks) have no mode",
          "The protesters demanded the president's resignation.", "REQUEST", "change"),
    ("Mali asked France for military help.", "REQUEST", "assist"),
    wrong("modes: demands of a noun (resignation, talks) have no mode",
          "Kosovo called for talks with Serbia.", "REQUEST", "meet"),
    ("Hamas refused to meet the envoy.", "REJECT", "meet"),
    ("Iran threatened to bomb Israel.", "THREATEN", "violence"),
    ("Pakistan tested a ballistic missile.", "MOBILIZE", "weapons"),
    ("China sent troops to the border.", "MOBILIZE", "troops"),
])
def test_modes(read, text, kind, mode):
    """The mode says how, by PLOVER's words for the type."""
    found = [(e.type, e.mode) for e in read(text).events]
    assert (kind, mode) in found, found


@pytest.mark.parametrize("text", [
    # --- accidents and nature
    "A house fire killed four people in Leeds.",
    "Twelve passengers were killed when a bus overturned near Nairobi.",
    "An earthquake killed 300 people in Nepal.",
    "Two hikers died in an avalanche in the Alps.",
    wrong("negatives: a blast with a technical cause", "The blast was caused by a gas leak at a bakery."),
    "A plane crashed into the sea, killing all 60 on board.",
    "Flood waters destroyed hundreds of homes.",
    ("A shark attacked a surfer off Perth."),
    "Five miners were trapped after a tunnel collapsed.",
    "A storm hit the coast and knocked out power.",
    "The virus killed 40 patients.",
    # --- sport
    "The team beat Sweden 3-1 in the semi-final.",
    "Barcelona attacked from the left and scored twice.",
    "Djokovic defeated Murray in straight sets.",
    "The striker shot wide of the goal.",
    "England crushed Australia by ten wickets.",
    "The coach fired his assistant after the defeat.",
    "The club signed a Brazilian defender.",
    "Arsenal met Chelsea in the cup final.",
    # --- business
    "Shares plunged after the bank cut its forecast.",
    wrong("negatives: business deals", "The company strikes a deal to buy its rival."),
    "Apple launched a new phone on Tuesday.",
    wrong("negatives: business lay-offs", "The airline fired 200 pilots."),
    "Oil prices hit a record high.",
    "The firm beat analysts' expectations.",
    "Investors demanded higher yields.",
    "The retailer promised to cut prices.",
    # --- metaphors
    wrong("negatives: metaphor", "The committee attacked the budget problem with vigour."),
    "Scientists are fighting cancer with a new drug.",
    "Her speech struck a chord with young readers.",
    wrong("negatives: metaphor", "The novel bombed in the shops."),
    "The song exploded on social media.",
    "The actor stole the show.",
    ("He was killed by her kindness, he joked."),
    "The heat wave gripped the city.",
    "The film raised the question of guilt.",
    "She hammered out the last chapter in a week.",
    # --- words that look like acts
    "The festival takes place in March.",
    wrong('negatives: "March" the month, where no time stands', "March was the warmest month on record."),
    "May is a quiet month.",
    "The road runs along the bank.",
    "The chairs were arranged in a ring.",
    "The strike price of the option was ten dollars.",
    "The heart attack came without a warning.",
    "The charge of the battery lasts two days.",
    "The court stands beside the river.",
    "The army museum opens on Sundays.",
    "The party served cake and lemonade.",
    "The report runs to 300 pages.",
    # --- domestic life
    wrong("negatives: private life", "The couple met at university and married in June."),
    wrong("negatives: animals", "The farmer shot a wolf."),
    "She visited her grandmother on Sunday.",
    "The chef beat the eggs.",
])
def test_no_events(read, text):
    """Accidents, sport, business, metaphors and daily life are no events."""
    assert shown(read(text)) == []


@pytest.mark.parametrize(("text", "kinds"), [
    # what is refused is no act besides
    ("The government refused to release the prisoners.", ["REJECT"]),
    # nor what is asked for
    ("The envoy asked the rebels to free the hostages.", ["REQUEST"]),
    # nor what is threatened
    ("The general threatened to attack the city's defenders.", ["THREATEN"]),
    # a demand for an arrest is no arrest
    ("Lawyers demanded the arrest of the colonel.", ["REQUEST"]),
    # the killing in the attack is one act
    ("Five soldiers were killed in the attack.", ["ASSAULT"]),
    # protest against an arrest: both are reported
    ("Students protested against the arrest of the editor.", ["PROTEST", "COERCE"]),
    # a reaction to an attack that happened
    ("France condemned the attack on the embassy.", ["ACCUSE", "ASSAULT"]),
    # a verb of saying is no event
    ("The minister said the harvest was good.", []),
    # weapons that are merely described
    ("The army owns 200 tanks.", []),
    # "sanction" in a name
    wrong("negatives: habits of a body",
          "The Sanctions Committee meets twice a year.", []),
    # titles contain acts
    ("The defence minister wore a blue tie.", []),
])
def test_how_many(read, text, kinds):
    """One act for one deed; what only stands in a demand, threat or refusal is no deed."""
    assert [e.type for e in read(text).events] == kinds
