// Reads the seal in the fragment of the address, checks its signature with the published keys, and tells what was signed.
// The fragment never leaves this device. The form is that of certificates/seal.rs.
"use strict";
(async () => {
  const place = document.getElementById("seal");
  const figures = location.hash.slice(1);
  if (!place || !figures) return;
  const words = place.dataset;
  // The other language is read with the seal as well.
  for (const link of document.querySelectorAll("a.other")) link.href += location.hash;

  function make(name, parts, kind) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    made.append(...parts);
    return made;
  }

  function tell(tone, heading, lead, facts) {
    const said = make("div", [make("div", [make("h2", [heading]), make("p", [lead])])], "verdict " + tone);
    const card = make("article", [said], "card");
    if (facts) {
      const rows = facts.map(([term, value]) => make("div", [make("dt", [term]), make("dd", [value])]));
      card.append(make("dl", rows, "facts"));
    }
    place.replaceChildren(card);
    place.hidden = false;
  }

  class Refused extends Error {}
  const refuse = (why) => {
    throw new Refused(why);
  };

  const REST = [0, 3, 5, 8, 10, 13, 15];
  function bytesOf(text) {
    if (!/^[0-9]+$/.test(text)) refuse("cut");
    const bytes = [];
    for (let at = 0; at < text.length; at += 17) {
      const block = text.slice(at, at + 17);
      const length = block.length === 17 ? 7 : REST.indexOf(block.length);
      const number = BigInt(block);
      if (length < 1 || number >> BigInt(8 * length)) refuse("cut");
      for (let byte = length - 1; byte >= 0; byte--) bytes.push(Number((number >> BigInt(8 * byte)) & 255n));
    }
    return Uint8Array.from(bytes);
  }

  function read(bytes) {
    let at = 0;
    const take = (count) => {
      if (at + count > bytes.length) refuse("cut");
      at += count;
      return bytes.subarray(at - count, at);
    };
    if (take(1)[0] !== 1) refuse("cut");
    const key = btoa(String.fromCharCode(...take(4))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
    const flags = take(1)[0];
    const day = () => {
      const [a, b, c] = take(3);
      // Days of our era; 1 January 1970 is the 719163rd.
      return new Date(((a << 16) + (b << 8) + c - 719163) * 86_400_000);
    };
    const issued = day();
    const until = flags & 0x10 ? day() : null;
    const utf8 = new TextDecoder("utf-8", { fatal: true });
    const text = () => utf8.decode(take(take(1)[0]));
    const [number, name, training, when] = [text(), text(), text(), text()];
    const unsigned = bytes.subarray(0, at);
    const signature = take(64);
    if (at !== bytes.length) refuse("broken");
    return { key, kind: flags & 0xf, issued, until, number, name, training, when, unsigned, signature };
  }

  async function isGenuine(seal) {
    const answer = await fetch("/.well-known/zwornik-certificates.json");
    const { keys } = await answer.json();
    const named = keys.filter((key) => key.kid === seal.key);
    if (!named.length) refuse("unknown");
    const start = new TextEncoder().encode("zwornik certificate seal 1\0" + words.code + "\0");
    const message = new Uint8Array([...start, ...seal.unsigned]);
    for (const { kty, crv, x } of named) {
      const key = await crypto.subtle.importKey("jwk", { kty, crv, x }, { name: "Ed25519" }, false, ["verify"]);
      if (await crypto.subtle.verify({ name: "Ed25519" }, key, seal.signature, message)) return true;
    }
    return false;
  }

  let seal;
  try {
    try {
      seal = read(bytesOf(figures));
    } catch (error) {
      refuse(error instanceof Refused ? error.message : "broken");
    }
    if (!(await isGenuine(seal))) refuse("broken");
  } catch (error) {
    if (error instanceof Refused) tell("bad", words.false, words[error.message]);
    else tell("note", words.unchecked, words.unable);
    return;
  }
  const date = (day) => day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const kinds = [words.attendance, words.completion, words.trainer];
  tell("good", words.genuine, words.genuineLead, [
    [words.holder, seal.name],
    [words.training, seal.training],
    [words.kind, kinds[seal.kind] || ""],
    [words.when, seal.when],
    [words.number, seal.number],
    [words.issued, date(seal.issued)],
    ...(seal.until ? [[words.until, date(seal.until)]] : []),
    [words.key, seal.key],
  ]);
})();
