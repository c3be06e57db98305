import json, pathlib

SITENAME = "Briefings"
SITEURL = "https://briefings.example"
PATH = "content"
THEME = "theme"
THEME_STATIC_PATHS = []
TIMEZONE = "UTC"
DEFAULT_PAGINATION = 50
PAGINATED_TEMPLATES = {"index": None, "category": None, "tag": None}
PAGINATION_PATTERNS = [(1, "{url}", "{save_as}"), (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html")]
ARTICLE_URL, ARTICLE_SAVE_AS = "{category}/{slug}/", "{category}/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "{slug}/", "{slug}/index.html"
TAG_URL, TAG_SAVE_AS, TAGS_SAVE_AS = "tags/{slug}/", "tags/{slug}/index.html", "tags/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = CATEGORIES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "sitemap"]
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM, CATEGORY_FEED_ATOM, TAG_FEED_ATOM = "feed.xml", "{slug}/feed.xml", "tags/{slug}/feed.xml"
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
RSS_FEED_SUMMARY_ONLY = True
MARKDOWN = {"extensions": ["markdown.extensions.footnotes"], "output_format": "html5"}
JINJA_GLOBALS = {"GLOSSARY": json.loads((pathlib.Path(__file__).parent / "glossary.json").read_text())}
JINJA_FILTERS = {"entries": lambda text: [entry.split(" ", 1) for entry in text.split(" | ")]}
