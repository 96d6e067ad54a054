// htmx under our rules: nothing evaluated, no styles of its own, the form's token always sent.
export function talkToTheServer(htmx) {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0, // pages with people's names are not kept in the browser
    refreshOnHistoryMiss: true,
    scrollBehavior: "auto",
  });
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = cookie("csrftoken");
    if (event.detail.elt.matches("form[data-filters]")) leaveOutWhatIsEmpty(event.detail.formData);
  });
  // a refusal (422) comes as the same form with its reasons, so it is shown like an answer
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    // a draft that could not be kept just now is kept with the next letter; nobody need be told
    document.addEventListener(trouble, (event) => {
      if (!event.target.closest?.("[data-quiet]")) show("[data-trouble]");
    });
  }
  document.addEventListener("htmx:beforeRequest", () => hide("[data-trouble]"));
}

// an address that can be sent to a colleague names the filters that are on, and no others
function leaveOutWhatIsEmpty(formData) {
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
}

function cookie(name) {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function show(selector) {
  document.querySelectorAll(selector).forEach((element) => element.removeAttribute("hidden"));
}

function hide(selector) {
  document.querySelectorAll(selector).forEach((element) => element.setAttribute("hidden", ""));
}
