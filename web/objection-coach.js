// The loader. It defines <objection-coach>: a shadow root with a launcher, and
// an iframe that shows index.html, which lies beside this file. It works as a
// classic script and as a module and depends on nothing. Host pages load it on
// every visit, so it stays small: build/size.go holds the budget.
// What a page can set, call and hear is in objection-coach.d.ts.
(() => {
  const tag = "objection-coach";
  if (!globalThis.HTMLElement || customElements.get(tag)) return; // no browser, or loaded before

  // A module has no currentScript and a classic script no import.meta, but an
  // error knows its place in both.
  const page = new URL("index.html", document.currentScript?.src || Error().stack.match(/http.*\//)[0]);

  // Properties that mirror an attribute of the same name, in kebab case.
  const names = "pack mode locale theme channel product segment customer insertPolicy keys".split(" ");
  const attribute = (name) => name.replace("P", "-p");

  // A constructed sheet, like CSSOM, asks nothing of the page's style-src. The
  // launcher is hidden in the modes that have their place on the page.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host(:not([hidden])){display:block}
:host([mode=panel]){height:100%}
button,div{position:fixed;right:16px;bottom:16px;z-index:var(--oc-z,2147483000)}
button{height:44px;padding:0 16px;border:1px solid #0000;border-radius:22px;font:15px system-ui;color:var(--oc-on-accent,#fff);background:var(--oc-accent,#0f5e7a)}
div{bottom:72px;width:360px;height:min(560px,100vh - 88px);border-radius:8px;overflow:hidden;background:#fff;box-shadow:0 0 16px #0004;visibility:hidden}
:host([open]) div{visibility:visible}
div *{position:absolute;inset:0;margin:auto;width:50%}
iframe{width:100%;height:100%;border:0}
@media(max-width:480px){div{right:0;width:100%}}
[hidden]+div{all:unset;display:block;position:relative;min-width:320px;min-height:480px;height:100%}
:host([mode=inline]) div{height:var(--h)}`);

  // Gives an element its inside, its properties and its methods. Returns what
  // its life calls: update after a change, drop on removal.
  function furnish(host) {
    const early = { ...host }; // properties set before this script came
    const calls = new Map(); // by id, those that have no answer yet
    let count = 0; // of calls
    let stage; // of the frame: nothing, then "hello", then "ready"
    let nonce; // tells this frame from an earlier one
    let sent; // the configuration the frame knows, as JSON
    let timer;
    let shown = false; // the attribute "open" as of the last event

    const root = host.attachShadow({ mode: "open" });
    const launcher = document.createElement("button");
    const box = document.createElement("div");
    const retry = document.createElement("button");
    const frame = document.createElement("iframe");
    let back = launcher; // what gets the focus when the coach closes
    root.adoptedStyleSheets = [sheet];
    root.append(launcher, box);
    box.append(retry);
    launcher.onclick = () => void (shown ? host.close() : host.open());
    launcher.onkeydown = (event) => {
      if (event.key === "Escape") host.close();
    };
    retry.hidden = true;
    retry.onclick = () => {
      drop();
      load();
    };
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    // Its own origin for storage and worker, forms for their submit event,
    // downloads for exports. Of the page's own origin it would be no wall, and
    // browsers warn of it.
    if (page.origin !== origin) frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-downloads";

    const fire = (name, detail) => host.dispatchEvent(new CustomEvent("oc-" + name, { bubbles: true, composed: true, detail }));

    // Where the coach has its place on the page, it loads as that comes near.
    const near = new IntersectionObserver(([entry]) => entry.isIntersecting && launcher.hidden && load(), { rootMargin: "200px" });

    // Brings everything in line with the attributes and properties.
    function update() {
      if (!host.isConnected) return;
      near.observe(host);
      const open = host.hasAttribute("open");
      const english = /^en/i.test(settings().locale);
      launcher.hidden = /panel|inline/.test(host.mode);
      launcher.textContent = frame.title = english ? "Objection Coach" : "异议教练";
      launcher.ariaExpanded = open;
      retry.textContent = english ? "Try again" : "没打开，重试";
      if (open) load();
      if (open !== shown) {
        shown = open;
        if (!open && root.activeElement) back.focus();
        fire(open ? "open" : "close");
      }
      queueMicrotask(configure); // once for several changes in a row
    }

    function settings() {
      const set = {};
      for (const name of names) set[name] = host[name];
      set.mode ||= "launcher";
      set.locale ||= document.documentElement.lang;
      set.slots = { "customer.title": set.customer, ...host.slots };
      return set;
    }

    // Tells a listening frame the settings, when they are news.
    function configure() {
      const config = settings();
      const text = JSON.stringify(config);
      if (!stage || text === sent) return;
      sent = text;
      post({ type: "config", config });
    }

    function load() {
      if (frame.parentNode || !host.isConnected) return;
      nonce = crypto.getRandomValues(new Uint32Array(4)).join();
      const { mode, locale, theme } = settings();
      frame.src = page + "#frame&" + new URLSearchParams({ v: 1, origin, nonce, mode, locale, theme });
      box.prepend(frame);
      addEventListener("message", hear);
      wait();
    }

    function drop() {
      near.disconnect();
      removeEventListener("message", hear);
      clearTimeout(timer);
      frame.remove();
      stage = sent = 0;
      giveUp("removed");
    }

    // Starts waiting anew, unless nothing is missing.
    function wait() {
      clearTimeout(timer);
      retry.hidden = true;
      if (stage === "ready" && !calls.size) return;
      timer = setTimeout(() => {
        retry.hidden = false;
        giveUp("timeout");
        fire("error", { code: "timeout" });
      }, 20_000); // milliseconds without an answer until we say so
    }

    function giveUp(code) {
      calls.forEach((call) => call.failed({ code }));
      calls.clear();
    }

    // Asks the frame, as soon as it is ready, and promises its answer.
    const ask = (type, data) => new Promise((result, reject) => {
      const id = ++count;
      const failed = ({ code, message }) => reject(Object.assign(Error(message || code), { code }));
      calls.set(id, { type, id, ...data, result, failed });
      load();
      wait();
      if (stage === "ready") post(calls.get(id));
    });

    // Sent as plain JSON: that drops a call's functions and unwraps the proxies
    // of frameworks, neither of which can be cloned.
    function post(message) {
      frame.contentWindow.postMessage(JSON.parse(JSON.stringify({ ...message, oc: 1, nonce })), page.origin);
    }

    function hear({ source, origin, data }) {
      if (source !== frame.contentWindow || origin !== page.origin || data?.oc !== 1 || data.nonce !== nonce) return;
      const { type, id, detail, code, message, height } = data;
      if (/hello|ready/.test(type)) {
        stage = type;
        configure();
      }
      if (type === "ready") {
        calls.forEach(post);
        if (root.activeElement) post({ type: "focus" }); // never pull the focus from elsewhere
      }
      if (type === "close") host.close();
      if (height) box.style.setProperty("--h", height + "px");
      if (!id && !/hello|close|resize/.test(type)) fire(type, detail || { code, message });
      if (id) {
        calls.get(id)?.[type](detail || { code, message }); // "result" or "failed"
        calls.delete(id);
      }
      wait();
    }

    for (const name of names) {
      Object.defineProperty(host, name, {
        get: () => host.getAttribute(attribute(name)) ?? "",
        set: (value) => host.setAttribute(attribute(name), value ?? ""),
      });
    }
    let slots;
    Object.defineProperty(host, "slots", {
      get: () => slots,
      set: (value) => {
        slots = value;
        update();
      },
    });
    Object.assign(host, {
      async open() {
        back = root.activeElement || document.activeElement;
        host.setAttribute("open", "");
        frame.focus();
      },
      async close() {
        host.removeAttribute("open");
      },
      async destroy() {
        host.remove();
      },
      async setContext(context) {
        Object.assign(host, context);
      },
      analyze: (conversation) => ask("analyze", { conversation }),
      review: (draft, conversation) => ask("review", { conversation, draft }),
      insert: () => ask("insert"),
      newConversation: () => ask("new"),
    }, early);

    return { update, drop };
  }

  customElements.define(tag, class extends HTMLElement {
    static observedAttributes = ["open", ...names.map(attribute)];
    #inside = furnish(this);
    connectedCallback() {
      this.#inside.update();
    }
    attributeChangedCallback() {
      this.#inside.update();
    }
    disconnectedCallback() {
      this.#inside.drop();
    }
  });
})();
