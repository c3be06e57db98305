// The style sheets are served short: every element looks as it does by the files that were written.

import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import assert from "node:assert/strict";
import { LEAD, LEAD_UK, site, visit } from "./site.mjs";

site();

const statics = join(dirname(fileURLToPath(import.meta.url)), "../../static");
const WRITTEN = await Promise.all(["style.css", "search.css"].map((name) => readFile(join(statics, name), "utf8")));

/**
 * What the browser makes of each element, and of what stands before and behind it: a line each property. Not the names that the
 * style sheet gives to values: where they are used, they show.
 */
const looks = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element, at) =>
      ["", "::before", "::after", "::marker"].flatMap((part) => {
        const style = getComputedStyle(element, part || null);
        const names = [...style].filter((name) => !name.startsWith("--"));
        // Two ways to say the same.
        return names.map((name) => `${at} ${element.tagName}${part} ${name}: ${style.getPropertyValue(name).replaceAll("0% 0%", "0px 0px")}`);
      }),
    ),
  );

/** Waits until the page's script has done what it does to a new page, and leaves what has the focus. */
const settled = (page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    for (let frames = 0; frames < 20; frames++) await frame();
    document.activeElement?.blur();
    await frame();
  });

/** Puts the files as written in the place of those that are served. */
const asWritten = (page) =>
  page.evaluate((texts) => {
    const served = [...document.styleSheets];
    const names = served.map((sheet) => new URL(sheet.href).pathname.split("/").pop().split(".")[0]);
    for (const sheet of served) sheet.disabled = true;
    document.adoptedStyleSheets = texts.filter((_, at) => names.includes(["style", "search"][at])).map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    return served.length;
  }, WRITTEN);

for (const path of [LEAD, LEAD_UK, "/", "/search/", "/glossary/"]) {
  for (const [width, colorScheme, media] of [[360, "dark", "screen"], [1440, "light", "screen"], [1000, "light", "print"]]) {
    test(`${path} at ${width} px, ${colorScheme}, ${media}`, () =>
      visit(path, { width, colorScheme }, async (page) => {
        await page.emulateMedia({ media });
        await settled(page);
        const served = await looks(page);
        assert.ok((await asWritten(page)) > 0, "the page has a style sheet");
        const written = await looks(page);
        const differing = written.filter((look, at) => look !== served[at]);
        const beside = differing.slice(0, 5).map((look) => `${look} (served: ${served[written.indexOf(look)]})`);
        assert.deepEqual(beside, [], `${differing.length} of ${written.length} properties differ`);
      }));
  }
}

test("another style sheet is told apart", () =>
  visit(LEAD, {}, async (page) => {
    const served = await looks(page);
    await page.evaluate(() => {
      for (const sheet of document.styleSheets) sheet.disabled = true;
    });
    assert.notDeepEqual(await looks(page), served);
  }));
