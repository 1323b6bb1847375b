// Starts the app: prepares what the Go program expects of a page, downloads and
// runs it, says so when that fails, and keeps the site usable offline.
"use strict";

(() => {
  const { wasm, packs, worker } = document.currentScript.dataset;
  const base = new URL("../", document.currentScript.src).href;

  // The scripts that a program of this site may start beside itself: the service worker
  // and, of the studio, a worker. A page of strict rules wants to be told which.
  const beside = ["sw.js", worker].filter(Boolean).map((path) => new URL(path, base).href);
  let policy;
  function allowed(script) {
    policy ??= globalThis.trustedTypes?.createPolicy("objection-coach-sw", {
      createScriptURL: (url) => {
        if (!beside.includes(url)) throw new TypeError(`not a script of ours: ${url}`);
        return url;
      },
    });
    return policy?.createScriptURL(script) ?? script;
  }

  // What the app may ask about the site it runs on: where each compiled pack
  // is, relative to base, how to start the worker beside it, and how to change to a downloaded newer version.
  globalThis.objectionCoach = {
    base,
    packs: Object.fromEntries(packs.split(" ").filter(Boolean).map((pack) => pack.split("="))),
    worker: () => new Worker(allowed(new URL(worker, base).href)),
    update: () => {},
  };

  const sentences = {
    closed: { zh: "没能打开，请检查网络后重试。", en: "This could not be opened: check the network and try again." },
    old: { zh: "这个浏览器太旧，打不开：请更新后再试。", en: "This browser is too old: update it and try again." },
    stopped: { zh: "页面意外停止，重试会重新打开。", en: "This stopped unexpectedly: try again to reopen it." },
  };

  provideGoAppGlobals();
  replaceDeniedStorage("localStorage");
  replaceDeniedStorage("sessionStorage");
  start();

  // go-app calls these by name. The empty ones belong to features this site
  // does not use: installing by our own button, and push messages.
  function provideGoAppGlobals() {
    const env = {
      // The app's path is always "/", wherever the site lies.
      GOAPP_ROOT_PREFIX: decodePath(location.pathname.replace(/\/$/, "")),
      GOAPP_INTERNAL_URLS: "[]",
    };
    Object.assign(globalThis, {
      goappGetenv: (name) => env[name] ?? "",
      goappKeepBodyClean: () => () => {},
      goappNav: () => {},
      goappOnUpdate: () => {},
      goappOnAppInstallChange: () => {},
      goappIsAppInstallable: () => false,
      goappIsAppInstalled: () => false,
      goappShowInstallPrompt: () => {},
      goappSubscribePushNotifications: async () => "",
      goappNewNotification: () => {},
    });
  }

  function decodePath(path) {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  }

  // Where a browser denies storage, most often to a frame of another site, the
  // app runs with one that forgets.
  function replaceDeniedStorage(name) {
    try {
      if (globalThis[name]) return;
    } catch {
      // Denied: asking is what throws.
    }
    const items = new Map();
    const value = {
      get length() {
        return items.size;
      },
      key: (index) => [...items.keys()][index] ?? null,
      getItem: (key) => items.get(String(key)) ?? null,
      setItem: (key, item) => void items.set(String(key), String(item)),
      removeItem: (key) => void items.delete(String(key)),
      clear: () => items.clear(),
    };
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }

  async function start() {
    let program;
    const go = typeof Go === "function" ? new Go() : undefined;
    try {
      program = await load(new URL(wasm, base), go.importObject);
    } catch (error) {
      const old = typeof WebAssembly !== "object";
      showFailure(old ? sentences.old : sentences.closed, error);
      return;
    }
    afterLoad(keepOffline);
    try {
      await go.run(program.instance);
      showFailure(sentences.stopped, "the program ended");
    } catch (error) {
      showFailure(sentences.stopped, error);
    }
  }

  async function load(url, imports) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url}: status ${response.status}`);
    const type = response.headers.get("Content-Type") ?? "";
    if (type.trim().toLowerCase() === "application/wasm" && WebAssembly.instantiateStreaming) {
      return WebAssembly.instantiateStreaming(response, imports);
    }
    return WebAssembly.instantiate(await response.arrayBuffer(), imports);
  }

  function afterLoad(work) {
    if (document.readyState === "complete") work();
    else addEventListener("load", work, { once: true });
  }

  // Registers the service worker. Where that is not allowed, the site simply
  // needs the network again next time.
  async function keepOffline() {
    try {
      announceUpdates(await navigator.serviceWorker.register(allowed(new URL("sw.js", base).href)));
    } catch {
      // Denied, or too old a browser.
    }
  }

  // Tells the app (OnAppUpdate) that a newer version is downloaded and waits
  // until every tab is closed, or until the app calls objectionCoach.update().
  function announceUpdates(registration) {
    const announce = () => {
      if (!registration.waiting || !navigator.serviceWorker.controller) return;
      objectionCoach.update = () => {
        navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
        registration.waiting?.postMessage({ type: "skip-waiting" });
      };
      goappOnUpdate();
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", announce);
    });
    announce();
  }

  function showFailure(sentence, cause) {
    console.error("objection-coach:", cause);
    const language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
    const page = document.createElement("div");
    page.id = "app";
    page.className = "oc-shell";
    page.lang = language;
    const main = page.appendChild(document.createElement("main"));
    main.appendChild(document.createElement("h1")).textContent = { zh: "异议教练", en: "Objection Coach" }[language];
    const line = main.appendChild(document.createElement("p"));
    line.setAttribute("role", "alert");
    line.textContent = sentence[language];
    const again = main.appendChild(document.createElement("button"));
    again.type = "button";
    again.textContent = { zh: "重试", en: "Try again" }[language];
    again.addEventListener("click", () => location.reload());
    document.body.replaceChildren(page);
  }
})();
