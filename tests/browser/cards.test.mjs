// Cards of entities: WCAG 2.2, 1.4.13 (dismissible, hoverable, persistent), by mouse, keyboard and touch.

import test from "node:test";
import assert from "node:assert/strict";
import { LEAD, LEAD_UK, site, visit } from "./site.mjs";

site();

const open = ".card:popover-open";
const appears = (page) => page.waitForSelector(open, { timeout: 2000 });
const goes = (page) => page.waitForSelector(open, { state: "detached", timeout: 2000 });
const first = (page) => page.locator("#text a.entity").first();

/** Stops the page's clock, so that what takes time takes just as much as the test says, however busy the machine is. */
async function stop(page) {
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);
}

async function fits(page) {
  const box = await page.locator(open).boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(box.x >= 0 && box.x + box.width <= width, `the card is within the window's width: ${JSON.stringify(box)}`);
  assert.ok(box.y >= 0 && box.y + box.height <= height, `the card is within the window's height: ${JSON.stringify(box)}`);
}

test("a card opens under the pointer, stays while the pointer is on it, and goes when the pointer leaves", () =>
  visit(LEAD, {}, async (page) => {
    const link = first(page);
    await stop(page);
    await link.hover();
    await page.clock.runFor(250);
    assert.equal(await page.locator(open).count(), 0, "not at once");
    await page.clock.runFor(100);
    await appears(page);
    await fits(page);
    const entry = page.locator(`#who-${await link.getAttribute("data-card")}`);
    assert.equal(await page.locator(`${open} .card-name`).textContent(), await entry.locator("dt a").textContent());
    assert.equal(await page.locator(`${open} .card-foot a`).getAttribute("href"), await entry.locator("dt a").evaluate((a) => a.href));
    const [card, anchor] = [await page.locator(open).boundingBox(), await link.boundingBox()];
    assert.ok(card.y >= anchor.y + anchor.height - 1 || card.y + card.height <= anchor.y + 1, "the card does not cover its link");
    await page.mouse.move(card.x + card.width / 2, card.y + card.height / 2, { steps: 8 });
    await page.clock.runFor(60_000);
    assert.equal(await page.locator(open).count(), 1, "hoverable and persistent");
    await page.mouse.move(5, 5);
    await page.clock.runFor(300);
    await goes(page);
  }));

test("Escape closes a card while the pointer does not move", () =>
  visit(LEAD, {}, async (page) => {
    await first(page).hover();
    await appears(page);
    await page.keyboard.press("Escape");
    await goes(page);
    await page.waitForTimeout(700);
    assert.equal(await page.locator(open).count(), 0, "it stays closed");
    await page.mouse.move(5, 5);
    await page.keyboard.press("Tab");
    await first(page).focus();
    await appears(page);
  }));

test("a pointer that only passes opens nothing", () =>
  visit(LEAD, {}, async (page) => {
    await stop(page);
    await first(page).hover();
    await page.clock.runFor(100);
    await page.mouse.move(5, 5);
    await page.clock.runFor(1000);
    assert.equal(await page.locator(open).count(), 0);
  }));

test("one card is open at a time", () =>
  visit(LEAD, {}, async (page) => {
    const links = page.locator("#text a.entity");
    await links.nth(0).hover();
    await appears(page);
    await page.keyboard.press("Escape");
    await links.nth(1).hover();
    await appears(page);
    await links.nth(0).focus();
    await page.waitForTimeout(700);
    assert.ok((await page.locator(open).count()) <= 1);
  }));

test("by keyboard: focus opens, Tab goes into the card and on to what follows its link, Escape brings back", () =>
  visit(LEAD, {}, async (page) => {
    const link = first(page);
    await page.locator(".byline a").last().focus();
    for (let step = 0; step < 20 && !(await link.evaluate((at) => at === document.activeElement)); step += 1) await page.keyboard.press("Tab");
    await appears(page);
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest(".card:popover-open") !== null), "Tab goes into the card");
    await page.keyboard.press("Escape");
    await goes(page);
    assert.ok(await link.evaluate((at) => at === document.activeElement), "focus is back on the link");
    await page.waitForTimeout(600);
    assert.equal(await page.locator(open).count(), 0, "and the card stays closed");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await appears(page);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.waitForTimeout(100);
    const follows = await page.evaluate((at) => {
      const active = document.activeElement;
      return active.closest("#text, .notes") !== null && Boolean(at.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_FOLLOWING);
    }, await link.elementHandle());
    assert.ok(follows, "behind the card comes what follows the link");
  }));

test("by touch: the first tap opens the card, the second goes to the page; a tap elsewhere closes", () =>
  visit(LEAD, { width: 390, hasTouch: true, isMobile: true }, async (page) => {
    const link = first(page);
    await link.tap();
    await appears(page);
    await fits(page);
    assert.ok(page.url().endsWith(LEAD), "the first tap stays on the page");
    await page.locator("h1").tap();
    await goes(page);
    await link.tap();
    await appears(page);
    await link.tap();
    await page.waitForURL("**/glossary/**");
  }));

test("a card says what the person was on the article's date, in the article's language", () =>
  visit(LEAD_UK, {}, async (page) => {
    const link = page.locator('#text a.entity[data-card="patrick-ryder"]').first();
    await link.hover();
    await appears(page);
    const words = await page.locator(open).innerText();
    assert.match(words, /речник Пентагону/);
    assert.match(words, /тоді/);
    assert.match(words, /Станом на 19 червня 2024/);
  }));

test("where anchors are unknown, the script places the card", () =>
  visit("/", {}, async (page) => {
    await page.addInitScript(() => {
      CSS.supports = () => false;
    });
    await page.goto(new URL(LEAD, page.url()).href);
    await first(page).hover();
    await appears(page);
    const top = await page.locator(open).evaluate((card) => card.style.top);
    assert.match(top, /px$/);
  }));
