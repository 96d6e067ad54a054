// What every page loads. A page works without it; with it, less waiting and fewer clicks.
import htmx from "htmx.org";
import "./js/bootstrap.js";
import { addUpChosen } from "./js/sum.js";
import { allowTextSize } from "./js/text-size.js";
import { confirmBeforeLeaving } from "./js/unsaved.js";
import { keepOnThePhone } from "./js/phone.js";
import { focusSearchOnSlash } from "./js/search.js";
import { listenToKeys } from "./js/keys.js";
import { printOnClick } from "./js/print.js";
import { selectRows } from "./js/rows.js";
import { takeSignatures } from "./js/sign.js";
import { talkToTheServer } from "./js/requests.js";

window.htmx = htmx;
talkToTheServer(htmx);
focusSearchOnSlash();
listenToKeys();
allowTextSize();
printOnClick();
selectRows();
addUpChosen();
takeSignatures();
keepOnThePhone(); // before the next: what is kept here is not unsaved
confirmBeforeLeaving();
document.documentElement.classList.add("has-scripts");
