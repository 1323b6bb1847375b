// Counts what the browser refuses on this page.
"use strict";

document.addEventListener("securitypolicyviolation", (event) => {
  const count = document.getElementById("violations");
  count.textContent = Number(count.textContent) + 1;
  const item = document.createElement("li");
  item.textContent = `${event.violatedDirective} ${event.blockedURI}`;
  document.getElementById("list").append(item);
});
