// Notes: in the margin on wide screens, at the passage on narrow ones, at the foot without the script and in print.

import test from "node:test";
import assert from "node:assert/strict";
import { LEAD, site, visit } from "./site.mjs";

site();

test("wide: each note stands beside its passage, and none covers another", () =>
  visit(LEAD, {}, async (page) => {
    await page.waitForSelector(".side-notes");
    const boxes = await page.locator(".notes li.note").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().toJSON()));
    assert.ok(boxes.length >= 5);
    for (const [index, box] of boxes.slice(1).entries()) assert.ok(box.top >= boxes[index].bottom, `note ${index + 2} is below note ${index + 1}`);
    const text = await page.locator("#text").boundingBox();
    assert.ok(boxes.every((box) => box.left >= text.x + text.width), "all are outside of the text");
    const mark = await page.locator("a.noteref").first().boundingBox();
    assert.ok(Math.abs(boxes[0].top - mark.y) < 40, "the first is at the height of its mark");
  }));

test("wide: a click on a mark leads to the note, and its link back", () =>
  visit(LEAD, {}, async (page) => {
    await page.waitForSelector(".side-notes");
    const mark = page.locator("a.noteref").nth(1);
    await mark.click();
    assert.equal(await page.evaluate(() => document.activeElement.id), (await mark.getAttribute("href")).slice(1));
    assert.equal(await page.locator(".card:popover-open").count(), 0, "no pop-up where there is a margin");
  }));

test("narrow: a tap on a mark opens the note at its passage; Escape, a second tap and the button close it", () =>
  visit(LEAD, { width: 390, hasTouch: true, isMobile: true }, async (page) => {
    assert.equal(await page.locator(".side-notes").count(), 0);
    const mark = page.locator("a.noteref").first();
    const pop = page.locator(".note-card:popover-open");
    await mark.tap();
    await pop.waitFor();
    const id = (await mark.getAttribute("href")).slice(1);
    const words = (await page.locator(`#${id} .note-text`).innerText()).trim();
    assert.ok((await pop.innerText()).includes(words), "it has the note's words");
    const ids = await page.locator("[id]").evaluateAll((all) => all.map((one) => one.id));
    assert.equal(new Set(ids).size, ids.length, "ids stay unique");
    await page.keyboard.press("Escape");
    await pop.waitFor({ state: "detached" });
    await mark.tap();
    await pop.waitFor();
    await mark.tap();
    await pop.waitFor({ state: "detached" });
    await mark.tap();
    await pop.locator("button").tap();
    await pop.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.id), await mark.getAttribute("id"));
  }));

test("narrow: a tap on the passage opens its note too", () =>
  visit(LEAD, { width: 390, hasTouch: true, isMobile: true }, async (page) => {
    const passage = page.locator(".passage[id]:not(:has(a))").first();
    await passage.tap();
    await page.locator(".note-card:popover-open").waitFor();
  }));

test("without the script all notes stand at the foot, marks lead there, and links back", () =>
  visit(LEAD, { javaScriptEnabled: false }, async (page) => {
    const notes = page.locator(".notes li.note");
    assert.ok((await notes.count()) >= 5);
    const [text, list] = [await page.locator("#text").boundingBox(), await page.locator(".notes").boundingBox()];
    assert.ok(list.y >= text.y + text.height);
    const mark = page.locator("a.noteref").first();
    const href = await mark.getAttribute("href");
    await mark.click();
    assert.ok(page.url().endsWith(href));
    await page.locator(`${href} .note-back`).click();
    assert.ok(page.url().endsWith(`#${await mark.getAttribute("id")}`));
  }));

test("in print notes and glossary are there, controls are not", () =>
  visit(LEAD, {}, async (page) => {
    await page.waitForSelector(".side-notes");
    await page.emulateMedia({ media: "print" });
    const [text, list] = [await page.locator("#text").boundingBox(), await page.locator(".notes").boundingBox()];
    assert.ok(list.y >= text.y + text.height - 1, "notes follow the text");
    for (const gone of [".menu", ".languages", ".note-back"]) assert.ok(!(await page.locator(gone).first().isVisible()), `${gone} is not printed`);
    assert.ok(await page.locator(".who").isVisible());
    const boxes = await page.locator(".notes li.note").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().toJSON()));
    for (const [index, box] of boxes.slice(1).entries()) assert.ok(box.top >= boxes[index].bottom - 1);
  }));
