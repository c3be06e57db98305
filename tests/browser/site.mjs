// The built demo behind a small server with the headers of the site's own table, and a browser to look at it.
//
// GLOSS_SITE is the folder of the built site (else `public` of the repository), GLOSS the program, CHROMIUM the browser.

import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, extname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { after, before } from "node:test";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const folder = process.env.GLOSS_SITE ?? join(here, "../../public");

/** Headers by the path of a file, as `gloss headers` says them; those of hosts without headers are their media types. */
const lines = execFileSync(process.env.GLOSS ?? "gloss", ["headers", "--format", "json", "--root", join(here, "../..")], { encoding: "utf8", maxBuffer: 1 << 28 });
const table = new Map(lines.trim().split("\n").map(JSON.parse).map(({ path, headers }) => [path, headers]));

/** Media types of files of other sites than the demo, whose table it is not. */
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml" };

/** The lead briefing of the demo, in both languages. */
export const LEAD = "/2024/06/a-state-visit-to-pyongyang/";
export const LEAD_UK = `/uk${LEAD}`;

/** The `userAgent` of a reader who gets the pages from a host that serves no headers. */
export const PLAIN = "host-without-headers";

/** The browser that CHROMIUM names. */
export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

let root = folder;
let server;
let browser;
let base;

async function serve(request, response) {
  let path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
  if (path.endsWith("/")) path += "index.html";
  let file = join(root, path);
  let status = 200;
  if (!(await stat(file).catch(() => null))?.isFile()) {
    file = join(root, "404.html");
    status = 404;
  }
  const known = relative(root, file);
  const headers = table.get(known) ?? { "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
  const bare = { "content-type": headers["Content-Type"] ?? headers["content-type"] };
  response.writeHead(status, request.headers["user-agent"] === PLAIN ? bare : headers);
  response.end(await readFile(file));
}

/** Starts server and browser for a file of tests, and ends both. `build` gives the folder of another site than the demo. */
export function site(build) {
  before(async () => {
    if (build) root = await build();
    assert.ok(existsSync(join(root, "index.html")), `no built site in ${root}: run \`gloss build\` first, or set GLOSS_SITE`);
    server = createServer((request, response) => void serve(request, response)).listen(0, "127.0.0.1");
    await new Promise((listening) => server.once("listening", listening));
    base = `http://127.0.0.1:${server.address().port}`;
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });
}

/**
 * Opens a page, hands it to `look`, and closes it. Fails on anything that the page wrote to the console as an error, a
 * violation of the policy included, and on any request that leaves the site.
 */
export const visit = (path, options, look) => tour([path], options, look);

/** Visits several pages, one after another in the same window. */
export async function tour(paths, options, look) {
  const { width = 1280, height = 800, ...context } = options;
  const room = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...context });
  try {
    const page = await room.newPage();
    const troubles = [];
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("request", (request) => request.url().startsWith(base) || troubles.push(`a request to ${request.url()}`));
    for (const path of paths) {
      const answer = await page.goto(base + path);
      assert.equal(answer.status(), 200, `${path} is there`);
      await look(page, path);
      assert.deepEqual(troubles, [], `${path} is quiet`);
    }
  } finally {
    await room.close();
  }
}

/** The paths of all pages of the site that are no redirects, sorted. */
export async function pages() {
  const { readdir } = await import("node:fs/promises");
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".html")).sort();
  const paths = [];
  for (const file of files) {
    const html = await readFile(join(folder, file), "utf8");
    if (!html.includes('http-equiv="refresh"')) paths.push(`/${file.replace(/(^|\/)index\.html$/, "$1")}`);
  }
  return paths;
}
