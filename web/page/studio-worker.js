// The worker of the studio. The build puts Go's wasm_exec.js before it. The program
// hears and answers messages by itself.
"use strict";

(async () => {
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch(new URL("../{{asset "studio.wasm"}}", location.href)), go.importObject);
  await go.run(instance);
})();
