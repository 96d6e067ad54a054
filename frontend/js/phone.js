// A form with <input name="once" data-what="…"> that is sent while there is no network is kept on the phone, and sent
// when there is: as soon as the browser says so, with the next page, or by the button. The server takes each key once.
import { change, drop, forget, keep, newKey, tidy, unsealed, waiting } from "./phone-store.js";
import { drawBar } from "./phone-bar.js";
import { fillIn } from "./phone-fill.js";

const PATIENCE = 5000; // milliseconds until an answer that does not come counts as no network
const passing = new WeakSet(); // forms that are sent as if we were not here
const asking = new WeakSet(); // forms of which we are finding out whether there is network
let bar;
let begun = false; // whether the bar says what it had to say when the page opened

export function keepOnThePhone() {
  bar = document.querySelector("[data-phone-bar]");
  if (!bar || !window.isSecureContext || !window.indexedDB || !window.crypto?.subtle) return;
  navigator.serviceWorker?.register(bar.dataset.worker).catch(() => {});
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === bar.dataset.signOut) signOut(event);
    else onSubmit(event);
  });
  bar.addEventListener("phone:drop", (event) => drop(event.detail).then(() => draw(atRest())));
  bar.addEventListener("phone:send", () => send());
  window.addEventListener("online", () => send());
  window.addEventListener("offline", () => draw(atRest(), true));
  begin();
}

async function begin() {
  await tidy(bar.dataset.signIn);
  await draw(atRest());
  begun = true;
  await send();
  const { mine } = await waiting(bar.dataset.whose);
  const entry = mine.find((one) => location.hash === `#phone=${one.id}`);
  if (!entry) return;
  const again = newKey(); // what is sent from here is asked for by this key
  if (fillIn(await unsealed(entry), again)) {
    await change(entry, { again });
    await draw(bar.dataset.saysFilled);
  }
}

async function onSubmit(event) {
  const { target: form, submitter } = event;
  const mark = form.querySelector("input[name=once][data-what]");
  if (!mark || passing.has(form) || submitter?.formNoValidate) return;
  event.preventDefault();
  if (asking.has(form)) return;
  asking.add(form);
  const found = await ask();
  asking.delete(form);
  if (found.network && found.whose === bar.dataset.whose) pass(form, submitter);
  else await keepForm(form, submitter, mark, found.network ? "signed-out" : "waiting");
}

async function keepForm(form, submitter, mark, state) {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "once");
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  const { whose, signIn } = bar.dataset;
  // [data-path]: the page on which all that was typed can be filled in again, and which takes the same
  const { pathname, search } = new URL(mark.dataset.path || form.getAttribute("action") || location.href, location.href);
  const entry = { whose, signIn, state, what: mark.dataset.what, once: mark.value, path: pathname + search, fields };
  try {
    await keep(entry);
  } catch {
    await draw(bar.dataset.saysFull);
    return;
  }
  form.reset();
  form.querySelector("[data-sign-clear]")?.click();
  mark.value = newKey(); // what is written next on this page is something else
  await draw(state === "waiting" ? bar.dataset.saysKept : bar.dataset.saysSignedOut);
  bar.scrollIntoView({ block: "nearest" });
}

// sent as the browser sends it, so that its answer is a page
function pass(form, submitter) {
  passing.add(form);
  if (form.requestSubmit) form.requestSubmit(submitter?.form === form ? submitter : undefined);
  else form.submit();
  setTimeout(() => passing.delete(form));
}

async function send() {
  if (navigator.locks) return navigator.locks.request("shanqiao-phone", sendAll);
  return sendAll();
}

async function sendAll() {
  const { whose } = bar.dataset;
  const { mine } = await waiting(whose);
  if (!mine.length) return draw(atRest());
  const found = await ask();
  if (!found.network) return draw(atRest());
  if (found.whose !== whose) {
    for (const entry of mine.filter((one) => one.state === "waiting")) await change(entry, { state: "signed-out" });
    return draw(atRest());
  }
  let sent = 0;
  for (const entry of mine) {
    const was = entry.state;
    if (was === "eyes") sent += await arrivedOtherwise(entry);
    else sent += await sendOne(entry, found.token);
  }
  return draw(sent ? bar.dataset.saysSent : atRest());
}

// 204: written now, or before. Where the server is in trouble it is tried again; anything else is for a person to see.
async function sendOne(entry, token) {
  const { path, fields } = await unsealed(entry);
  const body = new FormData();
  for (const [name, value] of [...fields, ["once", entry.once]]) body.append(name, value);
  const headers = { "X-CSRFToken": token, "X-Phone": "1" };
  const answer = await fetch(path, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
  if (answer?.status === 204) return drop(entry).then(() => 1);
  if (answer && answer.status !== 429 && answer.status < 500) await change(entry, { state: "eyes" });
  return 0;
}

// it was opened in its form and sent from there
async function arrivedOtherwise(entry) {
  if (!entry.again) return 0;
  const answer = await fetch(`${bar.dataset.state}arrived/${entry.again}/`, { redirect: "manual" }).catch(() => null);
  if (!answer?.ok || !(await answer.json()).arrived) return 0;
  return drop(entry).then(() => 1);
}

// {network, whose, token}: is there network, who is signed in, and the token of this moment.
async function ask() {
  if (!navigator.onLine) return { network: false };
  const impatient = new AbortController();
  const timer = setTimeout(() => impatient.abort(), PATIENCE);
  try {
    const answer = await fetch(bar.dataset.state, { redirect: "manual", cache: "no-store", signal: impatient.signal });
    return { network: true, ...(answer.ok ? await answer.json() : {}) };
  } catch {
    return { network: false };
  } finally {
    clearTimeout(timer);
  }
}

async function signOut(event) {
  event.preventDefault();
  const { whose, lost } = bar.dataset;
  const { mine } = await waiting(whose).catch(() => ({ mine: [] }));
  if (mine.length && !window.confirm(lost)) return;
  await forget(whose).catch(() => {});
  event.target.submit();
}

// What is said while nothing happens: where there is something to fill in, whether there is network.
function atRest() {
  return navigator.onLine || !document.querySelector("input[name=once]") ? "" : bar.dataset.saysNoNetwork;
}

// The bar stands above what somebody fills in: while it grows or goes, the field they reach for stays where it was.
async function draw(says, still = begun) {
  const found = await waiting(bar.dataset.whose);
  const end = () => bar.getBoundingClientRect().bottom;
  const was = end();
  drawBar(bar, found, says);
  if (still) window.scrollBy({ top: end() - was, behavior: "instant" });
}
