// Opens addresses with the seal of a certificate in Chromium, and looks what the page says of it. Reads a JSON list of
// { url, heading } from its standard input; where no heading is wanted, nothing may be said. Ends with 1 where one differs.
// PICTURES is a folder for a picture of each page, if wanted.
import { chromium } from "playwright-core";

const wanted = JSON.parse(await new Response(process.stdin).text());
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let failed = 0;
for (const [index, { url, heading }] of wanted.entries()) {
  const page = await browser.newPage({ locale: "pl-PL", viewport: { width: 360, height: 900 } });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  try {
    await page.goto(url);
    if (heading) {
      await page.getByRole("heading", { level: 2, name: heading, exact: true }).waitFor({ timeout: 10_000 });
    } else if (await page.locator("#seal").isVisible()) {
      throw new Error("something is said of no seal");
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    if (wide) throw new Error("the page is wider than a phone");
    const seal = new URL(url).hash.slice(1);
    // The browser reports its own navigation with the fragment; no other request may have it.
    if (seal && asked.slice(1).some((sent) => sent.includes(seal))) throw new Error("the seal was sent");
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${index}.png`, fullPage: true });
    console.log(`ok ${heading ?? "no seal, nothing said"}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${heading}: ${error.message.split("\n")[0]}`);
  }
  await page.close();
}
await browser.close();
process.exit(failed ? 1 : 0);
