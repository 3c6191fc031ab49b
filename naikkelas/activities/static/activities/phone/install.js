// @ts-check
// The service worker: registered after the first screen stands, and taken away on the server's word.

/** Make the app work without a line from now on. */
export async function register() {
  if (!navigator.serviceWorker) return;
  const options = /** @type {RegistrationOptions} */ ({ scope: "/kerja/", updateViaCache: "none", type: "module" });
  try {
    await navigator.serviceWorker.register("/kerja/sw.js", options);
  } catch {
    // No line, or a browser whose workers know no modules.
    await navigator.serviceWorker.register("/kerja/sw.js?klasik", { scope: "/kerja/", updateViaCache: "none" }).catch(() => null);
  }
}

/** Ask the browser to send as soon as it has a line, even when this page is closed. */
export async function askToSend() {
  try {
    const registration = await navigator.serviceWorker?.ready;
    await /** @type {any} */ (registration)?.sync?.register("kirim");
  } catch {
    // No Background Sync here: the page sends when it is opened.
  }
}

/** The server has switched the app off: worker and caches go, drafts stay in IndexedDB. */
export async function leave() {
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
    if (new URL(registration.scope).pathname === "/kerja/") await registration.unregister();
  }
  for (const name of await caches.keys()) if (name.startsWith("kerja-")) await caches.delete(name);
}
