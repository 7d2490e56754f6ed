// What stands behind the # of a mailed link goes into the form, and out of the address bar.
"use strict";
(() => {
  const field = document.querySelector("input[data-code]");
  // What a code is made of is the server's business: any that begins as one goes in.
  const code = location.hash.slice(1);
  if (!field || !/^zw_[a-z]_[!-~]{1,290}$/.test(code)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname);
  const next = field.form.querySelector("input[type=password]") || field.form.querySelector("button");
  next.focus();
})();
