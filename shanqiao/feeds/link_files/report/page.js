// Speaks one language at a time, and lets tables be taken away; needs nothing from a network.
"use strict";
(() => {
  const page = document.documentElement;

  function saveTable(section) {
    const shown = (one) => one.dataset.value ?? one.innerText;
    const cell = (one) => `"${shown(one).trim().replaceAll('"', '""').replaceAll("\n", " ")}"`;
    const told = (row) => [...row.cells].filter((one) => !one.classList.contains("bar")).map(cell).join(",");
    const rows = [...section.querySelectorAll("table.bars tr")].map(told);
    // the mark at the start makes spreadsheets read it as UTF-8
    const file = new Blob(["\ufeff" + rows.join("\r\n") + "\r\n"], { type: "text/csv" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `${section.id}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  function speak(chosen) {
    page.dataset.language = chosen;
    page.lang = chosen === "zh" ? "zh-Hans" : "en";
    document.title = document.querySelector("h1").innerText;
    document.querySelectorAll("[data-say]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.say === chosen));
    });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.say) speak(button.dataset.say);
    if (button.dataset.save === "csv") saveTable(button.closest("section"));
  });
  speak(page.dataset.language);
})();
