// Every page of the demo: quiet, within the window, without a finding of axe; complete without the script.

import test from "node:test";
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { LEAD, PLAIN, pages, site, tour, visit } from "./site.mjs";

site();

const all = await pages();

/** One page of each kind, for the costly looks. */
const kinds = ["/", LEAD, `/uk${LEAD}`, "/explainers/who-is-who/", "/explainers/claims-and-denials/", "/explainers/", "/glossary/", "/glossary/vladimir-putin/", "/archive/", "/corrections/", "/search/", "/series/pyongyang-june-2024/", "/about/", "/404.html"];

test("the demo has a page of each kind", () => {
  for (const path of kinds) assert.ok(all.includes(path), `${path} is built`);
});

for (const width of [320, 360, 768, 1280]) {
  test(`nothing is wider than a window of ${width} pixels`, () =>
    tour(width === 360 ? all : kinds, { width }, async (page, path) => {
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(inner <= outer, `${path} is ${inner} pixels wide`);
    }));
}

/** Each scheme and each width over all kinds, and the two pages that readers meet first in every combination. */
const looks = [
  ["light", 320, kinds],
  ["dark", 1280, kinds],
  ["light", 1280, ["/", LEAD]],
  ["dark", 320, ["/", LEAD]],
];

for (const colorScheme of ["light", "dark"]) {
  for (const [, width, paths] of looks.filter(([scheme]) => scheme === colorScheme)) {
    test(`axe finds nothing, ${colorScheme}, ${width} pixels`, async () => {
      const found = [];
      await tour(paths, { width, colorScheme }, async (page, path) => {
        const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
        for (const { id, nodes } of violations) found.push(`${path}: ${id}: ${nodes.map((node) => node.target).join(" ")}`);
      });
      assert.deepEqual(found, []);
    });
  }
  test(`axe finds nothing in an open card and an open note, ${colorScheme}`, async () => {
    await visit(LEAD, { width: 390, colorScheme, hasTouch: true, isMobile: true }, async (page) => {
      for (const opener of ["#text a.entity", "a.noteref"]) {
        await page.locator(opener).first().tap();
        await page.waitForSelector(".card:popover-open");
        const { violations } = await new AxeBuilder({ page }).include(".card:popover-open").analyze();
        assert.deepEqual(violations.map((found) => found.id), []);
        await page.keyboard.press("Escape");
      }
    });
  });
}

test("each page has one headline, a main part, a skip link that works, and no inline script or style", () =>
  tour(all, { javaScriptEnabled: false }, async (page, path) => {
    assert.equal(await page.locator("h1").count(), 1, `${path}: one h1`);
    assert.equal(await page.locator("main").count(), 1, `${path}: one main`);
    assert.equal(await page.locator("[style], style, script:not([src]):not([type='application/ld+json'])").count(), 0, `${path}: nothing inline`);
    assert.equal(await page.locator(`${await page.locator(".skip").getAttribute("href")}`).count(), 1, `${path}: the skip link's target`);
  }));

for (const [host, options] of [["a host with headers", {}], ["a host without headers", { userAgent: PLAIN }]]) {
  test(`${host}: no page breaks its own policy, and what is inline would not run`, async () => {
    // With headers, every page is visited above.
    if (options.userAgent) await tour(all, options, async () => {});
    for (const path of kinds) {
      const smuggle = (page) =>
        page.evaluate(() => {
          const script = document.createElement("script");
          script.textContent = "window.smuggled = true";
          document.head.append(script);
          document.body.insertAdjacentHTML("beforeend", "<p id=smuggled style='color: red' onclick='window.smuggled = true'>x</p>");
          document.getElementById("smuggled").click();
          return window.smuggled === true;
        });
      await assert.rejects(visit(path, options, async (page) => assert.equal(await smuggle(page), false, `${path} runs what is inline`)), /Content Security Policy/);
    }
  });
}

test("without the script a page has all its text, and a link of an entity leads to its page", () =>
  visit(LEAD, { javaScriptEnabled: false }, async (page) => {
    for (const part of ["#text", ".notes", ".who", ".read-also", ".backlinks", ".sources", ".corrections-box"]) assert.ok(await page.locator(part).isVisible(), part);
    assert.equal(await page.locator(".card:visible").count(), 0, "cards stay closed");
    await page.locator("#text a.entity").first().click();
    await page.waitForURL("**/glossary/**");
    assert.ok(await page.locator("h1").isVisible());
  }));

test("the glossary's filter narrows by words and kind, without accents and case, and says how many are shown", () =>
  visit("/glossary/", {}, async (page) => {
    const shown = () => page.locator("#glossary-list li:visible").count();
    const whole = await shown();
    await page.getByRole("searchbox").fill("KOREA");
    const some = await shown();
    assert.ok(some > 0 && some < whole);
    assert.equal(await page.locator(".filter output").innerText(), String(some));
    await page.locator('.filter input[value="person"]').check({ force: true });
    const people = await page.locator("#glossary-list li:visible").evaluateAll((items) => items.map((item) => item.dataset.kind));
    assert.equal(await page.evaluate(() => document.querySelector("[role=status]").textContent.trim().startsWith("Shown:")), true);
    assert.ok(people.length > 0 && people.every((kind) => kind === "person"));
    assert.equal(await page.locator(".letter:visible").count(), await page.locator(".letter:visible:has(li:visible)").count(), "no empty letters");
  }));

test("the filter is not offered without the script", () =>
  visit("/glossary/", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator(".filter input:visible").count(), 0);
    assert.ok(await page.locator("#glossary-list li").first().isVisible());
  }));

test("the dark scheme is dark", () =>
  visit("/", { colorScheme: "dark" }, async (page) => {
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(ground, "rgb(23, 22, 26)");
  }));

test("script and style are small", async () => {
  const { readdir, stat } = await import("node:fs/promises");
  const { folder } = await import("./site.mjs");
  for (const file of await readdir(folder)) {
    const bytes = (await stat(`${folder}/${file}`)).size;
    if (file.endsWith(".js")) assert.ok(bytes <= 10_240, `${file} has ${bytes} bytes`);
    if (file.endsWith(".css")) assert.ok(bytes <= 32_768, `${file} has ${bytes} bytes`);
  }
});
