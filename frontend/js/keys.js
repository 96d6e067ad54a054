// One key for one thing on a page: an element with data-key="s" is pressed (a link) or entered (the field inside it).
// Nothing is sent by a key alone, and none works while somebody types.
export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    const place = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!place) return;
    event.preventDefault();
    if (place.matches("a")) place.click();
    else place.querySelector("textarea, input, select")?.focus();
  });
}

function writing(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}
