// Starts a program of the site: makes the shell in the page usable at once, prepares
// what the Go program expects of a page, downloads and runs it, says so when that fails,
// keeps what was typed through all of this, and keeps the site usable offline.
"use strict";

(() => {
  const { wasm, packs, worker, early = "" } = document.currentScript.dataset;
  const base = new URL("../", document.currentScript.src).href;
  const greeting = readGreeting();
  const address = new URLSearchParams(location.hash.replace(/^#/, ""));

  // What was set, by the page around this frame or else in the address.
  const setting = (name) => greeting.config?.[name] || address.get(name) || "";

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

  const english = /^en/i.test(setting("locale") || navigator.language);

  const sentences = {
    closed: { zh: "没能打开，请检查网络后重试。", en: "This could not be opened: check the network and try again." },
    old: { zh: "这个浏览器太旧，打不开：请更新后再试。", en: "This browser is too old: update it and try again." },
    stopped: { zh: "页面意外停止。重试会重新打开，打好的字还在。", en: "This stopped unexpectedly. Try again to reopen it: what was typed is kept." },
  };

  replaceDeniedStorage("localStorage");
  replaceDeniedStorage("sessionStorage");

  // What the page before this one left when it was reloaded to change versions or after
  // a failure. It lies in the storage of this tab from then until now and no longer. Frames
  // of one tab are told apart by the nonces that their elements gave them.
  const leftName = `objection-coach left ${location.pathname}${location.hash}${greeting.nonce ?? ""}`;
  const left = takeLeft();

  // What stood in the text boxes before the program ran, by their ids.
  let boxes = left.boxes;

  // What a program may ask and tell.
  const coach = (globalThis.objectionCoach = {
    base, // of the addresses in packs
    program: wasm, // tells this version of the page from others
    packs: Object.fromEntries(packs.split(" ").filter(Boolean).map((pack) => pack.split("="))),
    early: {}, // answers to come, by the names in packs
    kept: left.kept, // what it wants kept over a reload, as plain data
    otherVersion: false, // is one there to change to? goappOnUpdate tells when it comes
    update: () => {}, // changes to it
    worker: () => new Worker(allowed(new URL(worker, base).href)), // the one beside it
    // Puts what stood in the boxes before the program ran into its own.
    restore() {
      for (const [id, before] of Object.entries(boxes)) {
        const box = document.getElementById(id);
        if (box) restore(box, before);
      }
      boxes = {};
    },
  });

  let running = true; // until it failed
  let composed = Promise.resolve(); // when no input method is in the middle of a word

  provideGoAppGlobals();
  fetchEarly();
  openShell();
  keepAboveKeyboard();
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

  // Asks for what the program will ask for first, so that it comes beside the program and
  // not after it.
  function fetchEarly() {
    const language = english ? ".en" : "";
    const wanted = early && setting("pack") || early;
    for (const name of [wanted, wanted + language]) {
      if (!coach.packs[name] || coach.early[name]) continue;
      coach.early[name] = fetch(new URL(coach.packs[name], base));
      coach.early[name].catch(() => {}); // is heard by the program
    }
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

  // What the element around this frame wrote into its name: settings, and a nonce.
  function readGreeting() {
    try {
      const { nonce, config } = JSON.parse(window.parent === window ? "{}" : window.name);
      return { nonce, config };
    } catch {
      return {}; // a frame of somebody else's
    }
  }

  function takeLeft() {
    try {
      const { kept, boxes } = JSON.parse(sessionStorage.getItem(leftName));
      sessionStorage.removeItem(leftName);
      return { kept, boxes };
    } catch {
      return { kept: {}, boxes: {} }; // nothing was left
    }
  }

  // Opens the page again, with what is in it.
  function reopen() {
    try {
      sessionStorage.setItem(leftName, JSON.stringify({ kept: coach.kept, boxes: typed() }));
    } catch {
      // No room for it: the page opens empty.
    }
    location.reload();
  }

  // The browser's own copies of what the page is made of may be what is broken.
  async function fetchAnew() {
    const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((part) => part.src ?? part.href);
    await Promise.allSettled(parts.map((part) => fetch(part, { cache: "reload" })));
  }

  function typed() {
    const all = { ...boxes };
    for (const box of document.querySelectorAll("textarea[id]")) {
      all[box.id] = { value: box.value, start: box.selectionStart, end: box.selectionEnd, focused: box === document.activeElement };
    }
    return all;
  }

  // The shell looks as the app will: in its language, mode and theme. Its box takes
  // words already, and its examples go into the box.
  function openShell() {
    const root = document.documentElement;
    const shell = document.getElementById("app");
    if (english) {
      root.lang = shell.lang = "en";
      for (const element of shell.querySelectorAll("[data-en]")) {
        if (element.ariaLabel) element.ariaLabel = element.dataset.enLabel;
        if (element.placeholder) element.placeholder = element.dataset.en;
        else element.textContent = element.dataset.en;
      }
    }
    if (setting("theme")) root.dataset.theme = setting("theme");
    const mode = setting("mode");
    if (greeting.nonce || ["launcher", "panel", "inline"].includes(mode)) {
      shell.classList.replace("oc-page", mode === "inline" ? "oc-inline" : "oc-panel");
      shell.querySelector(".oc-places")?.setAttribute("hidden", "");
    }
    for (const box of shell.querySelectorAll("textarea[id]")) {
      if (boxes[box.id]) restore(box, boxes[box.id]);
      box.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) event.preventDefault();
      });
      box.addEventListener("compositionstart", () => {
        composed = new Promise((resolve) => box.addEventListener("compositionend", resolve, { once: true }));
      });
      for (const example of shell.querySelectorAll(".oc-example")) {
        example.addEventListener("click", () => {
          box.value = example.textContent;
          box.focus();
        });
      }
    }
  }

  // Where the keyboard of the device covers the page and does not make it smaller, as on
  // iPads, the screen takes the room that is left above it.
  function keepAboveKeyboard() {
    const seen = globalThis.visualViewport;
    const keyboard = 120; // CSS pixels: what is covered less is a bar of the browser
    seen?.addEventListener("resize", () => {
      const covered = seen.scale === 1 && innerHeight - seen.height > keyboard;
      const { style } = document.documentElement;
      if (covered) style.setProperty("--oc-room", `${seen.height}px`);
      else style.removeProperty("--oc-room");
      if (covered) scrollTo(0, 0);
    });
  }

  function restore(box, { value, start, end, focused }) {
    box.value = value;
    box.setSelectionRange(start, end);
    if (focused) box.focus();
  }

  async function start() {
    let program;
    let go;
    try {
      const compiled = load(new URL(wasm, base));
      compiled.catch(() => {}); // is heard below
      if (document.readyState === "loading" || document.readyState === "interactive") {
        await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
      }
      go = new Go();
      go.env = { GOGC: "400" }; // collects garbage a quarter as often: the heap is small
      program = await WebAssembly.instantiate(await compiled, go.importObject);
    } catch (error) {
      const old = typeof WebAssembly !== "object";
      showFailure(old ? sentences.old : sentences.closed, error);
      return;
    }
    afterLoad(keepOffline);
    // A trap is thrown into whoever called the program last, not into its run.
    for (const kind of ["error", "unhandledrejection"]) {
      addEventListener(kind, ({ error, reason }) => {
        if ((error ?? reason) instanceof WebAssembly.RuntimeError) showFailure(sentences.stopped, error ?? reason);
      });
    }
    await composed;
    // The program puts its screen in the place of the shell before run returns control,
    // so no key can come between.
    boxes = typed();
    try {
      await go.run(program);
      showFailure(sentences.stopped, "the program ended");
    } catch (error) {
      showFailure(sentences.stopped, error);
    }
  }

  // Compiles the program while it arrives. What arrived broken, and what a cache may
  // have kept broken, is fetched once more.
  async function load(url) {
    try {
      return await compile(await fetch(url));
    } catch {
      return compile(await fetch(url, { cache: "reload" }));
    }
  }

  async function compile(response) {
    if (!response.ok) throw new Error(`${response.url}: status ${response.status}`);
    const type = response.headers.get("Content-Type") ?? "";
    if (type.trim().toLowerCase() === "application/wasm" && WebAssembly.compileStreaming) {
      return WebAssembly.compileStreaming(response);
    }
    return WebAssembly.compile(await response.arrayBuffer());
  }

  function afterLoad(work) {
    if (document.readyState === "complete") work();
    else addEventListener("load", work, { once: true });
  }

  // Registers the service worker. Where that is not allowed, the site simply
  // needs the network again next time.
  async function keepOffline() {
    try {
      if (!(await mayKeep())) return;
      const { serviceWorker } = navigator;
      const registration = await serviceWorker.register(allowed(new URL("sw.js", base).href));
      const watch = () => watchVersions(registration);
      if (serviceWorker.controller) watch();
      else serviceWorker.addEventListener("controllerchange", watch, { once: true }); // the first visit
    } catch {
      // Denied, or too old a browser.
    }
  }

  // Who asked the browser to save data gets the whole site only on coming back, or
  // after installing it: once a page is open, it needs little of the rest.
  async function mayKeep() {
    if (!navigator.connection?.saveData || matchMedia("(display-mode: standalone)").matches) return true;
    if (await navigator.serviceWorker.getRegistration(base)) return true;
    const name = "objection-coach was here";
    const again = localStorage.getItem(name);
    localStorage.setItem(name, "yes");
    return Boolean(again);
  }

  // Tells the app when pages opened from now on would be of another version: one that is
  // downloaded and waits until every tab is closed or until the app calls update, one
  // that another tab has changed to, or the one before, which the host called back.
  function watchVersions(registration) {
    const worker = navigator.serviceWorker;
    let mine = false; // the change is asked for by this page
    const announce = () => {
      coach.otherVersion = true;
      coach.update = () => {
        mine = true;
        if (registration.waiting) registration.waiting.postMessage({ type: "skip-waiting" });
        else reopen();
      };
      goappOnUpdate();
    };
    const announceWaiting = () => {
      if (registration.waiting) announce();
    };
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", announceWaiting);
    });
    worker.addEventListener("controllerchange", () => (mine ? reopen() : announce()));
    worker.addEventListener("message", ({ data }) => {
      if (data?.type === "other-version") announce();
    });
    announceWaiting();

    // A page may stay open for weeks: look again when there is a network or a person.
    let last = performance.now();
    const look = () => {
      if (document.hidden || performance.now() - last < 60_000) return;
      last = performance.now();
      registration.update().catch(() => {}); // offline
      worker.controller?.postMessage({ type: "ask-host" });
    };
    addEventListener("online", look);
    document.addEventListener("visibilitychange", look);
  }

  function showFailure(sentence, cause) {
    if (!running) return;
    running = false;
    console.error("objection-coach:", cause);
    boxes = typed(); // they go with the screen
    const language = (setting("locale") || navigator.language).toLowerCase().startsWith("zh") ? "zh" : "en";
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
    again.addEventListener("click", () => fetchAnew().then(reopen));
    document.body.replaceChildren(page);
  }
})();
