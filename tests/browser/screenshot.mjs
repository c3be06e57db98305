// Takes the pictures of the README from the built demo: `SCREENSHOTS=FOLDER node screenshot.mjs`; the folder
// gets `home.png` and `article.png`.

import { join } from "node:path";
import test from "node:test";
import { LEAD, site, visit } from "./site.mjs";

site();

const target = process.env.SCREENSHOTS ?? process.cwd();

test("pictures for the README", async () => {
  await visit("/", { width: 1200, height: 800 }, (page) => page.screenshot({ path: join(target, "home.png") }));
  await visit(LEAD, { width: 1200, height: 800 }, async (page) => {
    await page.evaluate(() => document.getElementById("text").scrollIntoView());
    await page.locator('#text a.entity[data-card="patrick-ryder"]').hover();
    await page.waitForSelector(".card:popover-open");
    await page.screenshot({ path: join(target, "article.png") });
  });
});
