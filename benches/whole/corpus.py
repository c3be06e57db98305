"""An archive of news briefings, the same for the same number of articles on any machine.

Words are made of syllables and are as frequent as in a language; a story of a dozen articles has words, names and a tag of its
own; names are made of other syllables, so that no word is a name. An article has 300 to 500 words in paragraphs, headings, a
list, a quotation and notes, names some eight entities in full or in short, and refers to earlier articles.
"""
import datetime, random, re

STORY = 12
SECTIONS = ["world", "politics", "economy", "energy", "science", "health", "culture", "law"]
AUTHORS = 12
LAST = datetime.datetime(2025, 6, 30, 21, 0)
BETWEEN = datetime.timedelta(minutes=72)
WORDS = 60_000
STOP = "the of a to in and on that was for is with as by at from it its had not which were has been after before over".split()
OF_WORDS = "ba de ri mo lu ta ne si ko fa ve du pi lo ga mi".split()
OF_NAMES = "tur bel kor van dal ost hem rud sil gar pol nyr zan feld mar wick".split()
KINDS = {
    "person": ["judge and negotiator", "economist", "mayor of a port", "speaker of the upper house"],
    "organization": ["public body", "maker of turbines", "union of dockers", "research institute"],
    "place": ["port on the northern line", "border town", "river valley", "seat of a district court"],
}
BODIES = ["Council", "Bank", "Institute", "Railways", "Agency", "Union"]
REFERENCE = re.compile(r"<(\d+)>")


class Entity:
    """Of the glossary."""

    def __init__(self, number, taken):
        chance = random.Random(f"entity {number}")
        self.kind = chance.choices(list(KINDS), (45, 35, 20))[0]
        while True:
            syllables = [chance.choice(OF_NAMES) for _ in range(5)]
            own = "".join(syllables[:3]).capitalize()
            if self.kind == "person":
                self.name, aliases = f"{''.join(syllables[3:]).capitalize()} {own}", [own]
            elif self.kind == "organization":
                body = chance.choice(BODIES)
                short = "".join(syllable[0] for syllable in syllables[:3]).upper() + body[0]
                self.name, aliases = f"{own} {body}", [short]
            else:
                self.name, aliases = own, []
            if self.name not in taken:
                break
        self.aliases = [alias for alias in aliases if alias not in taken]
        taken.update([self.name, *self.aliases])
        self.id = self.name.lower().replace(" ", "-")
        self.description = f"{chance.choice(KINDS[self.kind]).capitalize()}, in these briefings since {chance.randint(1991, 2024)}."


class Article:
    """Of the archive: `blocks` of Markdown in which `<7>` is a reference to the seventh article."""

    def __init__(self, number, date):
        self.number, self.date = number, date
        self.mentions, self.also, self.notes = [], [], []

    def body(self, reference, afterthought=""):
        """The text, with references as `reference(number)` writes them, and an afterthought in the first paragraph."""
        blocks = [self.blocks[0] + afterthought, *self.blocks[1:], *self.notes]
        return "\n\n".join(REFERENCE.sub(lambda found: reference(int(found[1])), block) for block in blocks) + "\n"


class Corpus:
    """All of it."""

    def __init__(self, count):
        taken = set()
        self.entities = [Entity(number, taken) for number in range(max(100, min(5000, count // 20)))]
        self.slugs, self.articles = set(), []
        for number in range(count):
            self.articles.append(self.article(number, LAST - BETWEEN * (count - 1 - number)))

    def article(self, number, date):
        story = number // (STORY * 8) * 8 + number % 8
        of_story, chance = random.Random(f"story {story}"), random.Random(f"article {number}")
        self.chance = chance
        self.subject = [word(of_story.randrange(WORDS)) for _ in range(30)]
        self.cast = [self.someone(of_story) for _ in range(4)]
        article = Article(number, date)
        article.section = SECTIONS[story % len(SECTIONS)]
        article.tags = sorted({f"subject-{story % 97}", *(f"{SECTIONS[chance.randrange(8)]}-{chance.randrange(6)}" for _ in range(2))})
        article.authors = [f"Desk {of_story.randrange(AUTHORS) + 1}"]
        article.title = self.title(article)
        article.description = self.sentence(None)
        article.blocks = self.blocks(article)
        article.also = sorted({self.earlier(article) for _ in range(chance.choice((0, 1, 2, 3)))} - {None})
        return article

    def someone(self, chance):
        """An entity; few are named often, most are named seldom."""
        return self.entities[int(len(self.entities) ** chance.random()) - 1]

    def earlier(self, article):
        """The number of an earlier article, of the same story if there is one."""
        near = article.number - 8 * self.chance.randint(1, STORY)
        if near >= 0:
            return near
        return self.chance.randrange(article.number) if article.number else None

    def title(self, article):
        while True:
            words = [self.chance.choice(self.subject) for _ in range(self.chance.randint(2, 4))]
            named = self.chance.random() < 0.6
            if named:
                entity = self.chance.choice(self.cast)
                words.insert(0, entity.name)
            title = " ".join([words[0][0].upper() + words[0][1:], *words[1:]])
            slug = title.lower().replace(" ", "-")
            if slug not in self.slugs:
                break
        self.slugs.add(slug)
        article.slug = slug
        if named:
            article.mentions.append(entity)
        return title

    def blocks(self, article):
        blocks, left, heading = [], self.chance.randint(300, 500), 3
        while left > 0:
            sentences = [self.sentence(article) for _ in range(self.chance.randint(2, 5))]
            left -= sum(len(sentence.split()) for sentence in sentences)
            match len(blocks):
                case 2:
                    blocks.append("\n".join(f"- {sentence}" for sentence in sentences))
                case 5:
                    blocks.append(f"> {' '.join(sentences)}")
                case at if at == heading:
                    blocks.append(f"## {self.sentence(None, 4)[:-1]}")
                    heading += 4
                    blocks.append(" ".join(sentences))
                case _:
                    blocks.append(" ".join(sentences))
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            number = self.earlier(article)
            if number is not None:
                blocks[-1] += f" More of it: <{number}>."
        if self.chance.random() < 0.3:
            blocks[0] += "[^1]"
            article.notes = [f"[^1]: {self.sentence(None)}"]
        blocks[1] += f" ([source](https://source.example/{article.number}))"
        return blocks

    def sentence(self, article, length=None):
        """One; where an article is given, a third of them name somebody."""
        words = [self.word() for _ in range(length or self.chance.randint(8, 18))]
        if self.chance.random() < 0.15:
            words[-1] = f"**{words[-1]}**"
        if article and self.chance.random() < 0.35:
            entity = self.chance.choice(self.cast) if self.chance.random() < 0.6 else self.someone(self.chance)
            known = entity in article.mentions
            if not known:
                article.mentions.append(entity)
            short = known and entity.aliases and self.chance.random() < 0.5
            words.insert(self.chance.randrange(len(words)), entity.aliases[0] if short else entity.name)
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def word(self):
        """One of the story's, or one of the language: the second most frequent is half as frequent as the first."""
        if self.chance.random() < 1 / 12:
            return self.chance.choice(self.subject)
        rank = int(WORDS ** self.chance.random())
        return STOP[rank] if rank < len(STOP) else word(rank)


def word(number):
    """A word that differs for each number; small numbers have short ones."""
    syllables = []
    while number or len(syllables) < 2:
        syllables.append(OF_WORDS[number % 16])
        number //= 16
    return "".join(syllables)
