// The worker beside every page. It keeps scripts, styles and one empty page per language; with a network it changes nothing. Without one a sheet that
// was taken along opens from the device, and every other address shows what is on it. It sends nothing: that is the pages' work.

const CACHE = `qa-shell-${self.known.version}`;
const { files, pages } = self.known;
const names = new Set(files);
// So long a page that is on the device waits for a network that is there but does not answer.
const PATIENCE = 6000;

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(clear().then(() => self.clients.claim())));

async function fill() {
  const cache = await caches.open(CACHE);
  const addresses = [...files.map((name) => self.known.static + name), ...Object.values(pages)];
  // Without cookies: what is kept is nobody's.
  const load = async (address) => {
    const answer = await fetch(new Request(address, { credentials: "omit", cache: "no-cache" }));
    if (!answer.ok || answer.redirected) throw new Error(address);
    await cache.put(address, answer);
  };
  for (let at = 0; at < addresses.length; at += 8) await Promise.all(addresses.slice(at, at + 8).map(load));
}

async function clear() {
  for (const name of await caches.keys()) if (name.startsWith("qa-shell-") && name !== CACHE) await caches.delete(name);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(self.known.static)) {
    if (keptName(url)) event.respondWith(fileOf(request, url));
  } else if (request.mode === "navigate") event.respondWith(pageOf(request, url));
});

/** “css/app.9f86d081884c.css” is kept as “css/app.css”: a page from the device is older than what is kept beside it. */
function keptName(url) {
  const name = decodeURIComponent(url.pathname.slice(self.known.static.length));
  const plain = names.has(name) ? name : name.replace(/\.[0-9a-f]{12}(\.[a-z0-9]+)$/, "$1");
  return names.has(plain) ? plain : null;
}

const answeredInTime = (promise) => Promise.race([promise, new Promise((_resolve, reject) => setTimeout(reject, PATIENCE, new Error("slow")))]);

async function fileOf(request, url) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(self.known.static + keptName(url), { ignoreVary: true });
  if (!kept) return fetch(request);
  if (!self.navigator.onLine) return kept;
  // What stands before the portal may answer in its place.
  return answeredInTime(fetch(request)).then(
    (answer) => (answer.status >= 500 ? kept : answer),
    () => kept,
  );
}

async function pageOf(request, url) {
  const pack = await packFor(url).catch(() => null);
  try {
    const answer = await (pack ? answeredInTime(fetch(request)) : fetch(request));
    // What stands before the portal says that it is away.
    if (pack && [502, 503, 504].includes(answer.status)) throw new Error("away");
    return answer;
  } catch {
    return pack || empty();
  }
}

async function empty() {
  const cache = await caches.open(CACHE);
  const wanted = (await factOf("language").catch(() => null)) || (self.navigator.language.startsWith("zh") ? "zh-hans" : "en");
  return (await cache.match(pages[wanted] || pages.en, { ignoreVary: true })) || Response.error();
}

// -- Reading what the pages have stored

function open() {
  return new Promise((resolve, reject) => {
    // Whatever version is there; where nothing is yet, the pages make it.
    const request = indexedDB.open("qa-portal");
    request.onupgradeneeded = () => request.transaction.abort();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function read(act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const request = act(database);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } finally {
    database.close();
  }
}

const factOf = async (name) => (await read((database) => database.transaction("facts").objectStore("facts").get(name)))?.value;

/** The page of this address as it was taken along, by whoever is at work on this device, and not too long ago. */
async function packFor(url) {
  const person = await factOf("person");
  if (!person) return null;
  const packs = await read((database) => database.transaction("packs").objectStore("packs").index("person").getAll(person));
  const now = new Date().toISOString();
  for (const pack of packs) {
    const page = pack.pages.find(({ address }) => address === url.pathname);
    if (!page || pack.until < now) continue;
    const html = page.html.replace("<html ", `<html data-pack="${pack.at}" `);
    return new Response(html, {
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": pack.policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
      },
    });
  }
  return null;
}
