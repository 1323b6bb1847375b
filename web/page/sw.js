// Keeps whole versions of the site on the device and answers from them, so that the
// site opens without a network and no tab mixes two versions. What runs and the version
// before it are kept; the host says in release.json when the one before is to run.
"use strict";

const version = "{{version}}";

// Every file of this version, with the hash its content must have.
const files = {
{{- range precache}}
  "{{.Path}}": "{{.Integrity}}",
{{- end}}
};

const scope = new URL("./", location.href);

// Other pages of the origin have caches too; ours say whose they are.
const ours = `objection-coach ${scope.pathname} `;
const cacheName = ours + version;

// Put last into a cache: all files of its version are there. It holds what the host
// wanted then, and what it was known to want before. No file has this name.
const wholeMark = new URL("sw.js?whole", scope).href;

// Which versions are kept and which one the host wants, as a file in a cache of its own.
const noteCache = `objection-coach-note ${scope.pathname}`;
const noteFile = new URL("sw.js?note", scope).href;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

self.addEventListener("fetch", (event) => {
  const path = ownPath(event.request);
  if (path === undefined) return;
  event.respondWith(answer(path, event.request));
  if (event.request.mode === "navigate") event.waitUntil(lookAround());
});

// A new version waits until no tab shows the old one, or until a page asks.
self.addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") self.skipWaiting();
  if (event.data?.type === "ask-host") event.waitUntil(askHost());
});

// All files or none: after any failure the version in use stays as it is, and the
// browser tries again another day, with what has arrived so far.
async function install() {
  const run = await hostWants();
  if (run !== undefined && run !== "newest" && run !== version) throw new Error(`the host wants version ${run}`);
  await dropUnfinished();
  try {
    await fill({ run, before: (await readNote()).run });
  } catch (error) {
    if (error.name === "QuotaExceededError") await makeRoom(); // for the next time
    throw error;
  }
}

// Brings every file of this version into its cache. What an older version of ours has
// unchanged is copied: a new pack does not fetch the program again.
async function fill(mark) {
  const cache = await caches.open(cacheName);
  const older = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== cacheName);
  const tries = await Promise.allSettled(Object.entries(files).map(async ([path, integrity]) => {
    if (await unchanged(cacheName, path, integrity)) return;
    let file;
    for (const name of older) file ??= await unchanged(name, path, integrity);
    await cache.put(new URL(path, scope), file ?? await download(path, integrity));
  }));
  const failed = tries.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  await cache.put(wholeMark, new Response(JSON.stringify(mark)));
  if (!(await isWhole(cacheName))) throw new Error("the storage was cleared meanwhile");
}

// What is left of releases that never arrived whole, and never will now.
async function dropUnfinished() {
  const { active, previous } = await readNote();
  if (!active) return;
  for (const name of await caches.keys()) {
    const other = name.startsWith(ours) && ![version, active, previous].includes(name.slice(ours.length));
    if (other && !(await isWhole(name))) await drop(name);
  }
}

// The device is full: only what is in use stays, and not the version to go back to.
async function makeRoom() {
  const note = await readNote();
  if (note.active) await keepOnly([note.active, running(note)]);
  else await drop(cacheName);
}

async function keepOnly(versions) {
  const kept = versions.map((one) => ours + one);
  const gone = (await caches.keys()).filter((name) => name.startsWith(ours) && !kept.includes(name));
  await Promise.all(gone.map(drop));
}

// File by file first: a cache that is deleted as a whole takes up its room until nothing
// refers to it any more.
async function drop(name) {
  const cache = await caches.open(name);
  for (const file of await cache.keys()) await cache.delete(file);
  await caches.delete(name);
}

// The file as a cache has it, if its content is what it must be.
async function unchanged(name, path, integrity) {
  const file = await caches.match(new URL(path, scope), { cacheName: name, ignoreVary: true });
  if (!file) return undefined;
  const hash = await crypto.subtle.digest("SHA-256", await file.clone().arrayBuffer());
  return integrity === "sha256-" + btoa(String.fromCharCode(...new Uint8Array(hash))) ? file : undefined;
}

async function isWhole(name) {
  return Boolean(await caches.match(wholeMark, { cacheName: name }));
}

async function readJSON(file, name) {
  try {
    return await (await caches.match(file, { cacheName: name })).json();
  } catch {
    return {};
  }
}

async function download(path, integrity) {
  const response = await fetch(new URL(path, scope), {
    // Names with a hash in them never change their content: asking the server
    // whether the browser's copy still holds spares a second download.
    cache: path.startsWith("assets/") ? "no-cache" : "reload",
    integrity,
    mode: "same-origin",
  });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  // Some hosts send /index.html on to /. Browsers refuse to show a page that
  // was answered with a redirected response, so keep a plain copy.
  return response.redirected ? new Response(response.body, response) : response;
}

// This version runs now. The one that ran until now is kept, all others go. On the first
// visit the open page is taken on, which was loaded before there was a worker.
async function activate() {
  const { run, before } = await readJSON(wholeMark, cacheName);
  const note = await changeNote((note) => {
    if (note.active !== version) note.previous = running(note);
    note.active = version;
    // The host's last word holds, be it of before this version came or of since.
    if (run !== undefined && note.run === before) note.run = run;
  });
  await keepOnly([note.active, note.previous]);
  if (!note.previous) await self.clients.claim();
}

// The version that pages opened now are of: the active one, unless the host has called
// back the version before it.
function running({ active, previous, run }) {
  return previous !== undefined && run === previous ? previous : active;
}

// The version that release.json names, or "newest"; undefined when there is no answer or
// no sensible one, as from the sign-in page of a public network.
async function hostWants() {
  try {
    const response = await fetch(new URL("release.json", scope), { cache: "no-store" });
    const { run } = await response.json();
    return response.ok && typeof run === "string" ? run : undefined;
  } catch {
    return undefined;
  }
}

let lastLook = -Infinity;

// Once a minute at most: the frames of a busy page open often.
async function lookAround() {
  if (performance.now() - lastLook < 60_000) return;
  lastLook = performance.now();
  await askHost();
  if (!(await isWhole(cacheName))) await fill({}).catch(() => {}); // it was cleared under us
}

// Notes what the host wants, and tells open pages when pages opened from now on are of
// another version.
async function askHost() {
  const run = await hostWants();
  if (run === undefined) return;
  let before;
  const note = await changeNote((note) => {
    note.active ??= version;
    before = running(note);
    note.run = run;
  });
  if (running(note) === before) return;
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage({ type: "other-version" });
}

// The note is {active, previous, run}: the version whose worker runs, the one before it,
// and what the host wants. It is empty before the first activation, or when cleared.
async function readNote() {
  return readJSON(noteFile, noteCache);
}

// One at a time: while a new version takes over, the worker of the one before may still
// be hearing from the host.
async function changeNote(change) {
  return navigator.locks.request(noteCache, async () => {
    const note = await readNote();
    change(note);
    const cache = await caches.open(noteCache);
    await cache.put(noteFile, new Response(JSON.stringify(note)));
    return note;
  });
}

// The path of a file that the request means and that a kept version may have, or
// undefined: then the request is none of our business.
function ownPath(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return undefined;
  let path = url.pathname.slice(scope.pathname.length);
  if (path === "" || path.endsWith("/")) path += "index.html";
  return Object.hasOwn(files, path) || path.startsWith("assets/") ? path : undefined;
}

// Pages are of the version that runs. All a page loads has a hash in its name, so a page
// opened before a change finds its own files in the version before. A page that opens
// another names its own program (?of=…), to get that page as it is in the same version.
async function answer(path, request) {
  try {
    const note = { ...(await readNote()), active: version };
    const program = new URL(request.url).searchParams.get("of");
    for (const one of new Set([running(note), note.active, note.previous])) {
      if (program && !(await caches.match(new URL(program, scope), { cacheName: ours + one }))) continue;
      const kept = await caches.match(new URL(path, scope), { cacheName: ours + one, ignoreVary: true });
      if (kept) return kept;
    }
  } catch {
    // The storage is gone or broken: the network may still do.
  }
  return fetch(request);
}
