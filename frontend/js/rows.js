// Choosing several rows: <input type="checkbox" data-rows="#proposals"> chooses all boxes named
// "row" inside #proposals; [data-rows-chosen] elements show how many, and hide at none.
export function selectRows() {
  document.addEventListener("change", (event) => {
    const all = event.target.closest("input[data-rows]");
    if (all) boxes(all).forEach((box) => (box.checked = all.checked));
    if (all || event.target.matches('input[type="checkbox"][name="row"]')) count();
  });
  document.addEventListener("htmx:afterSwap", count);
  count();
}

function count() {
  for (const all of document.querySelectorAll("input[data-rows]")) {
    const every = boxes(all);
    const chosen = every.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === every.length;
    all.indeterminate = chosen > 0 && chosen < every.length;
    document.querySelectorAll(`[data-rows-chosen="${all.dataset.rows}"]`).forEach((element) => {
      element.hidden = chosen === 0;
      element.querySelectorAll("[data-count]").forEach((place) => (place.textContent = chosen));
    });
  }
}

function boxes(all) {
  return [...document.querySelectorAll(`${all.dataset.rows} input[type="checkbox"][name="row"]`)];
}
