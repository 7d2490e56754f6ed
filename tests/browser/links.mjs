// Opens mailed links in Chromium as their readers do. Reads a JSON list of { page, url } from its standard input, writes a
// line for each and ends with 1 where one did not lead on.
import { readFile } from "node:fs/promises";
import { chromium } from "playwright-core";

const PASSWORD = "cztery zwykłe słowa razem";
const wanted = JSON.parse(await new Response(process.stdin).text());

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

function expect(truth, what) {
  if (!truth) throw new Error(what);
}

/** The code of the link stands in the form, and no longer in the address. */
async function holds(page, code) {
  const field = await page.inputValue("input[data-code]");
  expect(field === code, `the field holds ${JSON.stringify(field)}, the link ${JSON.stringify(code)}`);
  expect(!page.url().includes("#"), `the code is still in ${page.url()}`);
}

async function send(page, label) {
  await Promise.all([page.waitForLoadState("load"), page.getByRole("button", { name: label, exact: true }).click()]);
}

async function heading(page, text) {
  await page.getByRole("heading", { level: 1, name: text }).waitFor({ timeout: 10_000 });
}

/** What a click brings is a whole PDF. */
async function pdf(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: 20_000 }), click()]);
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(0, 5).toString() === "%PDF-", `${bytes.length} bytes are no PDF`);
  expect(bytes.subarray(-16).toString().includes("%%EOF"), "the PDF has no end");
}

// A mistake in the password leaves the code where it was.
async function password(page, code, button, done) {
  await page.fill("input[type=password]", "krótkie");
  await send(page, button);
  await page.getByRole("alert").waitFor({ timeout: 10_000 });
  await holds(page, code);
  await page.fill("input[type=password]", PASSWORD);
  await send(page, button);
  await heading(page, done);
}

const ways = {
  invitation: (page, code) => password(page, code, "Przyjmij zaproszenie", "Konto jest gotowe"),
  reset: (page, code) => password(page, code, "Ustaw hasło", "Nowe hasło jest ustawione"),
  "my-certificates": async (page) => {
    await send(page, "Pokaż zaświadczenia");
    const first = page.locator("main li a, li a").filter({ hasText: "Pobierz zaświadczenie" }).first();
    await pdf(page, () => first.click());
  },
  survey: async (page) => {
    await send(page, "Pokaż ankietę");
    await page.getByRole("radio", { name: "4", exact: true }).check();
    await page.getByRole("textbox").fill("Więcej przerw");
    await send(page, "English");
    await page.getByRole("radio", { name: "4", exact: true, checked: true }).waitFor({ timeout: 10_000 });
    await send(page, "Send the answers");
    await heading(page, "Thank you for your answers");
  },
  certificate: (page) => pdf(page, () => page.getByRole("button", { name: "Pobierz zaświadczenie" }).click()),
};

let failed = 0;
for (const { page: kind, url } of wanted) {
  const context = await browser.newContext({ acceptDownloads: true, locale: "pl-PL" });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => message.type() === "error" && said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  try {
    await page.goto(url, { waitUntil: "load", timeout: 20_000 });
    const code = new URL(url).hash.slice(1);
    await holds(page, code);
    expect(said.length === 0, `the browser says ${said.join("; ")}`);
    await ways[kind](page, code);
    console.log(`ok ${kind}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${kind}: ${String(error.message).split("\n")[0]}`);
  } finally {
    await context.close();
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
