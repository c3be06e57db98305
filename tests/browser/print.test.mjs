// On paper: the text, where links lead, notes, names and the page's own address; no navigation, cards or controls.
//
// The text of the PDF that the browser prints is read by poppler's pdftotext.

import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { LEAD, LEAD_UK, site, visit } from "./site.mjs";

site();

let room;
before(async () => (room = await mkdtemp(join(tmpdir(), "gloss-print-"))));
after(() => rm(room, { recursive: true, force: true }));

/** The words of a page on paper, with single spaces, and how many sheets they take. */
async function printed(path, prepare = async () => {}) {
  let text = "";
  await visit(path, {}, async (page) => {
    await prepare(page);
    const file = join(room, "page.pdf");
    await writeFile(file, await page.pdf({ format: "A4", margin: { top: "15mm", right: "15mm", bottom: "15mm", left: "15mm" } }));
    text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  });
  // What a narrow column breaks is joined again: at hyphens within addresses, and at the ends of lines.
  return { text: text.replace(/\s+/g, " "), close: text.replace(/\s+/g, ""), sheets: text.split("\f").length - 1 };
}

test("an article on paper has its text, notes, names, sources and addresses", async () => {
  const { text, close, sheets } = await printed(LEAD);
  for (const words of [
    "Putin in Pyongyang, the first visit by a Russian leader in 24 years",
    "The briefing desk",
    "Corrections to this briefing",
    "An earlier version said that the visit lasted one day.",
    "What is to be signed",
    "Notes",
    "Who and what",
    "Patrick Ryder",
    "Read also",
    "Referred to by",
    "Sources",
  ])
    assert.ok(text.includes(words), `${words}\n${text}`);
  for (const address of ["https://www.defense.gov/News/Transcripts/", `https://margin.example${LEAD}`]) assert.ok(close.includes(`${address}`), address);
  assert.match(close, /<\/[^>]+\/>/, "where a reference leads");
  assert.ok(sheets > 1 && sheets < 9, `${sheets} sheets`);
});

test("an article on paper has no navigation, cards or controls, also with a card and a note open", async () => {
  const bare = await printed(LEAD);
  for (const words of ["Skip to", "Search", "All corrections", "In this briefing", "Close", "↩", "Українська Diplomacy"]) assert.ok(!bare.text.includes(words), words);
  const open = await printed(LEAD, async (page) => {
    await page.locator("#text a.entity").first().hover();
    await page.waitForSelector(".card:popover-open");
  });
  assert.equal(open.text, bare.text, "an open card prints nothing");
});

test("a translation on paper is in its language, and names its own address", async () => {
  const { text, close } = await printed(LEAD_UK);
  assert.ok(text.includes("Путін у Пхеньяні") && text.includes("Примітки"), text);
  assert.ok(close.includes(`https://margin.example${LEAD_UK}`), text);
});

test("long lines of code are whole on paper", async () => {
  const line = `start_${"x_".repeat(120)}end`;
  const { close } = await printed(LEAD, (page) => page.evaluate((line) => document.getElementById("text").insertAdjacentHTML("beforeend", `<pre><code>${line}</code></pre>`), line));
  assert.ok(close.includes(line));
});
