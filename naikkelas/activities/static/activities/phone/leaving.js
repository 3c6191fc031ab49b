// The worker that is served while the app is switched off: it takes everything of itself away.
// Drafts lie in IndexedDB, which it does not touch.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil(leave());
});

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith("kerja-")) await caches.delete(name);
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window" })) {
    await client.navigate(client.url).catch(() => null);
  }
}
