// Annotations for programs: every selector of `annotations.jsonld` finds its passage in the page that a reader gets.

import test from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LEAD, LEAD_UK, folder, pages, site, tour } from "./site.mjs";

site();

/** The data of an article's annotations, and what the page that is open says of each. */
async function annotations(page) {
  const link = page.locator('head link[rel="alternate"][type^="application/ld+json"]');
  if ((await link.count()) === 0) return null;
  assert.equal(await link.getAttribute("type"), 'application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"');
  const data = JSON.parse(await readFile(join(folder, await link.getAttribute("href")), "utf8"));
  assert.equal(data.type, "AnnotationPage");
  assert.equal(data.partOf.total, data.items.length);
  return data;
}

/** Places of words in a text, overlapping ones too. */
function places(text, words) {
  const found = [];
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found.push(at);
  return found;
}

async function look(page, path) {
  const data = await annotations(page);
  const marked = await page.locator(":is(#text, .note-text) .passage[id]").count();
  assert.equal(data !== null, marked > 0, `${path} has annotations if it has passages`);
  if (data === null) return 0;
  const canonical = await page.locator('link[rel="canonical"]').getAttribute("href");
  let targets = 0;
  for (const { id, motivation, body, target } of data.items) {
    const [address, note] = id.split("#");
    assert.equal(address, canonical);
    assert.equal(await page.locator(`li[id="${note}"]`).count(), 1, `${id} is the note's own address`);
    assert.ok(["assessing", "commenting", "describing", "editing", "linking"].includes(motivation));
    assert.ok(body[0].value && body[0].format === "text/html" && body[0].language);
    for (const { source, selector } of target) {
      targets += 1;
      assert.equal(source, canonical);
      const [quote, element, fragment] = selector;
      assert.deepEqual([quote.type, element.type, fragment.type], ["TextQuoteSelector", "CssSelector", "FragmentSelector"]);
      assert.equal(await page.locator(element.value).count(), 1, "one element holds the text");
      const text = await page.locator(element.value).evaluate((all) => all.textContent);
      const whole = await page.locator("body").evaluate((all) => all.textContent);
      const words = quote.prefix + quote.exact + quote.suffix;
      assert.equal(places(whole, words).length, 1, `${id}: the quote is on the page once`);
      const [start, ...others] = places(text, words).map((at) => at + quote.prefix.length);
      assert.deepEqual(others, []);
      const { type, start: first, end } = element.refinedBy;
      assert.equal(type, "TextPositionSelector");
      assert.equal([...text].slice(first, end).join(""), quote.exact, `${id}: the position has the same words`);
      assert.equal([...text.slice(0, start)].length, first, `${id}: at the same place`);
      assert.equal(await page.locator(`[id="${fragment.value}"]`).evaluate((one) => one.textContent), quote.exact);
    }
  }
  assert.equal(targets, marked, `${path}: every passage is a target`);
  return targets;
}

for (const javaScriptEnabled of [false, true]) {
  test(`every passage of every page is found, ${javaScriptEnabled ? "with" : "without"} the script`, async () => {
    const seen = new Map();
    await tour(await pages(), { javaScriptEnabled }, async (page, path) => seen.set(path, await look(page, path)));
    assert.ok(seen.get(LEAD) > 3 && seen.get(LEAD_UK) > 3);
  });
}
