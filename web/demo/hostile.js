// The shortcuts of a page that takes every key for itself.
"use strict";

(() => {
  const output = document.getElementById("keys");
  const heard = [];
  for (const type of ["keydown", "keyup", "keypress"]) {
    addEventListener(type, (event) => {
      if (type === "keydown" && event.key === "/") {
        event.preventDefault();
        document.getElementById("search").focus();
      }
      heard.push(event.key);
      output.textContent = heard.slice(-20).join(" ");
    }, true);
  }
})();
