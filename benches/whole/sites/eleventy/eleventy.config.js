import { createRequire } from "node:module";

// Installed beside Eleventy, outside of this folder.
const footnotes = createRequire(process.env.BENCH_MODULES)("markdown-it-footnote");
const PAGE = 50;
const FEED = 20;

export default function (eleventy) {
  let known;
  eleventy.on("eleventy.before", () => (known = undefined));
  const articles = (api) => (known ??= api.getFilteredByGlob("content/*/*.md").sort((a, b) => b.date - a.date));

  // Lists by what `terms` finds in an article: all have the same form.
  const lists = (api, folder, terms) => {
    const groups = new Map();
    for (const article of articles(api))
      for (const term of terms(article)) groups.has(term) ? groups.get(term).push(article) : groups.set(term, [article]);
    return [...groups].map(([term, items]) => ({ term, folder, items, url: term ? `${folder}/${term}/` : `${folder}/` }));
  };
  const all = (api) => [
    ...lists(api, "", () => [""]),
    ...lists(api, "", (article) => [article.data.section]),
    ...lists(api, "/tags", (article) => article.data.topics),
    ...lists(api, "/entities", (article) => article.data.entities),
  ];
  eleventy.addCollection("articles", articles);
  eleventy.addCollection("listPages", (api) =>
    all(api).flatMap((list) => {
      const of = Math.max(1, Math.ceil(list.items.length / PAGE));
      const address = (number) => (number > 1 ? `${list.url}page/${number}/` : list.url);
      return Array.from({ length: of }, (_, at) => ({
        ...list, of, number: at + 1, items: list.items.slice(at * PAGE, (at + 1) * PAGE), here: address(at + 1), newer: address(at), older: address(at + 2),
      }));
    }));
  eleventy.addCollection("feeds", (api) => all(api).map((list) => ({ ...list, items: list.items.slice(0, FEED) })));
  eleventy.addFilter("day", (date) => date.toISOString().slice(0, 10));
  eleventy.addFilter("instant", (date) => date.toISOString());
  eleventy.amendLibrary("md", (markdown) => markdown.use(footnotes));
  return { dir: { input: "content" }, markdownTemplateEngine: false };
}
