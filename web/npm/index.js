// Puts the loader of a coach's site on the page, for those who build with npm:
//
//   import { loadCoach } from "objection-coach";
//   const { mount } = await loadCoach("https://coach.example/");
//   const coach = mount("#aside", { mode: "panel", pack: "bank" });
//
// The loader itself must come from the site, beside whose page it lies. It is taken
// only if it is the very version this package was made with: give another integrity
// for another one, or "" for none. Importing this file does nothing, also in Node.

const integrityOfThis = "{{integrity "objection-coach.js"}}";
const loads = new Map(); // by address, so that calling twice loads once

export function loadCoach(site, { integrity = integrityOfThis, nonce } = {}) {
  if (!globalThis.document) return Promise.reject(failure("unsupported", "there is no page here: call loadCoach in a browser"));
  let address;
  try {
    address = new URL("objection-coach.js", `${site}`.replace(/\/?$/, "/")).href;
  } catch {
    return Promise.reject(failure("input", `the site is ${site}, and must be the whole address of the folder with objection-coach.js`));
  }
  if (!loads.has(address)) loads.set(address, load(address, integrity, nonce));
  return loads.get(address);
}

function load(address, integrity, nonce) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.async = true;
    script.crossOrigin = "anonymous";
    if (integrity) script.integrity = integrity;
    if (nonce) script.nonce = nonce;
    script.onload = () => resolve(globalThis.ObjectionCoach);
    script.onerror = () => {
      script.remove();
      loads.delete(address);
      reject(failure("network", `${address} could not be loaded: see that it is there, of the version ${integrity || "you expect"}, and that script-src of the page allows it`));
    };
    script.src = trusted(address);
    document.head.append(script);
  });
}

// Where the page demands trusted addresses, it must name the policy "objection-coach".
let policy; // one for the page: a second of this name would be refused
function trusted(address) {
  policy ??= globalThis.trustedTypes?.createPolicy("objection-coach", {
    createScriptURL: (url) => {
      if (!url.endsWith("/objection-coach.js")) throw new TypeError(`not the loader: ${url}`);
      return url;
    },
  });
  return policy ? policy.createScriptURL(address) : address;
}

function failure(code, message) {
  return Object.assign(new Error(message), { code });
}
