// The worker of engine.js. The build puts Go's wasm_exec.js before it and the names of
// the site's files into it, so that program, knowledge and worker are of one build.
"use strict";

(() => {
  const wasm = "{{asset "engine.wasm"}}";

  // Compiled packs, languages of packs such as bank.en, and the rulebook, as rules.
  const files = new Map([
    {{- range packs}}
    ["{{.Name}}", "{{.Path}}"],
    {{- end}}
  ]);

  const own = "zh-CN"; // the language of the packs themselves

  let site; // the folder in which the files lie
  let engine; // the functions of the Go program
  let ruled; // the promise of its rulebook, from the first review on

  const work = {
    async open(request) {
      const { pack, locale, base } = JSON.parse(request);
      site = base;
      const [name, ...languages] = choose(pack, locale);
      const parts = [pack, ...languages].map(load);
      const [program, ...bytes] = await Promise.all([compile(), ...parts]);
      run(program);
      return engine.open(name, ...bytes);
    },
    analyze: (request) => engine.analyze(request),
    async review(request) {
      ruled ??= addRules();
      try {
        await ruled;
      } catch (error) {
        ruled = undefined; // the next review tries again
        throw error;
      }
      return engine.review(request);
    },
  };

  addEventListener("message", async ({ data: { id, type, request } }) => {
    try {
      const answer = await work[type](request);
      if (typeof answer === "string") postMessage({ id, answer }); // else the program has ended
    } catch (error) {
      if (typeof error.code === "string") postMessage({ id, answer: JSON.stringify({ code: error.code, message: error.message }) });
      else postMessage({ stopped: `${error}` });
    }
  });

  // Gives the locale to answer in, and the language that it needs beside the pack.
  function choose(pack, locale) {
    const names = [...files.keys()];
    if (!files.has(pack)) {
      const packs = names.filter((name) => !name.includes(".") && name !== "rules");
      throw failure("pack", `this site has no pack ${JSON.stringify(pack)}; it has ${packs.join(", ")}`);
    }
    const [language] = `${locale}`.toLowerCase().split(/[-_]/);
    if (!language || own.startsWith(`${language}-`)) return [own];
    if (files.has(`${pack}.${language}`)) return [language, `${pack}.${language}`];
    const others = names.filter((name) => name.startsWith(`${pack}.`)).map((name) => name.slice(pack.length + 1));
    throw failure("locale", `the pack ${JSON.stringify(pack)} does not speak ${JSON.stringify(locale)}; it speaks ${[own, ...others].join(", ")}`);
  }

  async function get(path) {
    const url = new URL(path, site);
    let reason;
    try {
      const response = await fetch(url);
      if (response.ok) return response;
      reason = `status ${response.status}`;
    } catch (error) {
      reason = error.message;
    }
    throw failure("network", `${url} could not be fetched: ${reason}`);
  }

  async function load(name) {
    const response = await get(files.get(name));
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      throw failure("network", `${response.url} broke off: ${error.message}`);
    }
  }

  async function compile() {
    const response = await get(wasm);
    const go = new Go();
    try {
      const type = response.headers.get("Content-Type") ?? "";
      const { instance } = type.trim().toLowerCase() === "application/wasm"
        ? await WebAssembly.instantiateStreaming(response, go.importObject)
        : await WebAssembly.instantiate(await response.arrayBuffer(), go.importObject);
      return { go, instance };
    } catch (error) {
      throw failure("wasm", `the engine cannot be compiled here; where a policy forbids it, script-src of the worker needs 'wasm-unsafe-eval': ${error.message}`);
    }
  }

  // Runs the program, which leaves its functions behind and waits. It never ends by
  // itself.
  function run({ go, instance }) {
    const stopped = (error) => postMessage({ stopped: `${error ?? "its program has ended"}` });
    go.run(instance).then(stopped, stopped);
    engine = globalThis.objectionCoach;
  }

  async function addRules() {
    if (!files.has("rules")) throw failure("rules", "this site has no rulebook to review with");
    const { code, message } = JSON.parse(engine.addRules(await load("rules")));
    if (code) throw failure(code, message);
  }

  function failure(code, message) {
    return Object.assign(new Error(message), { code });
  }
})();
