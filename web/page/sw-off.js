// Ends the service worker: put in the place of sw.js, it deletes what this site keeps
// on the device and removes itself, and pages come from the network again. Pages that
// are open stay as they are.
"use strict";

const scope = new URL("./", location.href);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  const ours = (await caches.keys()).filter((name) => name.startsWith(`objection-coach ${scope.pathname} `) || name === `objection-coach-note ${scope.pathname}`);
  await Promise.all(ours.map((name) => caches.delete(name)));
  await self.registration.unregister();
}
