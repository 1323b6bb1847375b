// The engine alone, for pages with an interface of their own. It works in a worker, so
// the page never waits for it:
//
//   import { createCoach } from "https://coach.example/engine.js";
//   const coach = await createCoach({ pack: "bank", locale: "zh-CN" });
//   const analysis = await coach.analyze("这个手续费太高了");
//
// Importing it does nothing, also outside a browser. What can be called, and what a
// page must allow, is in engine.d.ts.

// Starts an engine. It rejects, as every call does, with an error that has a code.
export async function createCoach({ pack = "bank", locale = "zh-CN", base, worker } = {}) {
  if (typeof Worker !== "function" || typeof WebAssembly !== "object") {
    throw failure("unsupported", "there are no workers or no WebAssembly here: the engine runs in a browser");
  }
  const site = siteAt(base);
  const thread = await startWorker(worker, site);
  const calls = new Map(); // by id, those that have no answer yet
  let count = 0; // of calls
  let begun = false; // the worker has answered
  let over; // code and message, once the worker is gone

  const ask = (type, data) => new Promise((resolve, reject) => {
    if (over) throw failure(...over);
    const id = ++count;
    // As JSON text, which drops functions and unwraps the proxies of frameworks,
    // neither of which a worker can be sent.
    const request = toJSON(data);
    calls.set(id, { resolve, reject });
    thread.postMessage({ id, type, request });
  });

  function end(code, message) {
    if (over) return;
    over = [code, message];
    thread.onmessage = thread.onerror = null;
    thread.terminate();
    for (const call of calls.values()) call.reject(failure(code, message));
    calls.clear();
  }

  thread.onmessage = ({ data: { id, answer, stopped } }) => {
    begun = true;
    if (stopped) return end("stopped", `the engine stopped, start another: ${stopped}`);
    const call = calls.get(id);
    if (!call) return;
    calls.delete(id);
    const { detail, code, message } = JSON.parse(answer);
    if (code) call.reject(failure(code, message));
    else call.resolve(detail);
  };
  thread.onerror = ({ message }) => {
    if (begun) return end("stopped", `the engine stopped, start another: ${message}`);
    end("worker", `the worker could not be loaded: see that ${site}engine-worker.js is there, and that the page's policy allows it in worker-src${message ? `: ${message}` : ""}`);
  };

  try {
    const opened = await ask("open", { pack, locale, base: site });
    return {
      pack: opened,
      analyze: (conversation) => ask("analyze", { conversation }),
      review: (draft, conversation) => ask("review", { draft, conversation }),
      terminate: () => end("removed", "this coach was terminated"),
    };
  } catch (error) {
    end(error.code, error.message);
    throw error;
  }
}

// The folder of the site, with a slash at its end: where this file lies, unless the
// page says otherwise.
function siteAt(base) {
  try {
    if (base === undefined) return new URL("./", import.meta.url).href;
    return new URL(`${base}`.replace(/\/?$/, "/"), globalThis.document?.baseURI ?? globalThis.location?.href).href;
  } catch {
    throw failure("input", `base is ${base}, and must be the address of the folder with engine-worker.js`);
  }
}

async function startWorker(make, site) {
  if (make) {
    try {
      return await make();
    } catch (error) {
      throw failure("worker", `the page's own worker could not be made: ${error.message}`);
    }
  }
  if (new URL(site).origin !== location.origin) {
    throw failure("cross-origin", `a worker must come from the page's own origin, ${location.origin}, and ${site} is another: ` +
      `serve the coach below a path of this origin, or a file here with the one line importScripts("${site}engine-worker.js") ` +
      "and give createCoach worker: () => new Worker(\"/that-file.js\")");
  }
  try {
    return new Worker(trusted(`${site}engine-worker.js`));
  } catch (error) {
    throw failure("worker", `the page's policy forbids the worker; it needs worker-src and, with Trusted Types, trusted-types objection-coach-engine: ${error.message}`);
  }
}

let policy; // of this module, since a name may be taken only once

// The worker's address in the form that a page with Trusted Types asks for.
function trusted(address) {
  try {
    policy ??= globalThis.trustedTypes?.createPolicy("objection-coach-engine", {
      createScriptURL(url) {
        if (url.startsWith(`${location.origin}/`) && url.endsWith("/engine-worker.js")) return url;
        throw new TypeError(`not the coach's worker: ${url}`);
      },
    });
  } catch {
    // Not allowed. The browser tells whether it is needed.
  }
  return policy?.createScriptURL(address) ?? address;
}

function toJSON(data) {
  try {
    return JSON.stringify(data);
  } catch (error) {
    throw failure("input", `this cannot be written as JSON: ${error.message}`);
  }
}

function failure(code, message) {
  return Object.assign(new Error(message), { code });
}
