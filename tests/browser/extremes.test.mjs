// Texts as long and as short as they get: words and addresses without an end, two hundred names, one name, no picture. Nothing
// is wider than the window, nothing lies over anything else, in any scheme.
//
// GLOSS is the program (else target/release/gloss, else target/debug/gloss).

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { site, tour, visit } from "./site.mjs";

const home = join(dirname(fileURLToPath(import.meta.url)), "../..");
const GLOSS = process.env.GLOSS ?? ["release", "debug"].map((profile) => join(home, "target", profile, "gloss")).find(existsSync);

const LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
const ADDRESS = `https://www.example.org/${"a-path-without-an-end/".repeat(8)}`;
const names = Array.from({ length: 200 }, (_, index) => index);

const FILES = {
  "gloss.yaml": `title: The Very Long Name of a Regional Newspaper of Record
base_url: https://look.example
description: A motto that is somewhat longer than mottos are.
languages: {en: {}, ar: {fallback: pages}}
paginate: 3
search: true
`,
  "content/glossary/all.yaml": `${names.map((index) => `- {id: e${index}, name: Entity Number${index}, kind: person, description: "One of two hundred, ${LONG}."}`).join("\n")}
- {id: lonely, name: Lonely Person, kind: person, description: Only one article has this name.}
`,
  "content/politics/many.md": `---\ntitle: Two hundred names\ndate: 2024-06-19\n---\n\n${names.map((index) => `Entity Number${index} spoke.`).join(" ")}\n`,
  "content/politics/one.md": "---\ntitle: One\ndate: 2024-06-18\n---\n\nLonely Person spoke.\n",
  "content/politics/long.md": `---
title: An exceedingly long headline about the ${LONG} and what the committee said of it on a rainy Thursday
date: 2024-06-17
updated: 2024-06-20
genre: analysis
series: ${LONG}
tags: [${LONG}, names]
authors: [A Person With a Very Long Name von und zu Hohenlohe-Waldenburg-Schillingsfürst, ${LONG}]
description: ${LONG} and more.
corrections: [{date: 2024-06-19, text: "${LONG}"}]
sources: [{title: "${ADDRESS}", url: "${ADDRESS}"}]
backstory: ${LONG}
---

Lonely Person [said it][^a] and [said it again][^b]. See [[one]]. ${ADDRESS}

## ${LONG}

| One | Two | Three | Four |
| --- | ---: | --- | --- |
| a long cell with words | 1,234,567 | ${LONG} | y |

\`${LONG}${LONG}\`

> ${LONG}

[^a]: [!CONTEXT] ${"A note that goes on for a while. ".repeat(12)}
[^b]: [!CLAIM claimant="@lonely" rating="contradicted"] ${LONG}
`,
};
for (let index = 0; index < 6; index++) FILES[`content/culture/p${index}.md`] = `---\ntitle: Briefing ${index}\ndate: 202${index % 3}-02-01\ntags: [names]\nseries: Parts\n---\n\nLonely words.\n`;

let root;
after(() => rm(root, { recursive: true, force: true }));

async function build() {
  root = await mkdtemp(join(tmpdir(), "gloss-extremes-"));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  execFileSync(GLOSS, ["build", "--root", root], { stdio: "pipe" });
  return join(root, "public");
}

site(build);

const kinds = ["/", "/page/2/", "/politics/long/", "/politics/many/", "/politics/one/", "/ar/politics/long/", "/ar/", "/politics/", "/culture/", "/tags/names/", "/series/parts/", "/2021/", "/2021/02/", "/archive/", "/corrections/", "/glossary/", "/glossary/lonely/", "/search/", "/404.html"];

for (const width of [320, 360, 768, 1440]) {
  test(`nothing is wider than a window of ${width} pixels`, () =>
    tour(kinds, { width }, async (page, path) => {
      const wide = await page.evaluate(() => {
        const edge = document.documentElement.clientWidth;
        const scrolls = (element) => element.closest(".table, pre, .visually-hidden, .skip");
        const out = [...document.querySelectorAll("body *")].filter((element) => {
          const { left, right, width } = element.getBoundingClientRect();
          return width > 0 && (right > edge + 1 || left < -1) && !scrolls(element);
        });
        return { page: document.documentElement.scrollWidth - edge, out: out.map((element) => element.outerHTML.slice(0, 80)) };
      });
      assert.deepEqual(wide, { page: 0, out: [] }, path);
    }));
}

test("no words lie over others: masthead, headline, text, notes beside it", () =>
  tour(["/", "/politics/long/", "/ar/politics/long/"], { width: 1440 }, async (page, path) => {
    const overlaps = await page.evaluate(() => {
      const lines = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || element.closest(".table, pre, .visually-hidden, .skip, script, .notes > h2")) continue;
        const range = document.createRange();
        range.selectNode(walker.currentNode);
        for (const box of range.getClientRects()) if (box.width > 1) lines.push({ box, words: walker.currentNode.data.trim().slice(0, 30) });
      }
      const found = [];
      for (const [index, { box: a, words }] of lines.entries())
        for (const { box: b, words: others } of lines.slice(index + 1)) {
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          // The boxes of lines reach into each other by what their letters do not fill.
          if (across > 2 && down > 0.45 * Math.min(a.height, b.height)) found.push(`${words} / ${others}`);
        }
      return found;
    });
    assert.deepEqual(overlaps, [], path);
  }));

test("beside a text in another direction than the page, a note's way back stands away from its number", () =>
  visit("/ar/politics/long/", { width: 1440 }, async (page) => {
    await page.waitForSelector(".side-notes .note");
    const [note, back] = await page.evaluate(() => [".note", ".note-back"].map((selector) => document.querySelector(selector).getBoundingClientRect().toJSON()));
    assert.ok(back.left > note.left + note.width / 2, `${back.left} in ${note.left} to ${note.right}`);
  }));

test("axe finds nothing, in dark and with forced colours", async () => {
  for (const options of [{ colorScheme: "dark" }, { forcedColors: "active" }]) {
    await tour(["/", "/politics/long/", "/ar/politics/long/", "/2021/", "/glossary/"], { width: 360, ...options }, async (page, path) => {
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(" ")}`), [], path);
    });
  }
});

test("with forced colours a passage with a note, a link and the page that one is on are told by more than colour", () =>
  visit("/politics/long/", { forcedColors: "active" }, async (page) => {
    const line = (selector) => page.locator(selector).first().evaluate((element) => {
      const { textDecorationLine, borderBlockEndStyle, outlineStyle, boxShadow } = getComputedStyle(element);
      return textDecorationLine !== "none" || borderBlockEndStyle !== "none" || outlineStyle !== "none" || boxShadow !== "none";
    });
    for (const selector of [".passage-context", ".passage-claim", "#text a.entity", "#text a.ref", ".menu [aria-current]"]) assert.ok(await line(selector), selector);
  }));

test("one name has the whole width, and a year's page says the year once", async () => {
  await visit("/politics/one/", { width: 1280 }, async (page) => {
    const [list, item] = await page.evaluate(() => [".who dl", ".who-item"].map((selector) => document.querySelector(selector).getBoundingClientRect().width));
    assert.ok(item > list * 0.9, `${item} of ${list}`);
  });
  await visit("/2021/", {}, async (page) => assert.equal((await page.locator("main :is(h1, h2):visible").allInnerTexts()).filter((text) => text.includes("2021")).length, 1));
});
