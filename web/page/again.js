// Where boot.js did not run, because it came broken and the browser kept it so: fetches
// what the page is made of once more, and opens the page again, once.
"use strict";

addEventListener("load", async () => {
  const name = "objection-coach again";
  try {
    const before = sessionStorage.getItem(name);
    sessionStorage.removeItem(name);
    if (globalThis.objectionCoach || before) return;
    sessionStorage.setItem(name, "yes");
    const answers = await Promise.allSettled([...document.scripts].map(({ src }) => fetch(src, { cache: "reload" })));
    if (answers.every(({ value }) => value?.ok)) location.reload();
    else sessionStorage.removeItem(name); // the page says what to do
  } catch {
    // No storage to count in.
  }
});
