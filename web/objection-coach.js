// Defines <objection-coach>; see objection-coach.d.ts.
(() => {
const tag = "objection-coach"
if (!globalThis.HTMLElement || customElements.get(tag)) return

// Modules have no currentScript.
const page = new URL("index.html", document.currentScript?.src || Error().stack.match(/http.*\//)[0])
const names = "pack mode locale theme channel product segment customer insertPolicy".split(" ")
const attribute = name => name.replace("P", "-p")
const sheet = new CSSStyleSheet()
sheet.replaceSync(`
:host(:not([hidden])){display:block}
button,iframe{position:fixed;right:16px;bottom:16px;z-index:var(--oc-z,2147483000);border:0}
button{height:44px;padding:0 16px;border-radius:22px;font:15px system-ui;color:#fff;background:var(--oc-accent,#0f5e7a)}
iframe{bottom:72px;width:360px;height:min(560px,100vh - 88px);background:#fff;box-shadow:0 0 16px #0004;visibility:hidden}
@media(max-width:480px){iframe{right:0;width:100%}}
:host([open]) iframe{visibility:visible}
[hidden]+iframe{all:unset;display:block;width:100%;height:100%;min-width:320px;min-height:480px}
:host([mode=inline]) iframe{height:var(--h)}
iframe+button{bottom:88px}
[hidden]~button{position:relative;left:16px}`)

const build = host => {
  const early = { ...host } // set too early
  const config = {}
  const calls = new Map()
  const button = document.createElement("button")
  const again = document.createElement("button")
  const frame = document.createElement("iframe")
  const root = host.attachShadow({ mode: "open" })
  let nonce, stage, timer, back, id = 0, shown = false

  const fire = (name, detail) => host.dispatchEvent(new CustomEvent("oc-" + name, { bubbles: true, composed: true, detail }))
  const post = message => frame.contentWindow.postMessage(JSON.parse(JSON.stringify({ oc: 1, nonce, ...message })), page.origin)
  const focused = () => host.matches(":focus-within")
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
    frame.src = page + "#frame&" + new URLSearchParams({ v: 1, origin, nonce, mode, locale, theme })
    button.after(frame)
    addEventListener("message", hear)
  }
  const drop = () => {
    removeEventListener("message", hear)
    frame.remove()
    stage = 0
    end("removed")
    clearTimeout(timer)
  }
  const call = (type, data) => new Promise((result, reject) => {
    calls.set(++id, { type, id, ...data, result, failed: error => reject(Object.assign(Error(), error)) })
    load()
    if (stage == "ready") post(calls.get(id))
    wait()
  })
  const hear = ({ source, origin, data }) => {
    if (source != frame.contentWindow || origin != page.origin || data?.oc != 1 || data.nonce != nonce) return
    const { type, id, detail = data } = data
    if (id) calls.get(id)?.[type](detail), calls.delete(id)
    else if (type == "close") host.close()
    else if (type == "resize") frame.style.setProperty("--h", data.height + "px")
    else if (type == "hello") stage = type, sync()
    else fire(type, detail)
    if (type == "ready") stage = type, calls.forEach(post), focused() && post({ type: "focus" })
    wait()
  }
  const sync = () => {
    if (!host.isConnected) return drop()
    for (const name of [...names, "slots"]) config[name] = host[name]
    config.locale ||= document.documentElement.lang
    const open = host.hasAttribute("open")
    button.hidden = /panel|inline/.test(config.mode)
    button.textContent = frame.title = /^zh/.test(config.locale) ? "异议教练" : "Objection Coach"
    button.ariaExpanded = open
    if (open || button.hidden) load()
    if (open != shown) {
      shown = open
      if (open) wait(), fire("open")
      else focused() && back.focus(), fire("close")
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
    async close() { host.removeAttribute("open") },
    async destroy() { host.remove() },
    async setContext(context) { Object.assign(host, context); sync() },
    analyze: conversation => call("analyze", { conversation }),
    insert: () => call("insert"),
    newConversation: () => call("new"),
  }, early)

  root.adoptedStyleSheets = [sheet]
  root.append(button, again)
  again.append("重试 Retry")
  again.onclick = () => { drop(); load(); wait() }
  button.onclick = () => shown ? host.close() : host.open()
  button.onkeydown = ({ key }) => key == "Escape" && host.close()
  frame.allow = "clipboard-write"
  frame.sandbox = "allow-scripts allow-same-origin allow-forms allow-downloads"
  frame.loading = "lazy"
  frame.onload = wait
  sync()
  return sync
}

customElements.define(tag, class extends HTMLElement {
  static observedAttributes = ["open", ...names.map(attribute)]
  #sync = build(this)
  connectedCallback() { this.#sync() }
  attributeChangedCallback() { this.#sync() }
  disconnectedCallback() { this.#sync() }
})
})()
