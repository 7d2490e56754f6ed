// Visits the pages of a demonstration as those do who work with them, in a browser without scripts, at 1280 and at 320 pixels, in
// light and dark; and looks at each page for what hinders people. usage: pages.mjs BASE demo.json
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [base, told] = process.argv.slice(2);
const demo = JSON.parse(await readFile(told, "utf8"));
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const DRESSES = [
  { name: "wide", viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  { name: "narrow", viewport: { width: 320, height: 640 }, colorScheme: "dark" },
];
let faults = 0;
let looked = 0;

function fault(where, what) {
  faults += 1;
  console.log(`FAIL ${where}: ${what}`);
}

function expect(truth, where, what) {
  if (!truth) fault(where, what);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** Looks at the page that somebody without scripts is on, in a browser with scripts and their session. */
async function look(visit, name) {
  const { page, context, dress } = visit;
  const where = `${dress.name} ${name}`;
  const title = await page.title();
  expect((await page.locator("h1").count()) === 1, where, "not one h1");
  const html = await page.content();
  const seeing = await browser.newContext({ ...options(dress), storageState: await context.storageState(), bypassCSP: true });
  const other = await seeing.newPage();
  const foreign = [];
  other.on("request", (asked) => { if (!asked.url().startsWith(base) && !asked.url().startsWith("data:")) foreign.push(asked.url()); });
  other.on("pageerror", (error) => fault(where, error.message));
  // What was answered to a form cannot be opened again: it is shown as it came.
  if (visit.posted) await other.goto(`${base}/verify`).then(() => other.setContent(html, { waitUntil: "load" }));
  else await other.goto(page.url(), { waitUntil: "load" });
  await other.evaluate(axe);
  const found = await other.evaluate((tags) => axe.run(document, { runOnly: tags }), RULES);
  for (const one of found.violations) fault(where, `${one.id} x${one.nodes.length}: ${one.nodes[0].target} ${one.help}`);
  const wide = await other.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
  expect(!wide, where, "scrolls sideways");
  expect(foreign.length === 0, where, `asks ${foreign[0]}`);
  expect(/ – Zwornik$/.test(title), where, `title ${title}`);
  looked += 1;
  await seeing.close();
}

function options(dress) {
  return { viewport: dress.viewport, colorScheme: dress.colorScheme, locale: "pl-PL" };
}

async function visitor(dress, role) {
  const context = await browser.newContext({ ...options(dress), javaScriptEnabled: false });
  const page = await context.newPage();
  const visit = { context, page, dress, posted: false };
  page.on("response", (response) => {
    if (response.request().isNavigationRequest()) visit.posted = response.request().method() === "POST" && response.status() !== 303;
  });
  if (role) {
    const account = demo.accounts.find((one) => one.role === role);
    await page.goto(`${base}/wejdz`);
    await page.fill("#email", account.email);
    await page.fill("#haslo", account.password);
    await page.getByRole("button", { name: "Zaloguj" }).click();
  }
  return visit;
}

const press = (page, name) => page.locator("main").getByRole("button", { name }).first().click();

for (const dress of DRESSES) {
  const stranger = await visitor(dress);
  await stranger.page.goto(`${base}/`);
  await look(stranger, "home");
  await stranger.page.getByRole("link", { name: "Wszystkie szkolenia" }).first().click();
  await look(stranger, "catalogue");
  await stranger.page.goto(`${base}/szkolenia?szukaj=nicTakiego`);
  await look(stranger, "catalogue, empty");
  await stranger.page.goto(`${base}/szkolenia?dawne=tak`);
  await stranger.page.locator(".list a").first().click();
  await look(stranger, "training");
  await stranger.page.goto(`${base}/szkolenia/nikt`);
  await look(stranger, "not there");
  await stranger.page.goto(`${base}/moje`);
  await look(stranger, "login");
  await stranger.page.fill("#email", "nikt@example.pl");
  await press(stranger.page, "Zaloguj");
  expect(stranger.page.url().endsWith("/wejdz"), dress.name, "a wrong login leads on");
  await look(stranger, "login, error");

  // A participant enrols in three steps, sees the ticket, and gives the place up.
  const own = await visitor(dress, "PARTICIPANT");
  await look(own, "my affairs");
  await own.page.goto(`${base}/szkolenia?otwarte=tak`);
  await own.page.locator(".list a").first().click();
  const training = own.page.url();
  // Whoever has a place already, by an example of the guide, gives it up before.
  const before = own.page.getByRole("link", { name: "Zobacz swoje zgłoszenie" });
  if (await before.count()) {
    await before.click();
    await press(own.page, "Rezygnuję z miejsca");
    await own.page.goto(training);
  }
  await own.page.getByRole("link", { name: "Zapisz się" }).click();
  await look(own, "enrolling");
  await press(own.page, "Wyślij zgłoszenie");
  expect(own.page.url().includes("/moje/zapisy/"), dress.name, `enrolling led to ${own.page.url()}`);
  expect(await own.page.getByRole("img", { name: "Kod QR biletu" }).isVisible(), dress.name, "no ticket");
  await look(own, "my place");
  await press(own.page, "Rezygnuję z miejsca");
  expect(await own.page.getByText("Rezygnacja przyjęta.").isVisible(), dress.name, "giving up was not said");
  await own.page.goto(`${base}/moje/zaswiadczenia`);
  await look(own, "my certificates");
  await own.page.goto(`${base}/konto`);
  await look(own, "account");
  await own.page.goto(`${base}/konto/skladnik`);
  await look(own, "second factor");

  // An institution ticks its people.
  const office = await visitor(dress, "INSTITUTION_COORDINATOR");
  await office.page.goto(`${base}/szkolenia?otwarte=tak`);
  await office.page.locator(".list a").first().click();
  await office.page.getByRole("link", { name: "Zapisz osoby z instytucji" }).click();
  await look(office, "people of an institution");
  await press(office.page, "Zapisz zaznaczone osoby");
  await look(office, "people of an institution, error");

  const team = await visitor(dress, "TEAM_TRAINING");
  await team.page.goto(`${base}/biuro/szkolenia`);
  await look(team, "office");
  await team.page.goto(`${base}/biuro/szkolenia?szukaj=Olsztyn`);
  await team.page.locator("tbody a").first().click();
  await look(team, "edition");
  const edition = team.page.url();
  for (const [part, name] of [["zapisy", "enrolments"], ["obecnosc", "attendance"]]) {
    await team.page.goto(`${edition}/${part}`);
    await look(team, name);
  }
  await team.page.locator("tbody a").first().click();
  await look(team, "attendance of a session");
  await team.page.locator("input.short").first().fill("dużo");
  await press(team.page, "Zapisz obecność");
  await look(team, "attendance, error");
  await team.page.locator("input.short").first().fill("0");
  await press(team.page, "Zapisz obecność");
  expect(await team.page.getByText("Zmiany zapisane.").isVisible(), dress.name, "attendance was not saved");
  await team.page.goto(`${base}/biuro/szkolenia?szukaj=Lidzbark`);
  await team.page.locator("tbody a").first().click();
  await team.page.getByRole("link", { name: "Zaświadczenia", exact: true }).click();
  await look(team, "certificates");
  for (const visit of [stranger, own, office, team]) await visit.context.close();
}
await browser.close();
console.log(`SUMMARY pages looked=${looked} faults=${faults}`);
process.exit(faults ? 1 : 0);
