// The search page: what is typed finds pages, in any form of a name; the keys, the filters, and what is there without the script.

import test from "node:test";
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { LEAD, LEAD_UK, site, visit } from "./site.mjs";

site();

/** Types a question and waits for the answer. */
async function ask(page, words) {
  const before = await page.locator(".search-status").innerText();
  await page.locator("#search-field").fill(words);
  await page.waitForFunction((before) => !["", before].includes(document.querySelector(".search-status").innerText), before);
}
const links = (page) => page.locator(".search-results a").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));

test("words of a briefing find it, with an excerpt that marks them, and the number is announced", () =>
  visit("/search/", {}, async (page) => {
    await ask(page, "partnership treaty");
    assert.ok((await links(page)).includes(LEAD));
    assert.ok((await page.locator(".search-results mark").first().innerText()).length > 0);
    assert.match(await page.locator("[role=status]").innerText(), /^\d+ results?$/);
    assert.match(page.url(), /\?q=partnership\+treaty$/);
  }));

test("an inflected form that the text does not have finds the briefing and the entity", () =>
  visit("/uk/search/", {}, async (page) => {
    await ask(page, "Путінові");
    const found = await links(page);
    assert.ok(found.includes(LEAD_UK), found.join(" "));
    assert.ok(found.includes("/uk/glossary/vladimir-putin/"), found.join(" "));
    assert.match(await page.locator("[role=status]").innerText(), /^\d+ результат/);
  }));

test("a reader turns off the key that opens the search", () =>
  visit("/search/", {}, async (page) => {
    const key = page.locator("#search-slash");
    await key.waitFor();
    assert.ok(await key.isChecked());
    await key.uncheck();
    await page.goto(new URL(LEAD, page.url()).href);
    await page.keyboard.press("/");
    await page.waitForTimeout(300);
    assert.ok(page.url().endsWith(LEAD), page.url());
    await page.goto(new URL("/search/", page.url()).href);
    assert.ok(!(await key.isChecked()));
  }));

test("the keys: / comes from any page, arrows go through the results, Enter opens one, Escape goes back and empties", () =>
  visit(LEAD, {}, async (page) => {
    await page.keyboard.press("/");
    await page.waitForURL("**/search/");
    await page.waitForSelector("#search-field:focus");
    await page.keyboard.type("Putin");
    await page.waitForSelector(".search-results a");
    await page.waitForFunction(() => document.querySelectorAll(".search-results a").length > 1);
    const at = () => page.evaluate(() => [...document.querySelectorAll(".search-results a")].indexOf(document.activeElement));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    assert.equal(await at(), 1);
    await page.keyboard.press("ArrowUp");
    assert.equal(await at(), 0);
    await page.keyboard.press("Escape");
    await page.waitForSelector("#search-field:focus");
    const first = (await links(page))[0];
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${first}`);
    await page.goBack();
    await page.waitForFunction(() => document.querySelectorAll(".search-results a").length > 1);
    assert.equal(await page.locator("#search-field").inputValue(), "Putin", "the question comes back with the address");
    await page.locator("#search-field").focus();
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector(".search-results a"));
    assert.equal(await page.locator("#search-field").inputValue(), "");
  }));

test("results are narrowed by an entity, and the address keeps it", () =>
  visit("/search/?q=Putin", {}, async (page) => {
    await page.waitForSelector(".search-results a");
    const all = await page.locator(".search-status").innerText();
    await page.locator(".search summary").click();
    const box = page.locator('[data-by="entity"] input[value="Kim Jong Un"]');
    await box.waitFor();
    await box.check();
    await page.waitForFunction((all) => document.querySelector(".search-status").innerText !== all, all);
    assert.ok(Number.parseInt(await page.locator(".search-status").innerText(), 10) < Number.parseInt(all, 10));
    assert.ok((await links(page)).includes(LEAD));
    assert.match(page.url(), /entity=Kim\+Jong\+Un/);
    await page.reload();
    await page.waitForSelector(".search-results a");
    assert.ok(await page.locator('[data-by="entity"] input[value="Kim Jong Un"]').isChecked());
  }));

test("the newest come first where that is asked", () =>
  visit("/search/?q=Kyiv&sort=date", {}, async (page) => {
    await page.waitForSelector(".search-results a");
    const dates = await page.locator(".search-results .item-date").evaluateAll((dates) => dates.map((date) => Date.parse(date.textContent)));
    assert.ok(dates.length > 1 && dates.every((date, at) => at === 0 || date <= dates[at - 1]), dates.join(" "));
  }));

test("what is nowhere is said to be nowhere; a draft is nowhere", () =>
  visit("/search/", {}, async (page) => {
    await ask(page, "zzyzx");
    assert.equal(await page.locator("[role=status]").innerText(), "Nothing was found.");
    assert.equal(await page.locator(".search-results li").count(), 0);
    await page.locator("#search-field").fill("relocants");
    await page.waitForTimeout(600);
    assert.ok(!(await links(page)).some((path) => path.includes("relocants")));
  }));

test("the page is quiet for axe with results and open filters, in both schemes", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await visit("/search/?q=Putin", { colorScheme, width: 360 }, async (page) => {
      await page.waitForSelector(".search-results a");
      await page.locator(".search summary").click();
      await page.waitForSelector("[data-by] input");
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target)}`), []);
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(inner <= outer, `${inner} pixels wide`);
    });
  }
});

test("without the script the page says so and leads on", () =>
  visit("/search/", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator(".search:visible").count(), 0);
    assert.ok(await page.getByText("Search needs JavaScript.").isVisible());
    for (const path of ["/archive/", "/glossary/"]) assert.ok(await page.locator(`main .search-else a[href="${path}"]`).isVisible());
  }));
