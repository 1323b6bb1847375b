// The loader. It defines <objection-coach>: a shadow root with a launcher, and
// an iframe that shows index.html, which lies beside this file. It works as a
// classic script and as a module and depends on nothing. Host pages load it on
// every visit, so it stays small: build/size.go holds the budget.
// What a page can set, call and hear is in objection-coach.d.ts; what element
// and frame say to each other is in protocol.json.
(() => {
  const script = globalThis.document?.currentScript;
  const tag = script?.dataset.tag || "objection-coach";
  if (!globalThis.HTMLElement || customElements.get(tag)) return; // no browser, or loaded before

  // A module has no currentScript and a classic script no import.meta, but an
  // error knows its place in both.
  const page = new URL("index.html", script?.src || Error().stack.match(/http.*\//));

  // A page may have a variable of its own with this name; that of location is fast.
  const { origin } = location;

  // Properties that mirror an attribute of the same name, in kebab case. Their order,
  // as that of declarations below, is the one that brotli makes least of.
  const names = "mode insertPolicy locale view trace theme customer channel segment product keys lock position pack key".split(" ");
  const attribute = (name) => name.replace("P", "-p");

  // A constructed sheet, like CSSOM, asks nothing of the page's style-src. In the
  // modes that have their place on the page, of which only the names hold "ne",
  // the button is hidden, unless it offers a retry. Chromium takes 0.7 ms less to
  // read a sheet that was read before, be it empty.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("");
  sheet.replaceSync(`
:host([mode=panel]){height:100%}
button,iframe{right:0;z-index:var(--oc-z,2147483000);border:1px solid #0004;bottom:0;position:fixed}
button{padding:0 16px;color:var(--oc-on-accent,#fff);height:44px;background:var(--oc-accent,#0f5e7a);border-radius:44px;margin:16px;font:15px system-ui}
iframe{visibility:hidden;background:#fff;height:min(560px,100% - 92px);border-radius:8px;width:min(360px,100% - 2px);margin:76px clamp(0px,100% - 376px,16px)}
:host([open]) iframe{visibility:visible}
:host([position*=left]) *{right:auto;left:0}
:host([position*=top]) *{bottom:auto;top:0}
:host([mode*=ne]:not([hidden])){min-height:480px;display:block}
:host([mode*=ne]) *{position:static}
:host([mode*=ne]) iframe{all:unset;display:block;width:100%;height:100%;min-height:480px}
@media print{*{display:none!important}}`);

  // Gives an element its inside, its properties and its methods. Returns what
  // is to be called after every change in its life.
  function furnish(host) {
    const early = { ...host }; // properties set before this script came
    let timer;
    let calls = new Map(); // by id, those that have no answer yet
    let nonce; // tells this frame from an earlier one
    let listens; // the frame, to what is posted
    let count = 0; // of calls
    let slots;
    let colours = []; // custom properties the frame asks for, without --oc-
    let late; // an answer is missing for too long
    let shown = false; // the attribute "open" as of the last event

    const root = host.attachShadow({ mode: "open" });
    const button = document.createElement("button");
    let frame; // made when it is first wanted: a page that never needs it pays nothing
    let back = button; // what gets the focus when the coach closes
    root.adoptedStyleSheets = [sheet];
    root.append(button);
    button.onclick = () => {
      if (late) load(drop());
      else if (shown) host.close();
      else host.open();
    };
    // Who comes near the button will press it: the download may begin.
    button.onpointerenter = button.onfocus = () => navigator.connection?.saveData || update(1);

    const fire = (name, detail) => host.dispatchEvent(new CustomEvent("oc-" + name, { bubbles: true, composed: true, detail }));

    // Where the coach has its place on the page, it loads as that comes near.
    const near = new IntersectionObserver(([entry]) => entry.isIntersecting && button.hidden && update(1));

    // Brings everything in line with the attributes and properties.
    function update(wanted) {
      if (!host.isConnected) return drop();
      const open = host.matches("[open]");
      const title = /^en/i.test(locale()) ? "Objection Coach" : "异议教练";
      button.textContent = late ? "↻ " + title : title;
      if (button.hidden = !late && /ne/.test(host.mode)) near.observe(host);
      button.ariaExpanded = open;
      if (open || wanted) load();
      if (frame) frame.title = title;
      if (open !== shown) {
        shown = open;
        // What has the focus may be in a shadow root that the coach is in too.
        if (open) back = root.activeElement || host.getRootNode().activeElement || document.activeElement;
        else if (root.activeElement) back.focus();
        fire(open ? "open" : "close");
      }
      queueMicrotask(configure); // once for several changes in a row
    }

    const locale = () => host.locale || document.documentElement.lang;

    function settings() {
      const set = { slots, colours: {} };
      for (const name of names) set[name] = host[name];
      for (const name of colours) set.colours[name] = getComputedStyle(host).getPropertyValue("--oc-" + name);
      set.locale = locale();
      return set;
    }

    // Tells a listening frame the settings; it knows whether they are news.
    const configure = () => listens && post({ type: "config", config: settings() });

    function load() {
      if (frame) return;
      frame = document.createElement("iframe");
      frame.allow = "clipboard-write";
      // Its own origin for storage and worker, forms for their submit event,
      // downloads for exports. Of the page's own origin it would be no wall, and
      // browsers warn of it.
      if (page.origin !== origin) frame.sandbox = "allow-scripts allow-forms allow-same-origin allow-downloads";
      nonce = crypto.getRandomValues(new Uint32Array(4)).join();
      frame.name = sealed({ origin, config: settings() });
      frame.src = page;
      addEventListener("message", hear);
      root.append(frame);
      wait();
    }

    function drop() {
      near.disconnect();
      removeEventListener("message", hear);
      clearTimeout(timer);
      frame = frame?.remove();
      listens = 0;
      giveUp("removed");
    }

    // Starts waiting anew, unless nothing is missing.
    function wait() {
      clearTimeout(timer);
      if (late) update(late = 0);
      if (!listens || calls.size) timer = setTimeout(() => {
        update(late = 1);
        giveUp("timeout");
        fire("error", { code: "timeout" });
      }, 20_000); // milliseconds without an answer until we say so
    }

    const giveUp = (code) => {
      calls.forEach((call) => call.done(0, { code }));
      calls.clear();
    };

    // Asks the frame, as soon as it is ready, and promises its answer.
    const ask = (type, conversation, draft) => new Promise((resolve, reject) => {
      const id = ++count;
      const done = (detail, error) => error ? reject(Object.assign(Error(error.code), error)) : resolve(detail);
      const call = { type, draft, conversation, id, done };
      (listens ? post : sealed)(call); // throws where a call cannot be written, before it is kept
      calls.set(id, call);
      wait();
      update(1);
    });

    // In its envelope, as JSON text: that drops a call's functions and unwraps the
    // proxies of frameworks, neither of which can be cloned. Old libraries give arrays
    // and texts a toJSON of their own, which is passed over.
    const sealed = (message) => JSON.stringify({ oc: 1, ...message, nonce }, function (name) {
      return this[name];
    });
    const post = (message) => frame.contentWindow.postMessage(sealed(message), page.origin);

    // What the frame may say.
    const heard = {
      __proto__: null,
      hello(detail) {
        colours = [...detail];
        configure(listens = 1);
        calls.forEach(post);
      },
      event: (detail, id) => fire(id, detail),
      resize: (detail) => (frame.style.height = detail),
      close: () => host.close(),
      answer(detail, id, error) {
        calls.get(id)?.done(detail, error);
        calls.delete(id);
      },
    };

    // Counts what claims to be of this frame and is not, or cannot be read; what
    // others say to each other is none of its business.
    function hear({ source, origin, data }) {
      const ours = source === frame?.contentWindow;
      if (ours || data?.nonce === nonce) {
        try {
          heard[ours && origin === page.origin && data.nonce === nonce && data.oc === 1 && data.type](data.detail, data.id, data.error);
          wait();
        } catch {
          host.refused++;
        }
      }
    }

    // Properties as the page sees them.
    const define = (name, get, set) => Object.defineProperty(host, name, { get, set });
    for (const name of names) {
      define(name, () => host.getAttribute(attribute(name)) ?? "", (value) => host.setAttribute(attribute(name), value ?? ""));
    }
    define("slots", () => slots, (value) => {
      slots = value;
      update();
    });
    define("context", settings, (value) => Object.assign(host, value));
    // Frameworks set attributes as properties: this one has the name of a method.
    define("open", () => open, (value) => host.toggleAttribute("open", value));
    const open = async () => {
      host.open = true;
      frame?.focus();
    };
    Object.assign(host, {
      refused: 0,
      insert: () => ask("insert"),
      review: (draft, conversation) => ask("review", conversation, draft),
      analyze: (conversation) => ask("analyze", conversation),
      newConversation: () => ask("new"),
      close: async () => void (host.open = false),
      setContext: async (context) => void (host.context = context),
      destroy: async () => host.remove(),
    }, early);

    return update;
  }

  customElements.define(tag, class extends HTMLElement {
    static observedAttributes = [...names.map(attribute), "open", "style"];
    #update = furnish(this);
    connectedCallback() {
      this.#update();
    }
    attributeChangedCallback() {
      this.#update();
    }
    disconnectedCallback() {
      this.#update();
    }
  });

  // An element of the page may have this name, which makes it a global.
  if (!globalThis.ObjectionCoach?.mount) globalThis.ObjectionCoach = {
    mount: (target, options) =>
      (target.appendChild ? target : document.querySelector(target)).appendChild(Object.assign(document.createElement(tag), options)),
  };
})();
