// Defines <objection-coach>; see objection-coach.d.ts.
(() => {
const tag = "objection-coach"
if (!globalThis.HTMLElement || customElements.get(tag)) return

// A module has no currentScript, but its errors know the address.
const page = new URL("index.html", document.currentScript?.src || Error().stack.match(/http.*\//)[0])
const names = "channel theme product segment insertPolicy mode locale pack customer".split(" ")
const attribute = name => name.replace("P", "-p")
const sheet = new CSSStyleSheet()
sheet.replaceSync(`
:host(:not([hidden])){display:block}
button,iframe{right:16px;z-index:var(--oc-z,2147483000);bottom:16px;border:0;position:fixed}
button{background:var(--oc-accent,#0f5e7a);padding:0 16px;border-radius:22px;height:44px;font:15px system-ui;color:#fff}
iframe{width:360px;height:min(560px,100vh - 88px);bottom:72px;box-shadow:0 0 16px #0004;visibility:hidden;background:#fff}
@media(max-width:480px){iframe{right:0;width:100%}}
:host([open]) iframe{visibility:visible}
[hidden]+iframe{all:unset;min-width:320px;display:block;min-height:480px;width:100%;height:100%}
:host([mode=panel]){height:100%}
:host([mode=inline]) iframe{height:var(--h)}
iframe+button{bottom:88px}
[hidden]~button{position:relative;left:16px}`)

const build = host => {
  const button = document.createElement("button")
  const config = {}
  const again = document.createElement("button")
  const early = { ...host }
  const calls = new Map()
  const frame = document.createElement("iframe")
  const root = host.attachShadow({ mode: "open" })
  let nonce, stage, timer, back = button, shown = false, id = 0

  const fire = (name, detail) => host.dispatchEvent(new CustomEvent("oc-" + name, { composed: true, bubbles: true, detail }))
  // JSON drops functions and proxies.
  const post = message => frame.contentWindow.postMessage(JSON.parse(JSON.stringify({ oc: 1, nonce, ...message })), page.origin)
  const end = code => {
    calls.forEach(one => one.failed({ code }))
    calls.clear()
  }
  const wait = () => {
    clearTimeout(timer)
    again.hidden = true
    if (stage != "ready" || calls.size) timer = setTimeout(() => {
      again.hidden = false
      end("timeout")
      fire("error", { code: "timeout" })
    }, 20000)
  }
  const load = () => {
    if (frame.parentNode || !host.isConnected) return
    nonce = crypto.getRandomValues(new Uint32Array(4)).join()
    const { mode, locale, theme } = config
    frame.src = page + "#frame&" + new URLSearchParams({ origin, v: 1, nonce, mode, locale, theme })
    button.after(frame)
    addEventListener("message", hear)
  }
  const drop = () => {
    clearTimeout(timer)
    stage = 0
    end("removed")
    frame.remove()
    removeEventListener("message", hear)
  }
  const call = (type, data) => new Promise((result, reject) => {
    calls.set(++id, { type, id, ...data, result, failed: error => reject(Object.assign(Error(), error)) })
    load()
    if (stage == "ready") post(calls.get(id))
    wait()
  })
  const hear = ({ origin, source, data }) => {
    if (source != frame.contentWindow || origin != page.origin || data?.oc != 1 || data.nonce != nonce) return
    const { type, id, detail = data } = data
    if (id) calls.get(id)?.[type](detail), calls.delete(id)
    else if (type == "close") host.close()
    else if (type == "resize") frame.style.setProperty("--h", data.height + "px")
    else if (type == "hello") stage = type, sync()
    else fire(type, detail)
    if (type == "ready") stage = type, calls.forEach(post), root.activeElement && post({ type: "focus" })
    wait()
  }
  const sync = gone => {
    if (gone || !host.isConnected) return drop()
    for (const name of [...names, "slots"]) config[name] = host[name]
    config.mode ||= "launcher"
    config.locale ||= document.documentElement.lang
    const open = host.hasAttribute("open")
    button.hidden = /panel|inline/.test(config.mode)
    button.textContent = frame.title = /^en/.test(config.locale) ? "Objection Coach" : "异议教练"
    button.ariaExpanded = open
    if (open || button.hidden) load()
    if (open != shown) {
      shown = open
      if (open) wait(), fire("open")
      else root.activeElement && back.focus(), fire("close")
    }
    if (stage) post({ type: "config", config })
  }

  for (const name of names) Object.defineProperty(host, name, {
    get: () => host.getAttribute(attribute(name)) || "",
    set: value => host.setAttribute(attribute(name), value ?? ""),
  })
  Object.assign(host, {
    async open() {
      back = root.activeElement || document.activeElement
      host.setAttribute("open", "")
      frame.focus()
    },
    async destroy() { host.remove() },
    async setContext(context) { Object.assign(host, context); sync() },
    async close() { host.removeAttribute("open") },
    newConversation: () => call("new"),
    insert: () => call("insert"),
    analyze: conversation => call("analyze", { conversation }),
  }, early)

  root.append(button, again)
  root.adoptedStyleSheets = [sheet]
  again.hidden = true
  frame.onload = wait
  again.onclick = () => { drop(); load(); wait() }
  button.onclick = () => shown ? host.close() : host.open()
  again.append("重试 Retry")
  frame.allow = "clipboard-write"
  frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-downloads"
  frame.loading = "lazy"
  button.onkeydown = ({ key }) => key != "Escape" || host.close()
  sync()
  return sync
}

customElements.define(tag, class extends HTMLElement {
  static observedAttributes = ["open", ...names.map(attribute)]
  #sync = build(this)
  connectedCallback() { this.#sync() }
  attributeChangedCallback() { this.#sync() }
  disconnectedCallback() { this.#sync(true) }
})
})()
