// The bar that says what waits on this phone: how many, which form, since when, and what one may do. No names.
import { unsealed } from "./phone-store.js";

export function drawBar(bar, { mine, others }, says) {
  const words = bar.dataset;
  const at = (name) => bar.querySelector(`[data-phone-${name}]`);
  const count = (mine.length === 1 ? words.waitsOne : words.waitsMany).replace("{n}", mine.length);
  const looked = mine.filter((entry) => entry.state === "eyes").length;
  set(at("count"), mine.length ? count + (looked ? ` · ${words.eyes}` : "") : "");
  set(at("says"), says);
  set(at("others"), others ? words.others : "");
  at("others").hidden = !others;
  at("details").hidden = at("send").hidden = mine.length === 0;
  if (looked) at("details").open = true;
  at("list").replaceChildren(...mine.map((entry) => row(bar, entry)));
  at("send").onclick = () => bar.dispatchEvent(new CustomEvent("phone:send"));
  at("shown").hidden = mine.length === 0 && !others && !says;
}

function row(bar, entry) {
  const drawn = bar.querySelector("template[data-phone-row]").content.cloneNode(true);
  const at = (name) => drawn.querySelector(`[data-row-${name}]`);
  const { eyes, waiting, signedOut, drop } = bar.dataset;
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  set(at("what"), entry.what);
  set(at("when"), `· ${when.format(entry.at)}`);
  set(at("state"), `· ${{ eyes, waiting, "signed-out": signedOut }[entry.state]}`);
  const [open, typed] = [at("open"), at("typed")];
  unsealed(entry).then(({ path }) => (open.href = `${path}#phone=${entry.id}`));
  open.addEventListener("click", () => {
    // the page we are on would only be scrolled; it has to be asked for anew
    if (new URL(open.href).pathname === location.pathname) setTimeout(() => location.reload());
  });
  at("read").addEventListener("click", async () => {
    const { fields } = await unsealed(entry);
    set(typed, fields.filter(([name]) => name !== "opened").map(([, value]) => value.name ?? value).join(" · "));
    typed.hidden = false;
  });
  at("drop").addEventListener("click", () => {
    if (window.confirm(drop)) bar.dispatchEvent(new CustomEvent("phone:drop", { detail: entry }));
  });
  return drawn;
}

// written only where it changes, so that it is read aloud once
function set(place, text) {
  if (place.textContent !== text) place.textContent = text;
}
