// `gloss serve` in a real browser: a saved file is on the screen, and whatever the reader of the page was doing goes on.
//
// GLOSS is the program (else target/release/gloss, else target/debug/gloss), CHROMIUM the browser.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { LEAD as LEAD_URL, launch } from "./site.mjs";

const home = join(dirname(fileURLToPath(import.meta.url)), "../..");
const built = ["release", "debug"].map((profile) => join(home, "target", profile, "gloss"));
const GLOSS = process.env.GLOSS ?? built.find(existsSync);
const LEAD = LEAD_URL.replace(/^\/|\/$/g, "");

let browser;
before(async () => {
  assert.ok(GLOSS, "no program: run `cargo build`, or set GLOSS");
  browser = await launch();
});
after(() => browser?.close());

async function start(root, port = 0) {
  const child = spawn(GLOSS, ["--root", root, "serve", "--port", String(port)], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const found = line.match(/http:\/\/127\.0\.0\.1:(\d+)/);
    if (found) {
      child.stdout.resume();
      return { child, port: Number(found[1]), url: `http://127.0.0.1:${found[1]}` };
    }
  }
  throw new Error("the server did not start");
}

const stop = (child) =>
  new Promise((ended) => {
    child.once("exit", ended);
    child.kill("SIGTERM");
  });

/** A copy of the demo, served; `look` gets a page on the lead briefing and ways to edit. */
async function editing(look, options = {}) {
  const root = await mkdtemp(join(tmpdir(), "gloss-serve-"));
  for (const part of ["content", "gloss.yaml", "static"]) await cp(join(home, part), join(root, part), { recursive: true });
  await mkdir(join(root, "templates"));
  const edit = async (path, change) => writeFile(join(root, path), change(await readFile(join(root, path), "utf8")));
  await options.prepare?.({ root, edit });
  const server = await start(root);
  const room = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce" });
  try {
    const page = await room.newPage();
    const troubles = [];
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => /Content.Security.Policy/i.test(message.text()) && troubles.push(message.text()));
    await page.goto(`${server.url}${options.path ?? `/${LEAD}/`}`);
    await look({ page, room, root, server, edit });
    assert.deepEqual(troubles, [], "the page is quiet");
  } finally {
    await room.close();
    await stop(server.child);
    await rm(root, { recursive: true, force: true });
  }
}

const LEAD_FILE = `content/${LEAD}.md`;
const overlay = (page) => page.locator("gloss-live .list");

test("a saved body is on the screen; scroll, selection, an open card and the nodes themselves stay", () =>
  editing(async ({ page, edit }) => {
    await page.locator("#text a.entity").nth(2).scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollBy(0, 300));
    const before = await page.evaluate(() => {
      document.querySelector("#text p").kept = true;
      const range = document.createRange();
      range.selectNodeContents(document.querySelector("#text p:nth-of-type(3)"));
      getSelection().addRange(range);
      return { y: scrollY, selected: getSelection().toString() };
    });
    const link = page.locator("#text a.entity").nth(4);
    await link.focus();
    await edit(LEAD_FILE, (text) => `${text}\nA last paragraph.\n`);
    await page.getByText("A last paragraph.").waitFor();
    const after = await page.evaluate(() => ({
      y: scrollY,
      selected: getSelection().toString(),
      kept: document.querySelector("#text p").kept,
      focus: document.activeElement.matches("#text a.entity"),
    }));
    assert.ok(Math.abs(after.y - before.y) < 4, `the page stays where it was: ${before.y} -> ${after.y}`);
    assert.equal(after.selected, before.selected, "the selection stays");
    assert.equal(after.kept, true, "a paragraph that did not change is the same node");
    assert.equal(after.focus, true, "the focus stays");
  }));

test("an open card stays open while another paragraph changes, and cards show new words when opened again", () =>
  editing(async ({ page, edit }) => {
    const link = page.locator('#text a.entity[data-card="patrick-ryder"]').first();
    await link.hover();
    await page.locator(".card:popover-open").waitFor();
    await edit(LEAD_FILE, (text) => `${text}\nAnother paragraph.\n`);
    await page.getByText("Another paragraph.").waitFor();
    assert.equal(await page.locator(".card:popover-open").count(), 1, "the card stays");
  }));

test("words in a form stay", () =>
  editing(
    async ({ page, edit }) => {
      await page.locator("input[type=search]").fill("putin");
      await edit("gloss.yaml", (text) => text.replace(/^title:.*$/m, "title: A New Name"));
      await page.locator(".nameplate", { hasText: "A New Name" }).first().waitFor();
      assert.equal(await page.locator("input[type=search]").inputValue(), "putin");
    },
    { path: "/glossary/" },
  ));

test("a style sheet is swapped without a reload", () =>
  editing(async ({ page, edit }) => {
    await page.evaluate(() => (window.stays = true));
    await edit("static/style.css", (text) => `${text}\nh1 { color: rgb(1, 2, 3) !important; }\n`);
    await page.waitForFunction(() => getComputedStyle(document.querySelector("h1")).color === "rgb(1, 2, 3)");
    assert.equal(await page.evaluate(() => window.stays), true, "the page was not loaded again");
    assert.equal(await page.locator('link[rel="stylesheet"]').count(), 1, "one style sheet is left");
  }));

test("a broken template is an overlay over the last good page, and goes when it is mended", () =>
  editing(async ({ page, root }) => {
    const path = join(root, "templates/article.html");
    const title = await page.locator("h1").textContent();
    await writeFile(path, '{% extends "theme/article.html" %}{% block tags %}{{ article.title ');
    await overlay(page).waitFor();
    const words = await overlay(page).textContent();
    assert.match(words, /templates\/article\.html:1:/, "with the place");
    assert.equal(await page.locator("h1").textContent(), title, "the page is still there");
    await writeFile(path, '{% extends "theme/article.html" %}{% block tags %}<p>Mended</p>{% endblock tags %}');
    await overlay(page).waitFor({ state: "hidden" });
    await page.getByText("Mended").waitFor();
  }));

test("the overlay can be put away, and what is wrong stays in the bar", () =>
  editing(async ({ page, edit }) => {
    await edit(LEAD_FILE, (text) => `${text}\nSee [[no-such-article]].\n`);
    await overlay(page).waitFor();
    await page.keyboard.press("Escape");
    await overlay(page).waitFor({ state: "hidden" });
    await page.locator("gloss-live .bar .bad", { hasText: "1 error" }).click();
    await overlay(page).waitFor();
  }));

test("the overlay is there when the site is broken from the start", () =>
  editing(
    async ({ page, edit }) => {
      await overlay(page).waitFor();
      assert.match(await overlay(page).textContent(), /gloss\.yaml:/);
      await edit("gloss.yaml", (text) => text.replace("nonsense: [1\n", ""));
      await overlay(page).waitFor({ state: "hidden" });
    },
    { path: "/", prepare: ({ edit }) => edit("gloss.yaml", (text) => `nonsense: [1\n${text}`) },
  ));

test("two tabs follow; a tab on another page is left alone", () =>
  editing(async ({ page, room, server, edit }) => {
    const [second, other] = [await room.newPage(), await room.newPage()];
    await second.goto(`${server.url}/${LEAD}/`);
    await other.goto(`${server.url}/corrections/`);
    await other.evaluate(() => {
      window.updates = 0;
      document.addEventListener("gloss:updated", () => (window.updates += 1));
    });
    await edit(LEAD_FILE, (text) => `${text}\nFor both of them.\n`);
    for (const tab of [page, second]) await tab.getByText("For both of them.").waitFor();
    assert.equal(await other.evaluate(() => window.updates), 0);
  }));

test("a page that is deleted says so, and comes back when it does", () =>
  editing(async ({ page, root }) => {
    const file = join(root, LEAD_FILE);
    const text = await readFile(file, "utf8");
    await rm(file);
    await page.locator("gloss-live .state", { hasText: "gone" }).waitFor();
    await writeFile(file, text.replace("---\n", "---\n# again\n") + "\nBack again.\n");
    await page.getByText("Back again.").waitFor();
    await page.locator("gloss-live .state").waitFor({ state: "hidden" });
  }));

test("a renamed article keeps its page by its alias, and a new one appears in the lists", () =>
  editing(
    async ({ page, root }) => {
      await mkdir(join(root, "content/2026/01"), { recursive: true });
      await writeFile(join(root, "content/2026/01/new.md"), "---\ntitle: Fresh from the desk\ndate: 2026-01-02\n---\n\nWords.\n");
      await page.getByText("Fresh from the desk").first().waitFor();
      await rename(join(root, "content/2026/01/new.md"), join(root, "content/2026/01/newer.md"));
      await page.locator('a[href="/2026/01/newer/"]').first().waitFor();
    },
    { path: "/" },
  ));

test("a server that was restarted is found again, with what changed meanwhile", () =>
  editing(async ({ page, root, server, edit }) => {
    await page.locator("gloss-live .bar").waitFor();
    await stop(server.child);
    await page.locator("gloss-live .state", { hasText: "away" }).waitFor();
    await edit(LEAD_FILE, (text) => `${text}\nWritten meanwhile.\n`);
    const again = await start(root, server.port);
    server.child = again.child;
    assert.equal(again.port, server.port);
    await page.getByText("Written meanwhile.").waitFor();
    await page.locator("gloss-live .state").waitFor({ state: "hidden" });
  }));
