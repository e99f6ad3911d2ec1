"""Sentences with known trees in the manner of agency news, made by a small grammar from the codebook's words.

The treebanks are web text, travel and talk: they hardly show who accuses, threatens or offers what to whom. Here each
construction is written once with its UD analysis (EWT's conventions) and filled with names, titles and verbs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from detente.codebook.schema import read_tsv
from training.data import Sentence


@dataclass
class Node:
    """A word with its dependants before and after it."""

    form: str
    upos: str
    xpos: str
    dep: str = "dep"
    left: list[Node] = field(default_factory=list)
    right: list[Node] = field(default_factory=list)
    name: str = ""  # PER, ORG, LOC: the whole phrase from the first named child on

    def as_(self, dep: str) -> Node:
        """The same phrase in another role."""
        return replace(self, dep=dep)


def w(form: str, upos: str, xpos: str, dep: str) -> Node:
    """A single word."""
    return Node(form, upos, xpos, dep)


# base, past, participle, gerund, third person
TRANSITIVE = """attack attacked attacked attacking attacks|bomb bombed bombed bombing bombs|shell shelled shelled shelling shells
accuse accused accused accusing accuses|condemn condemned condemned condemning condemns|praise praised praised praising praises
threaten threatened threatened threatening threatens|warn warned warned warning warns|urge urged urged urging urges
criticise criticised criticised criticising criticises|criticize criticized criticized criticizing criticizes
support supported supported supporting supports|back backed backed backing backs|visit visited visited visiting visits
arrest arrested arrested arresting arrests|detain detained detained detaining detains|release released released releasing releases
kill killed killed killing kills|wound wounded wounded wounding wounds|capture captured captured capturing captures
seize seized seized seizing seizes|expel expelled expelled expelling expels|deport deported deported deporting deports
sanction sanctioned sanctioned sanctioning sanctions|meet met met meeting meets|thank thanked thanked thanking thanks
invite invited invited inviting invites|blame blamed blamed blaming blames|reject rejected rejected rejecting rejects
denounce denounced denounced denouncing denounces|overthrow overthrew overthrown overthrowing overthrows
invade invaded invaded invading invades|storm stormed stormed storming storms|ambush ambushed ambushed ambushing ambushes
hail hailed hailed hailing hails|welcome welcomed welcomed welcoming welcomes|help helped helped helping helps
assist assisted assisted assisting assists|defy defied defied defying defies|oppose opposed opposed opposing opposes
telephone telephoned telephoned telephoning telephones|host hosted hosted hosting hosts|receive received received receiving receives
recognise recognised recognised recognising recognises|free freed freed freeing frees|shoot shot shot shooting shoots
strike struck struck striking strikes|hit hit hit hitting hits|abduct abducted abducted abducting abducts"""
# verb + object nouns + preposition of the other side
WITH_OBJECT = """impose imposed imposed imposing imposes;sanctions tariffs restrictions;on
launch launched launched launching launches;airstrikes attacks raids missiles rockets;on against at
fire fired fired firing fires;missiles rockets shells shots;at on into
sign signed signed signing signs;an_agreement a_treaty a_pact a_deal;with
hold held held holding holds;talks negotiations drills;with
provide provided provided providing provides;aid weapons food assistance medicine;to
send sent sent sending sends;troops aid tents weapons tanks planes soldiers;to
deliver delivered delivered delivering delivers;tents medicine weapons food;to
offer offered offered offering offers;aid asylum help loans talks;to
lift lifted lifted lifting lifts;sanctions restrictions an_embargo a_blockade;on against
cut cut cut cutting cuts;ties aid relations;with to
suspend suspended suspended suspending suspends;aid talks trade flights;to with
close closed closed closing closes;the_border an_embassy the_airport the_crossing;with in
recall recalled recalled recalling recalls;its_ambassador its_envoy;from
summon summoned summoned summoning summons;the_ambassador the_envoy;of
withdraw withdrew withdrawn withdrawing withdraws;troops forces soldiers;from
deploy deployed deployed deploying deploys;troops warships tanks police;near in along
promise promised promised promising promises;aid loans weapons support;to
pledge pledged pledged pledging pledges;aid support money;to
give gave given giving gives;aid money weapons;to
express expressed expressed expressing expresses;concern support regret solidarity frustration;over for
stage staged staged staging stages;a_protest a_demonstration a_strike;against
exchange exchanged exchanged exchanging exchanges;prisoners fire ambassadors;with
demand demanded demanded demanding demands;an_apology the_release talks compensation;from
freeze froze frozen freezing freezes;the_assets accounts;of
block blocked blocked blocking blocks;a_road highways access;to
reach reached reached reaching reaches;a_ceasefire an_agreement a_truce;with
declare declared declared declaring declares;a_ceasefire war an_emergency;on with"""
TO_VERBS = """agree agreed agreed agreeing agrees|threaten threatened threatened threatening threatens|promise promised promised promising promises
offer offered offered offering offers|refuse refused refused refusing refuses|pledge pledged pledged pledging pledges
vow vowed vowed vowing vows|want wanted wanted wanting wants|plan planned planned planning plans|fail failed failed failing fails
decide decided decided deciding decides|continue continued continued continuing continues|decline declined declined declining declines"""
OBJECT_TO = """urge urged urged urging urges|ask asked asked asking asks|order ordered ordered ordering orders|tell told told telling tells
invite invited invited inviting invites|press pressed pressed pressing presses|warn warned warned warning warns|force forced forced forcing forces
call_on called_on called_on calling_on calls_on|appeal_to appealed_to appealed_to appealing_to appeals_to"""
SAY = """say said said saying says|announce announced announced announcing announces|claim claimed claimed claiming claims
add added added adding adds|state stated stated stating states|report reported reported reporting reports
deny denied denied denying denies|confirm confirmed confirmed confirming confirms|warn warned warned warning warns|insist insisted insisted insisting insists"""
PARTICLE = """shoot shot shot shooting shoots;down;jets drones helicopters aircraft
carry carried carried carrying carries;out;airstrikes attacks raids a_raid
call called called calling calls;off;talks a_meeting the_summit
break broke broken breaking breaks;off;relations talks ties
blow blew blown blowing blows;up;a_bridge bridges a_pipeline
shut shut shut shutting shuts;down;newspapers a_newspaper airports
round rounded rounded rounding rounds;up;protesters activists"""
NOUNS = "army government police parliament troops soldiers rebels militants protesters officials lawmakers forces gunmen guerrillas villagers workers diplomats prosecutors ministers leaders residents farmers students".split()
PLURAL = {"troops", "police"}
TITLES = [
    "President",
    "Prime Minister",
    "Foreign Minister",
    "Defence Minister",
    "Chancellor",
    "Secretary of State",
    "General",
    "Ambassador",
    "King",
]
FIRST = "Amina Carlos Dmitri Elena Farid Grace Hassan Ines Jorge Kofi Leila Marta Nikolai Omar Pavel Rosa Samir Tariq Ursula Viktor Wei Yusuf Zara Ahmed Bo Chidi Daniela Emeka Goran Hana".split()
LAST = "Adeyemi Barzani Castillo Dragan Eriksen Farouk Gomez Hadid Ivanov Jansen Kariuki Lopez Mbeki Novak Okafor Petrov Qureshi Rahman Santos Tanaka Umarov Vargas Watanabe Yilmaz Zhang Moreau Keller Rossi Nguyen Haddad".split()
CITIES = "Geneva Doha Kabul Lima Nairobi Vienna Beirut Goma Minsk Tunis Accra Quito Baku Bogota Oslo Jakarta Lagos Mosul Aleppo Kharkiv".split()
ORGS = [
    ("United", "Nations"),
    ("European", "Union"),
    ("African", "Union"),
    ("NATO",),
    ("Hamas",),
    ("Hezbollah",),
    ("Red", "Cross"),
    ("Taliban",),
    ("Interpol",),
    ("ECOWAS",),
    ("Security", "Council"),
    ("State", "Department"),
    ("White", "House"),
    ("Kremlin",),
    ("Pentagon",),
]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
PURPOSES = "ceasefire meeting election attack summit agreement visit talks".split()
ADJ = "new fresh joint military deadly economic surprise further heavy recent major".split()
IRREGULAR = {"police": "NNS"}


def verbs(table: str) -> list[list[str]]:
    """Rows of forms."""
    return [row.split() for line in table.splitlines() for row in line.split("|")]


class Grammar:
    """Makes sentences; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        rows = read_tsv("countries.tsv", ("iso3", "name", "aliases", "demonyms", "capitals"))
        self.places = [n for r in rows for n in (r["name"], *filter(None, r["capitals"].split(";")))]
        self.adjectives = [
            r["demonyms"].split(";")[0] for r in rows if r["demonyms"] and " " not in r["demonyms"].split(";")[0]
        ]

    def pick(self, options: list[str] | tuple[str, ...]) -> str:
        """One of several."""
        return self.rng.choice(options)

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return self.rng.random() < p

    # noun phrases ---------------------------------------------------------------------------------------------

    def proper(self, words: list[str], dep: str, kind: str) -> Node:
        """A name of several words: compounds before the last, as EWT has it for places and bodies."""
        head = Node(words[-1], "PROPN", "NNP", dep, name=kind)
        for i, word in enumerate(words[:-1]):
            if word.lower() in ("of", "and", "the"):
                continue
            adjective = word in (
                "United",
                "European",
                "African",
                "North",
                "South",
                "New",
                "Red",
                "White",
                "Central",
                "Saudi",
            )
            head.left.append(w(word, "ADJ" if adjective else "PROPN", "NNP", "amod" if adjective else "compound"))
            del i
        return head

    def place(self, dep: str) -> Node:
        """A state or capital."""
        words = [p for p in self.pick(self.places).replace("-", " ").split() if p]
        if any(x in ("of", "and", "the", "The") for x in words):
            words = ["Kenya"]
        node = self.proper(words, dep, "LOC")
        if words[0] in ("United", "Netherlands", "Philippines", "Maldives", "Bahamas"):
            node.left.insert(0, w("the", "DET", "DT", "det"))
        return node

    def org(self, dep: str) -> Node:
        """An organisation."""
        node = self.proper(list(self.rng.choice(ORGS)), dep, "ORG")
        if node.left or node.form in ("Kremlin", "Pentagon", "Taliban"):
            node.left.insert(0, w("the", "DET", "DT", "det"))
        return node

    def person(self, dep: str) -> Node:
        """A person, often with a title and a country."""
        if self.chance(0.25):
            return Node(self.pick(LAST), "PROPN", "NNP", dep, name="PER")
        head = Node(
            self.pick(FIRST), "PROPN", "NNP", dep, right=[w(self.pick(LAST), "PROPN", "NNP", "flat")], name="PER"
        )
        if self.chance(0.7):
            title = self.title()
            head.left.append(title)
        return head

    def title(self) -> Node:
        """A title before a name."""
        words = self.pick(TITLES).split()
        if "of" in words:
            node = Node(
                words[0],
                "PROPN",
                "NNP",
                "nmod:desc",
                right=[Node(words[2], "PROPN", "NNP", "nmod", left=[w("of", "ADP", "IN", "case")])],
            )
        else:
            node = Node(words[-1], "PROPN", "NNP", "nmod:desc")
            node.left += [
                w(
                    x,
                    "ADJ" if x in ("Prime", "Foreign") else "PROPN",
                    "NNP",
                    "amod" if x in ("Prime", "Foreign") else "compound",
                )
                for x in words[:-1]
            ]
        if self.chance(0.5):
            node.left.insert(0, w(self.pick(self.adjectives), "ADJ", "JJ", "amod"))
        return node

    def people(self, dep: str) -> Node:
        """A group: "Kenyan police", "12 rebels", "the army"."""
        form = self.pick(NOUNS)
        plural = form.endswith("s") or form in PLURAL
        node = Node(form, "NOUN", "NNS" if plural else "NN", dep)
        kind = self.rng.random()
        if plural and kind < 0.3:
            node.left.append(w(self.pick(["two", "three", "12", "40", "300", "dozens"][:5]), "NUM", "CD", "nummod"))
        elif kind < 0.6 or not plural:
            node.left.append(w("the", "DET", "DT", "det"))
        if self.chance(0.5):
            node.left.append(w(self.pick(self.adjectives), "ADJ", "JJ", "amod"))
        elif self.chance(0.3):
            owner = self.place("nmod:poss")
            owner.right.append(w("'s", "PART", "POS", "case"))
            node.left = [owner]
        return node

    def actor(self, dep: str, *, both: float = 0.12) -> Node:
        """Somebody who acts; sometimes two."""
        make: Callable[[str], Node] = self.rng.choice(
            [self.place, self.place, self.place, self.person, self.people, self.people, self.org]
        )
        node = make(dep)
        if self.chance(both):
            other = self.rng.choice([self.place, self.org, self.people])("conj")
            other.left.insert(0, w("and", "CCONJ", "CC", "cc"))
            node.right.append(other)
            if self.chance(0.3):
                node.left.insert(0, w("both", "CCONJ", "CC", "cc:preconj"))
        return node

    def thing(self, text: str, dep: str) -> Node:
        """An object such as "a_deal" or "sanctions"."""
        parts = text.split("_")
        tag = "NNS" if parts[-1].endswith("s") and not parts[-1].endswith("ss") else "NN"
        node = Node(parts[-1], "NOUN", tag, dep)
        if len(parts) > 1:
            its = parts[0] == "its"
            node.left.append(
                w(parts[0], "PRON" if its else "DET", "PRP$" if its else "DT", "nmod:poss" if its else "det")
            )
        if self.chance(0.3):
            node.left.append(w(self.pick(ADJ), "ADJ", "JJ", "amod"))
        if len(parts) == 1 and self.chance(0.15):
            percent = Node(
                "percent",
                "NOUN",
                "NN",
                "nmod",
                left=[w("of", "ADP", "IN", "case"), w(self.pick(["10", "15", "25", "40"]), "NUM", "CD", "nummod")],
            )
            if text == "tariffs":
                node.right.append(percent)
        return node

    def phrase(self, case: str, node: Node, dep: str) -> Node:
        """A noun phrase with its preposition, as `obl` or `nmod`."""
        node = node.as_(dep)
        node.left.insert(0, w(case, "ADP", "IN", "case"))
        return node

    # adjuncts -------------------------------------------------------------------------------------------------

    def when(self) -> Node:
        """A time."""
        kind = self.rng.random()
        if kind < 0.45:
            return self.phrase("on", w(self.pick(DAYS), "PROPN", "NNP", "obl"), "obl")
        if kind < 0.65:
            day = Node(
                str(self.rng.randint(1, 28)),
                "NUM",
                "CD",
                "obl",
                left=[w(self.pick(MONTHS), "PROPN", "NNP", "nmod:unmarked")],
            )
            return self.phrase("on", day, "obl")
        if kind < 0.8:
            return Node(
                self.pick(["week", "month", "year"]),
                "NOUN",
                "NN",
                "obl:unmarked",
                left=[w(self.pick(["last", "this"]), "ADJ", "JJ", "amod")],
            )
        if kind < 0.9:
            return w("yesterday", "NOUN", "NN", "obl:unmarked")
        noun = Node(self.pick(PURPOSES[:-1]), "NOUN", "NN", "obl", left=[w("the", "DET", "DT", "det")])
        return self.phrase(self.pick(["after", "before", "during"]), noun, "obl")

    def where(self) -> Node:
        """A place where."""
        return self.phrase(
            self.pick(["in", "near", "in"]), Node(self.pick(CITIES), "PROPN", "NNP", "obl", name="LOC"), "obl"
        )

    # clauses --------------------------------------------------------------------------------------------------

    def predicate(self, forms: list[str], *, mood: str, dep: str = "root") -> Node:
        """A verb with its auxiliaries: past, perfect, future, present, infinitive, gerund, participle."""
        base, past, participle, gerund, third = forms
        table = {
            "past": (past, "VBD", []),
            "perfect": (participle, "VBN", [("has", "VBZ")]),
            "pluperfect": (participle, "VBN", [("had", "VBD")]),
            "future": (base, "VB", [("will", "MD")]),
            "would": (base, "VB", [("would", "MD")]),
            "not": (base, "VB", [("did", "VBD")]),
            "progressive": (gerund, "VBG", [("is", "VBZ")]),
            "present": (third, "VBZ", []),
            "infinitive": (base, "VB", []),
            "gerund": (gerund, "VBG", []),
        }
        form, tag, auxiliaries = table[mood]
        node = Node(form, "VERB", tag, dep)
        node.left += [w(a, "AUX", t, "aux") for a, t in auxiliaries]
        if mood == "not":
            node.left.append(w("not", "PART", "RB", "advmod"))
        if mood == "infinitive":
            node.left.append(w("to", "PART", "TO", "mark"))
        return node

    def mood(self) -> str:
        """Mostly past, as news is."""
        return self.rng.choices(
            ["past", "perfect", "pluperfect", "future", "would", "not", "progressive", "present"],
            [50, 14, 6, 8, 4, 5, 4, 6],
        )[0]

    def clause(self, mood: str, dep: str, *, subject: bool, depth: int = 0) -> Node:
        """One of the constructions, with a subject or open."""
        makers = [
            self.transitive,
            self.transitive,
            self.with_object,
            self.with_object,
            self.with_object,
            self.particle,
            self.with_clash,
        ]
        if depth < 2:
            makers += [
                self.to_clause,
                self.to_clause,
                self.object_to,
                self.object_to,
                self.accuse,
                self.threaten_with,
                self.said,
            ]
        if mood in ("past", "perfect") and subject:
            makers += [self.passive, self.passive]
        node = self.rng.choice(makers)(mood, dep, depth)
        if subject and not any(c.dep.startswith("nsubj") for c in node.left):
            node.left.insert(0, self.actor("nsubj"))
        return node

    def transitive(self, mood: str, dep: str, depth: int) -> Node:
        """ "X attacked Y"."""
        node = self.predicate(self.rng.choice(verbs(TRANSITIVE)), mood=mood, dep=dep)
        node.right.append(self.actor("obj"))
        return self.adjuncts(node, depth)

    def with_object(self, mood: str, dep: str, depth: int) -> Node:
        """ "X imposed sanctions on Y"."""
        forms, objects, cases = (part.split() for part in self.rng.choice(WITH_OBJECT.splitlines()).split(";"))
        node = self.predicate(forms, mood=mood, dep=dep)
        thing = self.thing(self.pick(objects), "obj")
        node.right.append(thing)
        if self.chance(0.75):
            case = self.pick(cases)
            if case in ("of", "on", "against", "with") and forms[0] not in (
                "launch",
                "fire",
                "exchange",
                "impose",
                "declare",
                "hold",
                "sign",
            ):
                thing.right.append(self.phrase(case, self.actor("nmod"), "nmod"))
            else:
                node.right.append(self.phrase(case, self.actor("obl"), "obl"))
        return self.adjuncts(node, depth)

    def particle(self, mood: str, dep: str, depth: int) -> Node:
        """ "X shot down five jets"."""
        forms, particle, objects = (part.split() for part in self.rng.choice(PARTICLE.splitlines()).split(";"))
        node = self.predicate(forms, mood=mood, dep=dep)
        thing = self.thing(self.pick(objects), "obj")
        if len(thing.left) == 0 and self.chance(0.5):
            thing.left.append(w(self.pick(["two", "five", "six"]), "NUM", "CD", "nummod"))
            if self.chance(0.6):
                thing.left.append(w(self.pick(self.adjectives), "ADJ", "JJ", "amod"))
        node.right += [w(particle[0], "ADP", "RP", "compound:prt"), thing]
        return self.adjuncts(node, depth)

    def with_clash(self, mood: str, dep: str, depth: int) -> Node:
        """ "X clashed with Y"."""
        forms = self.rng.choice(
            verbs(
                "clash clashed clashed clashing clashes|negotiate negotiated negotiated negotiating negotiates|cooperate cooperated cooperated cooperating cooperates|talk talked talked talking talks|meet met met meeting meets"
            )
        )
        node = self.predicate(forms, mood=mood, dep=dep)
        node.right.append(self.phrase("with", self.actor("obl"), "obl"))
        return self.adjuncts(node, depth)

    def to_clause(self, mood: str, dep: str, depth: int) -> Node:
        """ "X threatened to attack Y"."""
        node = self.predicate(self.rng.choice(verbs(TO_VERBS)), mood=mood, dep=dep)
        node.right.append(self.clause("infinitive", "xcomp", subject=False, depth=depth + 1))
        return self.conditional(node)

    def object_to(self, mood: str, dep: str, depth: int) -> Node:
        """ "X urged Y to stop", "X called on Y to stop"."""
        forms = self.rng.choice(verbs(OBJECT_TO))
        case = forms[0].partition("_")[2]
        node = self.predicate([f.split("_")[0] for f in forms], mood=mood, dep=dep)
        other = self.actor("obl" if case else "obj")
        node.right.append(self.phrase(case, other, "obl") if case else other)
        node.right.append(self.clause("infinitive", "xcomp" if not case else "advcl", subject=False, depth=depth + 1))
        return node

    def accuse(self, mood: str, dep: str, depth: int) -> Node:
        """ "X accused Y of shelling Z"."""
        forms = "accuse accused accused accusing accuses".split()
        node = self.predicate(forms, mood=mood, dep=dep)
        inner = self.clause("gerund", "advcl", subject=False, depth=depth + 1)
        inner.left.insert(0, w("of", "SCONJ", "IN", "mark"))
        node.right += [self.actor("obj"), inner]
        return node

    def threaten_with(self, mood: str, dep: str, depth: int) -> Node:
        """ "X threatened Y with sanctions unless …", "X warned Y of consequences"."""
        forms, case, things = self.rng.choice(
            [
                (
                    "threaten threatened threatened threatening threatens",
                    "with",
                    ["sanctions", "war", "a_halt", "tariffs", "an_attack"],
                ),
                ("warn warned warned warning warns", "of", ["consequences", "sanctions", "an_attack"]),
                ("provide provided provided providing provides", "with", ["weapons", "food", "aid"]),
                ("ask asked asked asking asks", "for", ["help", "aid", "weapons", "talks"]),
                ("charge charged charged charging charges", "with", ["fraud", "treason", "murder"]),
            ]
        )
        node = self.predicate(forms.split(), mood=mood, dep=dep)
        thing = self.thing(self.pick(things), "obl")
        if thing.form == "halt":
            thing.right.append(self.phrase("in", w("trade", "NOUN", "NN", "nmod"), "nmod"))
        node.right += [self.actor("obj", both=0.3), self.phrase(case, thing, "obl")]
        del depth
        return self.conditional(node)

    def conditional(self, node: Node) -> Node:
        """Sometimes an "if" or "unless" clause at the end."""
        if self.chance(0.18):
            inner = self.clause("past", "advcl", subject=False, depth=2)
            inner.left = [
                w(self.pick(["if", "unless"]), "SCONJ", "IN", "mark"),
                w(self.pick(["it", "they", "he"]), "PRON", "PRP", "nsubj"),
                *inner.left,
            ]
            node.right.append(inner)
        return node

    def said(self, mood: str, dep: str, depth: int) -> Node:
        """ "X said that Y had attacked Z"."""
        node = self.predicate(
            self.rng.choice(verbs(SAY)), mood=mood if mood in ("past", "perfect", "infinitive") else "past", dep=dep
        )
        inner = self.clause(self.pick(["pluperfect", "would", "past", "not"]), "ccomp", subject=True, depth=depth + 1)
        if self.chance(0.5):
            inner.left.insert(0, w("that", "SCONJ", "IN", "mark"))
        node.right.append(inner)
        return node

    def passive(self, mood: str, dep: str, depth: int) -> Node:
        """ "Y was attacked by X"."""
        forms = self.rng.choice(verbs(TRANSITIVE))
        subject = self.actor("nsubj:pass")
        plural = subject.xpos in ("NNS", "NNPS") or any(c.dep == "conj" for c in subject.right)
        node = Node(forms[2], "VERB", "VBN", dep, left=[subject])
        if mood == "perfect":
            node.left += [
                w("have" if plural else "has", "AUX", "VBP" if plural else "VBZ", "aux"),
                w("been", "AUX", "VBN", "aux:pass"),
            ]
        else:
            node.left.append(w("were" if plural else "was", "AUX", "VBD", "aux:pass"))
        if self.chance(0.55):
            agent = self.actor("obl:agent")
            agent.left.insert(0, w("by", "ADP", "IN", "case"))
            node.right.append(agent)
        return self.adjuncts(node, depth)

    def adjuncts(self, node: Node, depth: int) -> Node:
        """Time, place, and now and then a participle clause."""
        if depth == 0 and self.chance(0.35):
            node.right.append(self.where())
        if depth == 0 and self.chance(0.45):
            node.right.append(self.when())
        if depth == 0 and self.chance(0.12):
            inner = Node(
                self.pick(["killing", "wounding"]), "VERB", "VBG", "advcl", left=[w(",", "PUNCT", ",", "punct")]
            )
            inner.right.append(
                Node(
                    "civilians",
                    "NOUN",
                    "NNS",
                    "obj",
                    left=[w(self.pick(["four", "11", "dozens"][:2]), "NUM", "CD", "nummod")],
                )
            )
            node.right.append(inner)
        return node

    # sentences ------------------------------------------------------------------------------------------------

    def sentence(self) -> Node:
        """A main clause, sometimes two, sometimes with its speaker at the end or a time at the front."""
        node = self.clause(self.mood(), "root", subject=True)
        kind = self.rng.random()
        if kind < 0.18:
            other = self.clause("past", "conj", subject=self.chance(0.5), depth=1)
            other.left.insert(0, w("and", "CCONJ", "CC", "cc"))
            if any(c.dep == "nsubj" for c in other.left):
                other.left.insert(0, w(",", "PUNCT", ",", "punct"))
            node.right.append(other)
        elif kind < 0.33:
            speaker = Node(
                "said", "VERB", "VBD", "parataxis", left=[w(",", "PUNCT", ",", "punct"), self.actor("nsubj", both=0)]
            )
            if self.chance(0.5):
                speaker.right.append(self.phrase("on", w(self.pick(DAYS), "PROPN", "NNP", "obl"), "obl"))
            node.right.append(speaker)
        elif kind < 0.42:
            time = self.when()
            time.right.append(w(",", "PUNCT", ",", "punct"))
            node.left.insert(0, time)
        if self.chance(0.94):
            node.right.append(w(".", "PUNCT", ".", "punct"))
        return node


def linear(node: Node) -> list[tuple[Node, int]]:
    """Words in order with the index of their head (from 1; 0 = root)."""
    order: list[tuple[Node, Node | None]] = []

    def walk(n: Node, head: Node | None) -> None:
        for c in n.left:
            walk(c, n)
        order.append((n, head))
        for c in n.right:
            walk(c, n)

    walk(node, None)
    position = {id(n): i for i, (n, _) in enumerate(order, 1)}
    return [(n, position[id(h)] if h is not None else 0) for n, h in order]


def _name_tags(rows: list[tuple[Node, int]]) -> list[str]:
    tags = ["O"] * len(rows)
    for i, (node, _) in enumerate(rows):
        if not node.name:
            continue
        inside = [i] + [
            j
            for j, (n, h) in enumerate(rows)
            if h == i + 1 and n.dep in ("compound", "amod", "flat") and n.xpos == "NNP"
        ]
        for k, j in enumerate(sorted(inside)):
            tags[j] = ("I-" if k else "B-") + node.name
    return tags


def synthetic_sentences(count: int, *, seed: int) -> Iterator[Sentence]:
    """So many sentences with tags, trees and name tags."""
    grammar = Grammar(seed)
    while count:
        rows = linear(grammar.sentence())
        if len(rows) > 45:
            continue
        words = [n.form for n, _ in rows]
        words[0] = words[0][:1].upper() + words[0][1:]
        count -= 1
        yield Sentence(
            words=words,
            upos=[n.upos for n, _ in rows],
            xpos=[n.xpos for n, _ in rows],
            heads=[h for _, h in rows],
            deprels=[n.dep for n, _ in rows],
            names=_name_tags(rows),
            genre="synthetic",
        )
