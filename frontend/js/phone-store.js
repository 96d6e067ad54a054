// What waits on this phone, in IndexedDB: sealed with AES-GCM under a key that no script can take out, one for each
// sign-in, forgotten at sign-out. Beside what is sealed stand only which form it was, since when, and whose (a mark).
const NAME = "shanqiao-phone";
const KEEP = 14 * 24 * 60 * 60 * 1000; // milliseconds; the server knows what it took for longer (30 days)

// Keep what was typed: {whose, signIn, what, once, state, path, fields: [[name, text or file], …]}.
export async function keep({ path, fields, ...plain }) {
  const entry = { ...plain, id: newKey(), at: Date.now(), iv: crypto.getRandomValues(new Uint8Array(12)) };
  const words = new TextEncoder().encode(JSON.stringify({ path, fields: await Promise.all(fields.map(packed)) }));
  const key = await keyOf(entry);
  entry.sealed = await crypto.subtle.encrypt(lockOf(entry), key, words);
  await within("entries", "readwrite", (entries) => entries.put(entry));
}

// {mine: [entry, …] in the order they were kept, others: how many belong to somebody else}.
export async function waiting(whose) {
  const all = (await within("entries", "readonly", (entries) => entries.getAll())).sort((a, b) => a.at - b.at);
  const mine = all.filter((entry) => entry.whose === whose);
  return { mine, others: all.length - mine.length };
}

// What was typed: {path, fields}. Fails where the key is forgotten, or the entry is not what was sealed.
export async function unsealed(entry) {
  const found = await within("keys", "readonly", (keys) => keys.get(entry.signIn));
  const words = await crypto.subtle.decrypt(lockOf(entry), found.key, entry.sealed);
  const { path, fields } = JSON.parse(new TextDecoder().decode(words));
  return { path, fields: fields.map(([name, value]) => [name, unpacked(value)]) };
}

export async function change(entry, facts) {
  await within("entries", "readwrite", (entries) => entries.put(Object.assign(entry, facts)));
}

export async function drop(entry) {
  await within("entries", "readwrite", (entries) => entries.delete(entry.id));
}

// Sign-out: the keys of this person and what they sealed are gone.
export async function forget(whose) {
  for (const [store, name] of [["keys", "signIn"], ["entries", "id"]]) {
    const rows = await within(store, "readonly", (all) => all.getAll());
    for (const row of rows.filter((one) => one.whose === whose)) {
      await within(store, "readwrite", (all) => all.delete(row[name]));
    }
  }
}

// What is too old goes; so do keys that seal nothing any more, except the one in use.
export async function tidy(signIn) {
  const entries = await within("entries", "readonly", (all) => all.getAll());
  for (const entry of entries.filter((one) => one.at < Date.now() - KEEP)) await drop(entry);
  const used = new Set([signIn, ...entries.filter((one) => one.at >= Date.now() - KEEP).map((one) => one.signIn)]);
  const keys = await within("keys", "readonly", (all) => all.getAllKeys());
  for (const key of keys.filter((one) => !used.has(one))) await within("keys", "readwrite", (all) => all.delete(key));
}

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// the first of two pages that make it at the same moment makes it
async function keyOf({ whose, signIn }) {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await within("keys", "readwrite", (keys) => keys.add({ signIn, whose, key: made })).catch(() => {});
  return (await within("keys", "readonly", (keys) => keys.get(signIn))).key;
}

// an entry opens only as what it was sealed as
function lockOf({ iv, whose, signIn, id, once }) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode([whose, signIn, id, once].join("|")) };
}

async function packed([name, value]) {
  if (typeof value === "string") return [name, value];
  const bytes = new Uint8Array(await value.arrayBuffer());
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return [name, { file: value.name, type: value.type, bytes: btoa(letters) }];
}

function unpacked(value) {
  if (typeof value === "string") return value;
  const bytes = Uint8Array.from(atob(value.bytes), (letter) => letter.charCodeAt(0));
  return new File([bytes], value.file, { type: value.type });
}

async function within(store, mode, ask) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const asked = ask(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys", { keyPath: "signIn" });
      asked.result.createObjectStore("entries", { keyPath: "id" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}
