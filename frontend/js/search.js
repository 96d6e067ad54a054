// "/" goes to the search of the page, Escape leaves it.
export function focusSearchOnSlash() {
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-search]");
    if (!search) return;
    if (event.key === "/" && !writing(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select?.();
    } else if (event.key === "Escape" && event.target === search) {
      search.blur();
    }
  });
}

function writing(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}
