// The search page: Pagefind's index behind a form of our own. Without this file the page leads to the archive and the glossary.
(() => {
  "use strict";
  const doc = document;
  const box = doc.querySelector("search[data-index]");
  if (!box) return;
  const { index, root } = box.dataset;
  const form = box.querySelector("form");
  const field = form.elements.q;
  const narrow = box.querySelector("details");
  const groups = [...box.querySelectorAll("[data-by]")];
  const status = doc.querySelector(".search-status");
  const list = doc.querySelector(".search-results");
  const more = doc.querySelector(".search-more");
  const language = doc.documentElement.lang;
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(`${language}-u-nu-${doc.documentElement.dataset.numerals ?? "latn"}`);
  const counts = Object.fromEntries([...doc.getElementById("search-counts").content.children].map((text) => [text.dataset.category, text.textContent]));
  const STEP = 10; // results at a time
  const CHOICES = 8; // values of a group at a time
  const WAIT = 150; // milliseconds after the last key
  // Of these, a page may have several: each that is chosen must be there. Of the others, one of the chosen.
  const EVERY = ["entity", "tag"];

  let engine = null;
  let turn = 0;
  let timer = 0;
  let found = [];

  const make = (tag, properties, ...children) => {
    const part = Object.assign(doc.createElement(tag), properties);
    part.append(...children.filter(Boolean));
    return part;
  };

  const start = async () => {
    const { createInstance } = await import(`${index}pagefind.js`);
    // A worker would need a policy of its own. Other forms of a name count less than the text's own words.
    const made = createInstance({ basePath: index, baseUrl: root, noWorker: true, excerptLength: 32, ranking: { metaWeights: { title: 5, kind: 0.5, date: 0.5, forms: 0.8 } } });
    await made.init();
    return made;
  };

  const chosen = () => {
    const filters = {};
    for (const group of groups) {
      const values = [...group.querySelectorAll(":checked")].map((input) => input.value);
      if (values.length) filters[group.dataset.by] = EVERY.includes(group.dataset.by) ? values : { any: values };
    }
    return filters;
  };

  // The address holds the question, so that it can be sent and come back to.
  const remember = () => {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
  };

  // Words without their last letters: what a language without a stemmer declines is found by its beginning.
  const shorter = (query) => query.replace(/\p{L}{5,}/gu, (word) => word.slice(0, Math.max(4, word.length - 2)));

  async function run() {
    clearTimeout(timer);
    const mine = ++turn;
    remember();
    const query = field.value.trim();
    const filters = chosen();
    if (!query && !Object.keys(filters).length) return show([], "");
    try {
      engine ??= start();
      const pagefind = await engine;
      if (narrow.open) await pagefind.filters();
      const sort = form.elements.sort.value ? { [form.elements.sort.value]: "desc" } : {};
      let answer = await pagefind.search(query || null, { filters, sort });
      if (query && !answer.results.length && shorter(query) !== query) answer = await pagefind.search(shorter(query), { filters, sort });
      if (mine !== turn) return;
      const { length } = answer.results;
      if (narrow.open) offer(answer.filters);
      await show(answer.results, length ? counts[plural.select(length)].replace("{n}", number.format(length)) : status.dataset.none, mine);
    } catch {
      engine = null;
      if (mine === turn) show([], status.dataset.failed);
    }
  }

  async function show(results, words, mine) {
    found = results;
    const first = await Promise.all(found.slice(0, STEP).map((result) => result.data()));
    if (mine && mine !== turn) return;
    list.replaceChildren(...first.map(entry));
    more.hidden = found.length <= STEP;
    status.textContent = words;
  }

  const entry = ({ url, excerpt, meta }) => make("li", { className: "item" },
    meta.kind && make("p", { className: "kicker", textContent: meta.kind }),
    make("h2", {}, make("a", { href: url, textContent: meta.title, dir: "auto" })),
    make("p", { className: "item-text", dir: "auto" }, ...marked(excerpt)),
    meta.date && make("p", { className: "item-date", textContent: meta.date }));

  // An excerpt is text with `<mark>`s; it is taken apart, never read as HTML.
  const marked = (excerpt) => excerpt.split(/<\/?mark>/).map((words, at) => {
    const plain = words.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return at % 2 ? make("mark", { textContent: plain }) : plain;
  });

  // What the results may be narrowed by: the commonest values among them, and what is chosen already.
  function offer(filters) {
    const focused = doc.activeElement?.matches("[data-by] input") ? doc.activeElement : null;
    for (const group of groups) {
      const key = group.dataset.by;
      const on = [...group.querySelectorAll(":checked")].map((input) => input.value);
      const values = Object.entries(filters[key] ?? {}).filter(([value, count]) => count || on.includes(value));
      values.sort(([a, m], [b, n]) => on.includes(b) - on.includes(a) || n - m || a.localeCompare(b, language));
      const shown = values.slice(0, Math.max(CHOICES, on.length));
      group.hidden = shown.length < 2 && !on.length;
      for (const label of group.querySelectorAll("label")) label.remove();
      group.append(...shown.map(([value, count]) => make("label", {},
        make("input", { type: "checkbox", name: key, value, checked: on.includes(value) }), " ",
        make("bdi", { textContent: value }), " ", make("small", { textContent: number.format(count) }))));
    }
    if (focused) [...box.querySelectorAll("[data-by] input")].find((input) => input.name === focused.name && input.value === focused.value)?.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, WAIT);
  });
  form.addEventListener("change", (event) => event.target !== field && run());
  narrow.addEventListener("toggle", async () => {
    if (!narrow.open) return;
    if (field.value.trim() || Object.keys(chosen()).length) return run();
    try {
      offer(await (await (engine ??= start())).filters());
    } catch {
      engine = null;
      status.textContent = status.dataset.failed;
    }
  });
  more.addEventListener("click", async () => {
    const mine = turn;
    const from = list.children.length;
    const next = await Promise.all(found.slice(from, from + STEP).map((result) => result.data()));
    if (mine !== turn) return;
    list.append(...next.map(entry));
    more.hidden = found.length <= from + STEP;
    list.children[from]?.querySelector("a").focus();
  });

  // Arrows go through the results, Escape goes back to the question and then empties it; Enter is the browser's own.
  doc.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const inside = target === field || list.contains(target);
    if (!inside || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(target);
    if (key === "ArrowDown" && links[at + 1]) links[at + 1].focus();
    else if (key === "ArrowUp" && at >= 0) (links[at - 1] ?? field).focus();
    else if (key === "Escape" && at >= 0) field.focus();
    else if (key === "Escape" && field.value) {
      field.value = "";
      run();
    } else return;
    event.preventDefault();
  });

  const asked = new URLSearchParams(location.search);
  field.value = asked.get("q") ?? "";
  if (asked.get("sort")) form.elements.sort.value = asked.get("sort");
  for (const group of groups) {
    for (const value of asked.getAll(group.dataset.by)) {
      group.append(make("label", {}, make("input", { type: "checkbox", name: group.dataset.by, value, checked: true }), " ", make("bdi", { textContent: value })));
      group.hidden = false;
      narrow.open = true;
    }
  }
  box.hidden = false;
  field.focus();
  run();
})();
