// The bundle and one page for everybody are kept for when there is no network; nothing that names a resident ever is.
// Why: Note [No resident in the cache] in shanqiao/www/parts/phone.py.
const CACHE = "shanqiao-{{ version }}";
const KEPT = [{% for address in kept %}"{{ address }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const NO_NETWORK = KEPT[KEPT.length - 1];

self.addEventListener("install", (event) => event.waitUntil(fetchAll().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(dropOld().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(NO_NETWORK)));
  else if (request.method === "GET" && KEPT.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => kept(pathname)));
  }
});

// without cookies, so that what comes back is what everybody gets
async function fetchAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    KEPT.map(async (address) => {
      const answer = await fetch(address, { credentials: "omit", cache: "no-cache", redirect: "error" });
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      await cache.put(address, answer);
    }),
  );
}

async function dropOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function kept(address) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? Response.error();
}
