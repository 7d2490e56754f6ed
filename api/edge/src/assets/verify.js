// A certificate's file is hashed here, and only its hash is asked about: the file stays on this device.
"use strict";
(() => {
  const place = document.getElementById("by-file");
  if (!place || !window.crypto || !crypto.subtle) return;
  const drop = place.querySelector("[data-on]");
  const said = place.querySelector("[data-said]");
  const field = place.querySelector("input[type=file]");
  const MOST = 20 * 1024 * 1024;
  place.querySelector("[data-off]").hidden = true;
  drop.hidden = false;

  async function ask(file) {
    if (!file) return;
    if (file.size > MOST) {
      said.textContent = place.dataset.tooLarge;
      return;
    }
    said.textContent = place.dataset.busy;
    try {
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const hash = Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
      location.assign("/verify/file/" + hash + place.dataset.along);
    } catch {
      said.textContent = place.dataset.unread;
    }
  }

  field.addEventListener("change", () => ask(field.files[0]));
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) {
    drop.addEventListener(kind, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    ask(event.dataTransfer.files[0]);
  });
})();
