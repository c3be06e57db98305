"""The archive as a site of each generator: how its articles are written, how it is built, where its pages lie.

What a generator cannot find out by itself is given to it ready-made, in its favour: which entities an article names stands in the
front matter, references and further reading are addresses and titles. Templates and settings lie under `sites/`.
"""
import json, os, shutil
from corpus import SECTIONS

HERE = os.path.dirname(os.path.abspath(__file__))


class Site:
    """What all have in common; `does` answers the columns of the second table."""
    skeleton, program = None, None
    does = {}

    def __init__(self, corpus, root):
        self.corpus, self.root = corpus, root

    def write(self):
        if self.skeleton:
            shutil.copytree(f"{HERE}/sites/{self.skeleton}", self.root, dirs_exist_ok=True)
        for path, text in self.rest():
            self.put(path, text)
        for article in self.corpus.articles:
            self.put(self.source(article), self.text(article))

    def edit(self, article, afterthought):
        """Changes one article; without an afterthought it is again as it was."""
        self.put(self.source(article), self.text(article, afterthought))

    def put(self, path, text):
        path = f"{self.root}/{path}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def rest(self):
        """Paths and texts of what depends on the corpus and is no article."""
        return []

    def source(self, article):
        return f"content/{article.section}/{article.slug}.md"

    def page(self, article):
        """The path of an article's page in the output."""
        return self.url(article).strip("/") + "/index.html"

    def url(self, article):
        return f"/{article.section}/{article.slug}/"

    def body(self, article, afterthought=""):
        def reference(number):
            other = self.corpus.articles[number]
            return f"[{other.title}]({self.url(other)})"
        return article.body(reference, afterthought)

    def front(self, article):
        """What most have in their front matter, in the order of the reader."""
        return {
            "title": article.title, "date": f"{article.date:%Y-%m-%dT%H:%M:%SZ}", "description": article.description,
            "authors": article.authors,
        }

    def also(self, article):
        others = [self.corpus.articles[number] for number in article.also]
        return [{"title": other.title, "url": self.url(other)} for other in others]

    def ids(self, article):
        return [entity.id for entity in article.mentions]

    def glossary(self):
        return json.dumps({entity.id: described(entity) for entity in self.corpus.entities})

    def environment(self, tools):
        """Variables that the command needs; `tools` is where programs were installed."""
        return {}

    def left_behind(self):
        """Folders beside the output that a clean build must not find."""
        return []


class Gloss(Site):
    key, label, program = "gloss", "**gloss**", "gloss"
    feeds, settings = "{count: 20}", ""
    does = {"mentions": "found in the text", "related": "by text, names, tags", "entity pages": "yes", "feeds": "of all lists and authors, whole texts, Atom and JSON",
            "lists": "yes", "besides": "read-also by headline, backlinks, cards, structured data, sitemap with pictures, data files"}

    def rest(self):
        yield "gloss.yaml", f"title: Briefings\nbase_url: https://briefings.example\nfeeds: {self.feeds}\n{self.settings}"
        rows = [f"- {json.dumps({'id': entity.id, 'aliases': entity.aliases, **described(entity)})}\n" for entity in self.corpus.entities]
        yield "content/glossary/all.yaml", "".join(rows)
        for section in SECTIONS:
            yield f"content/{section}/_index.md", f"---\ntitle: {section.capitalize()}\n---\n"

    def source(self, article):
        return f"content/{article.date:%Y/%m}/{article.slug}.md"

    def url(self, article):
        return f"/{article.date:%Y/%m}/{article.slug}/"

    def text(self, article, afterthought=""):
        text = article.body(lambda number: f"[[{self.corpus.articles[number].slug}]]", afterthought)
        if article.also:
            text += "\nRead also:\n\n" + "".join(f"- {other['title']}\n" for other in self.also(article))
        return yaml({**self.front(article), "tags": article.tags, "section": article.section}) + text

    def command(self, tool, output):
        return [*tool, "build", "--root", self.root, "--output", output, "--quiet"]

    def left_behind(self):
        return [f"{self.root}/.gloss"]


class GlossFlat(Gloss):
    key, label = "gloss-flat", "**gloss**, `SLUG.html`"
    settings = "pretty_urls: false\n"

    def page(self, article):
        return f"{article.date:%Y/%m}/{article.slug}.html"


class GlossLess(Gloss):
    """Without what none of the others has in its first row: computed neighbours, feeds of authors, a second format."""
    key, label = "gloss-less", "**gloss**, less"
    feeds = "{count: 20, formats: [atom], authors: false}"
    settings = "read_also: {count: 0}\n"
    does = {**Gloss.does, "related": "off", "feeds": "of all lists, whole texts, Atom"}


class Hugo(Site):
    key, label, program, skeleton = "hugo", "Hugo", "hugo", "hugo"
    does = {"mentions": "no: given", "related": "off", "entity pages": "yes", "feeds": "of all lists, RSS, summaries", "lists": "yes", "besides": "sitemap"}

    def rest(self):
        yield "layouts/_partials/related.html", ""
        yield from self.sections()

    def sections(self):
        for entity in self.corpus.entities:
            yield f"content/entities/{entity.id}/_index.md", yaml({"title": entity.name, "description": entity.description})
        for section in SECTIONS:
            yield f"content/{section}/_index.md", yaml({"title": section.capitalize()})

    def text(self, article, afterthought=""):
        front = {**self.front(article), "tags": article.tags, "entities": self.ids(article), "also": self.also(article)}
        return yaml(front) + self.body(article, afterthought)

    def command(self, tool, output):
        return [*tool, "--source", self.root, "--destination", output, "--quiet"]


class HugoRelated(Hugo):
    key, label = "hugo-related", "Hugo with related"
    does = {**Hugo.does, "related": "by entities, tags, date"}

    def rest(self):
        yield from self.sections()


class HugoFlat(Hugo):
    key, label = "hugo-flat", "Hugo, `SLUG.html`"

    def environment(self, tools):
        return {"HUGO_UGLYURLS": "true"}

    def page(self, article):
        return self.url(article).strip("/") + ".html"


class Zola(Site):
    key, label, program, skeleton = "zola", "Zola", "zola", "zola"
    does = {"mentions": "no: given", "related": "no", "entity pages": "yes", "feeds": "of all lists, Atom, whole texts", "lists": "yes, but the front page's", "besides": "sitemap"}

    def rest(self):
        for entity in self.corpus.entities:
            yield f"entities/{entity.id}.json", json.dumps(described(entity))
        for section in SECTIONS:
            front = {"title": section.capitalize(), "sort_by": "date", "paginate_by": 50, "generate_feeds": True}
            yield f"content/{section}/_index.md", toml(front)

    def text(self, article, afterthought=""):
        front = self.front(article)
        front["taxonomies"] = {"tags": article.tags, "entities": self.ids(article)}
        front["extra"] = {"entities": [{"id": entity.id, **described(entity)} for entity in article.mentions], "also": self.also(article)}
        return toml(front) + self.body(article, afterthought)

    def command(self, tool, output):
        return [*tool, "--root", self.root, "--config", f"{self.root}/config.toml", "build", "--output-dir", output, "--force"]


class Eleventy(Site):
    key, label, program, skeleton = "eleventy", "Eleventy", "eleventy", "eleventy"
    does = {"mentions": "no: given", "related": "no", "entity pages": "by code of the site", "feeds": "of all lists, by template, Atom, summaries",
            "lists": "by code of the site", "besides": "sitemap, by template"}

    def rest(self):
        yield "content/_data/glossary.json", self.glossary()
        for section in SECTIONS:
            yield f"content/{section}/{section}.json", json.dumps({"section": section, "layout": "article.njk"})

    def text(self, article, afterthought=""):
        front = {**self.front(article), "topics": article.tags, "entities": self.ids(article), "also": self.also(article)}
        return yaml(front) + self.body(article, afterthought)

    def environment(self, tools):
        return {"BENCH_MODULES": f"{tools}/node/package.json"}

    def command(self, tool, output):
        return [*tool, "--output", os.path.relpath(output, self.root), "--quiet"]


class Pelican(Site):
    key, label, program, skeleton = "pelican", "Pelican", "pelican", "pelican"
    does = {"mentions": "no: given", "related": "no", "entity pages": "as tags", "feeds": "of all lists, Atom, summaries", "lists": "yes", "besides": "sitemap, by template"}

    def rest(self):
        yield "glossary.json", self.glossary()

    def text(self, article, afterthought=""):
        rows = {
            "Title": article.title, "Date": f"{article.date:%Y-%m-%d %H:%M}", "Slug": article.slug, "Category": article.section,
            "Summary": article.description, "Author": article.authors[0], "Tags": ", ".join(article.tags + self.ids(article)),
        }
        if article.also:
            rows["Also"] = " | ".join(f"{other['url']} {other['title']}" for other in self.also(article))
        return "".join(f"{key}: {value}\n" for key, value in rows.items()) + "\n" + self.body(article, afterthought)

    def command(self, tool, output):
        return [*tool, "--settings", "pelicanconf.py", "--output", output, "--fatal", "errors", "--quiet", "content"]

    def left_behind(self):
        return [f"{self.root}/cache"]


class Blades(Site):
    key, label, program, skeleton = "blades", "Blades, `SLUG.html`", "blades", "blades"
    does = {"mentions": "no: given", "related": "no", "entity pages": "six of an article, title and list alone", "feeds": "off: it has one, of all articles",
            "lists": "yes, but the front page's", "besides": "sitemap"}

    def rest(self):
        for section in SECTIONS:
            yield f"content/{section}/index.toml", f'title = "{section.capitalize()}"\npaginate_by = 50\n'

    def url(self, article):
        return f"/{article.section}/{article.slug}.html"

    def page(self, article):
        return self.url(article).strip("/")

    def text(self, article, afterthought=""):
        front = self.front(article)
        front.update(summary=front.pop("description"), author=front.pop("authors")[0], topics=[{"name": tag} for tag in article.tags])
        front["mentions"] = [{"id": entity.id, **described(entity)} for entity in article.mentions]
        front["also"] = self.also(article)
        front["taxonomies"] = {"tags": article.tags, "entities": self.ids(article)[:6]}
        return toml(front) + self.body(article, afterthought)

    def command(self, tool, output):
        # It takes the folder from its settings alone.
        with open(f"{HERE}/sites/blades/Blades.toml") as file:
            self.put("Blades.toml", f'output_dir = "{os.path.relpath(output, self.root)}"\n{file.read()}')
        return [*tool, "build"]

    def left_behind(self):
        return [f"{self.root}/.blades"]


ALL = [Gloss, GlossLess, GlossFlat, Hugo, HugoRelated, HugoFlat, Zola, Eleventy, Pelican, Blades]


def described(entity):
    return {"name": entity.name, "kind": entity.kind, "description": entity.description}


def yaml(front):
    """Front matter; a JSON value is a YAML value, and a date is a date without quotes."""
    return "---\n" + "".join(f"{key}: {value if key == 'date' else json.dumps(value)}\n" for key, value in front.items()) + "---\n\n"


def toml(front):
    """The same for TOML, tables last."""
    def value(it):
        match it:
            case dict():
                return "{" + ", ".join(f"{key} = {value(inner)}" for key, inner in it.items()) + "}"
            case list():
                return "[" + ", ".join(map(value, it)) + "]"
        return json.dumps(it)
    plain = [f"{key} = {it if key == 'date' else value(it)}\n" for key, it in front.items() if not isinstance(it, dict)]
    tables = [f"[{key}]\n" + "".join(f"{name} = {value(inner)}\n" for name, inner in it.items()) for key, it in front.items() if isinstance(it, dict)]
    return "+++\n" + "".join(plain + tables) + "+++\n"
