// Keeps one complete version of the site on the device and answers from it, so
// that the site opens without a network and no tab mixes two versions.
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

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(dropOlderVersions()));

self.addEventListener("fetch", (event) => {
  const path = ownPath(event.request);
  if (path !== undefined) event.respondWith(answer(path, event.request));
});

// A new version waits until no tab shows the old one, or until a page asks.
self.addEventListener("message", (event) => {
  if (event.data?.type === "skip-waiting") self.skipWaiting();
});

// All files or none: after any failure the version in use stays as it is, and
// the browser tries again another day.
async function install() {
  const cache = await caches.open(cacheName);
  try {
    await Promise.all(Object.keys(files).map(async (path) => cache.put(new URL(path, scope), await download(path))));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

async function download(path) {
  const response = await fetch(new URL(path, scope), {
    // Names with a hash in them never change their content: asking the server
    // whether the browser's copy still holds spares a second download.
    cache: path.startsWith("assets/") ? "no-cache" : "reload",
    integrity: files[path],
    mode: "same-origin",
  });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  // Some hosts send /index.html on to /. Browsers refuse to show a page that
  // was answered with a redirected response, so keep a plain copy.
  return response.redirected ? new Response(response.body, response) : response;
}

async function dropOlderVersions() {
  const older = (await caches.keys()).filter((name) => name.startsWith(ours) && name !== cacheName);
  await Promise.all(older.map((name) => caches.delete(name)));
}

// The path of a file of this version that the request means, or undefined: then
// the request is none of our business.
function ownPath(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return undefined;
  let path = url.pathname.slice(scope.pathname.length);
  if (path === "" || path.endsWith("/")) path += "index.html";
  return Object.hasOwn(files, path) ? path : undefined;
}

async function answer(path, request) {
  const kept = await caches.match(new URL(path, scope), { cacheName, ignoreVary: true });
  return kept ?? fetch(request);
}
