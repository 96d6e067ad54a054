// <button data-print> prints; what is folded together opens first, so that paper shows it all.
export function printOnClick() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details:not([open])").forEach((details) => {
      details.open = true;
      details.dataset.openedToPrint = "";
    });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll("details[data-opened-to-print]").forEach((details) => {
      details.open = false;
      delete details.dataset.openedToPrint;
    });
  });
}
