// The style sheets are served short: every element looks as it does by the files that were written.

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import assert from "node:assert/strict";
import { LEAD, site, visit } from "./site.mjs";

site();

const statics = join(dirname(fileURLToPath(import.meta.url)), "../../static");
const WRITTEN = await Promise.all(["style.css", "search.css"].map((name) => readFile(join(statics, name), "utf8")));

/**
 * Puts other style sheets in the place of those that are served: as many as the page has. Gives how many properties of how many
 * elements, and of what stands before and behind them, are others then, and the first of them. Not the names that a style sheet
 * gives to values: where they are used, they show.
 */
const compare = (page, texts) =>
  page.evaluate(async (texts) => {
    const looks = () =>
      [...document.body.querySelectorAll("*")].flatMap((element) =>
        ["", "::before", "::after"].map((part) => {
          const style = getComputedStyle(element, part || null);
          // Two ways to say the same.
          return [...style].filter((name) => !name.startsWith("--")).map((name) => `${name}: ${style.getPropertyValue(name).replaceAll("0% 0%", "0px 0px")}`);
        }),
      );
    // The page's script does what it does to a new page, and nothing has the focus.
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    for (let frames = 0; frames < 20; frames++) await frame();
    document.activeElement?.blur();
    await frame();
    const served = looks();
    const sheets = [...document.styleSheets];
    for (const sheet of sheets) sheet.disabled = true;
    document.adoptedStyleSheets = texts.slice(0, sheets.length).map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    const differing = looks().flatMap((look, at) => look.filter((line, index) => line !== served[at][index]).map((line) => `${at} ${line}`));
    return { sheets: sheets.length, elements: served.length, differing: differing.length, first: differing.slice(0, 5) };
  }, texts);

for (const [path, width, colorScheme, media, sheets] of [
  [LEAD, 360, "dark", "screen", 1],
  [LEAD, 1440, "light", "screen", 1],
  [LEAD, 1000, "light", "print", 1],
  ["/", 1440, "dark", "screen", 1],
  ["/search/", 360, "light", "screen", 2],
]) {
  test(`${path} at ${width} px, ${colorScheme}, ${media}`, () =>
    visit(path, { width, colorScheme }, async (page) => {
      await page.emulateMedia({ media });
      const found = await compare(page, WRITTEN);
      assert.equal(found.sheets, sheets);
      assert.ok(found.elements > 100);
      assert.deepEqual(found.first, [], `${found.differing} properties differ`);
    }));
}

test("another style sheet is told apart", () =>
  visit("/", {}, async (page) => {
    assert.ok((await compare(page, ["body { margin: 0 }"])).differing > 1000);
  }));
