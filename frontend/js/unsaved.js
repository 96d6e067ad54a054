// A form marked data-keep asks before its words are lost, and a button pressed twice sends once.
export function confirmBeforeLeaving() {
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-keep]")) unsaved = true;
  });
  document.addEventListener("submit", (event) => {
    unsaved = false;
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    // after this turn, so that the pressed button still sends its own name and value
    setTimeout(() => form.querySelectorAll('button:not([type="button"])').forEach((b) => (b.disabled = true)));
  });
  // the browser's back button brings the page back as it was, with its buttons off
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form button:disabled").forEach((b) => (b.disabled = false));
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}
