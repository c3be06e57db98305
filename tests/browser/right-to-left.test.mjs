// An Arabic site: everything mirrors, nothing is too wide, digits and plurals are the language's.
//
// GLOSS is the program (else target/release/gloss, else target/debug/gloss). With SCREENSHOTS=FOLDER, pictures are left there.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { site, tour, visit } from "./site.mjs";

const home = join(dirname(fileURLToPath(import.meta.url)), "../..");
const GLOSS = process.env.GLOSS ?? ["release", "debug"].map((profile) => join(home, "target", profile, "gloss")).find(existsSync);
const pictures = process.env.SCREENSHOTS;

const article = (date, title, rest, body) => `---\ntitle: "${title}"\ndate: ${date}\n${rest}---\n\n${body}\n`;
const FILES = {
  "gloss.yaml": `title: على الهامش
base_url: https://margin.example
language: ar
languages: {ar: {}, en: {title: In the Margin}}
description: تقارير يُشرح فيها كل اسم ويُدوَّن كل ادعاء.
search: true
`,
  "content/glossary/all.yaml": `- {id: un, name: الأمم المتحدة, kind: organization, aliases: [UN], description: منظمة دولية تأسست عام 1945., dates: {founded: 1945-10-24}, names: {en: {name: United Nations}}}
- {id: guterres, name: أنطونيو غوتيريش, kind: person, description: الأمين العام للأمم المتحدة., roles: [{title: الأمين العام, from: 2017-01-01}], relations: [{leads: un}]}
- {id: cairo, name: القاهرة, kind: place, description: عاصمة مصر.}
`,
  "content/2024/06/talks.md": article(
    "2024-06-19T14:20:00Z",
    "محادثات في القاهرة بشأن الممرات الإنسانية",
    `description: ما الذي قيل في اليوم الأول، وما الذي بقي معلقًا.
section: world
series: أسبوع القاهرة
tags: [دبلوماسية, مساعدات]
authors: [ليلى حداد, Ann Lee]
corrections:
  - {date: 2024-06-20, text: ذكرنا في نسخة سابقة أن الجلسة استمرت ساعتين، والصواب ثلاث ساعات.}
sources:
  - {title: Transcript of the briefing, publisher: United Nations, url: "https://www.un.org/", date: 2024-06-19}
`,
    `بدأت في القاهرة يوم الأربعاء محادثات ترعاها الأمم المتحدة، وقال أنطونيو غوتيريش إن [الممرات ستُفتح خلال أيام][^claim]. وكان المكتب الصحفي (UN Press Office) قد أعلن ذلك في [[2024/06/announcement]].

## ما اتُّفق عليه

قال الأمين العام: "لم يعد *الانتظار* ممكنًا". وهذه [الأرقام][^numbers] كما وردت:

| البند | العدد |
| :--- | ---: |
| شاحنات | 120 |
| معابر | 3 |

> ما زال الطريق طويلًا.

1. فتح المعبر الأول.
2. فتح المعبر الثاني.

## ما بقي معلقًا

لم يُتفق على موعد الجلسة المقبلة.

## ردود الفعل

لم تصدر ردود رسمية بعد.

[^claim]: [!CLAIM claimant="@guterres" rating="لم يثبت"] لم تؤكد جهة أخرى هذا الموعد حتى الآن.
[^numbers]: بحسب بيان صدر مساء الأربعاء.

اقرأ أيضًا:

- جلسة ثانية بلا نتائج
- عنوان لم يُكتب بعد`,
  ),
  "content/2024/06/second.md": article("2024-06-21", "جلسة ثانية بلا نتائج", "section: world\nseries: أسبوع القاهرة\ngenre: analysis\ntags: [دبلوماسية]\n", "انتهت في القاهرة الجلسة الثانية برعاية الأمم المتحدة، بعد [[2024/06/talks|محادثات اليوم الأول]]."),
  "content/2024/06/announcement.md": article("2024-06-18", "The United Nations announces talks in Cairo", "language: en\ndescription: What was announced.\n", "The United Nations said that talks would begin on Wednesday."),
  "content/2024/06/talks.en.md": article("2024-06-19T14:20:00Z", "Talks in Cairo", "", "The talks began on Wednesday."),
};

let folder;
site(async () => {
  assert.ok(GLOSS, "no program: run `cargo build`, or set GLOSS");
  folder = await mkdtemp(join(tmpdir(), "gloss-right-to-left-"));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  execFileSync(GLOSS, ["--root", folder, "--quiet", "build", "--keep-going"], { stdio: "pipe" });
  return join(folder, "public");
});
after(() => rm(folder, { recursive: true, force: true }));

const TALKS = "/2024/06/talks/";
const PAGES = ["/", TALKS, "/2024/06/second/", "/2024/06/announcement/", "/world/", "/glossary/", "/glossary/un/", "/glossary/guterres/", "/archive/", "/2024/", "/corrections/", "/search/", "/en/2024/06/talks/"];

for (const width of [320, 1280]) {
  test(`nothing is wider than a window of ${width} pixels, and axe finds nothing`, () =>
    tour(PAGES, { width }, async (page, path) => {
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(inner <= outer, `${path} is ${inner} pixels wide`);
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes.map((node) => node.target)}`), []);
      if (pictures) await page.screenshot({ path: join(pictures, `${path.replaceAll("/", "_")}${width}.png`), fullPage: true });
    }));
}

test("the page mirrors: notes stand to the left of the text, words begin at the right", () =>
  visit(TALKS, { width: 1280 }, async (page) => {
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    const box = (selector) => page.locator(selector).first().boundingBox();
    const [text, note, logo, title] = [await box("#text"), await box(".notes .note"), await box(".masthead .nameplate"), await box("h1")];
    assert.ok(note.x + note.width <= text.x, "notes to the left");
    assert.ok(logo.x > 640, "the nameplate to the right");
    assert.ok(Math.abs(title.x + title.width - (text.x + text.width)) < 400 && title.x > 100, "the headline begins at the right");
    const english = page.locator("#text a.ref");
    assert.equal(await english.getAttribute("dir"), "ltr");
  }));

test("a card opens within the window", () =>
  visit(TALKS, { width: 1280 }, async (page) => {
    await page.locator("#text a.entity").first().hover();
    await page.waitForSelector(".card:popover-open");
    const card = await page.locator(".card:popover-open").boundingBox();
    assert.ok(card.x >= 0 && card.x + card.width <= 1280);
  }));

test("a word of the archive is found in Arabic", () =>
  visit("/search/", {}, async (page) => {
    await page.locator("#search-field").fill("الممرات");
    await page.waitForSelector(".search-results a");
    assert.equal(await page.locator(".search-status").innerText(), "نتيجة واحدة");
    assert.equal(new URL(await page.locator(".search-results a").first().evaluate((link) => link.href)).pathname, TALKS);
  }));
