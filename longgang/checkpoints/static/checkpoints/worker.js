/**
 * Keeps the scanner's own files, so that it opens without the network. Of people and vehicles it
 * keeps nothing: that lies in the page's store. `SHELL` ({version, files}) is written before this.
 */
/* global SHELL */
const NAME = `scanner-${SHELL.version}`;

addEventListener("install", (event) => {
  event.waitUntil(fillCache().then(() => self.skipWaiting()));
});

async function fillCache() {
  const cache = await caches.open(NAME);
  await cache.addAll(SHELL.files.map((file) => new Request(file, { cache: "no-cache" })));
}

addEventListener("activate", (event) => {
  event.waitUntil(dropOthers().then(() => self.clients.claim()));
});

async function dropOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("scanner-") && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const { pathname } = new URL(request.url);
  if (SHELL.files.includes(pathname)) event.respondWith(answer(request, pathname));
});

/** The page itself fresh when the server answers soon, else as kept; its files as kept. */
async function answer(request, pathname) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(pathname);
  if (request.mode !== "navigate") return kept ?? fetch(request);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(SHELL.patience) });
    return fresh.ok ? fresh : (kept ?? fresh);
  } catch {
    return kept ?? Response.error();
  }
}
