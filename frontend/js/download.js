// A picture as PNG, or the table beneath it as CSV that opens in a spreadsheet.
export function download(kind, chart, figure) {
  const name = figure.id || "chart";
  if (kind === "png") {
    save(chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" }), `${name}.png`);
    return;
  }
  // the mark at the front tells spreadsheets that the text is UTF-8
  const file = new Blob(["\ufeff", csv(figure.querySelector("table"))], { type: "text/csv" });
  const address = URL.createObjectURL(file);
  save(address, `${name}.csv`);
  URL.revokeObjectURL(address);
}

function csv(table) {
  const rows = [...(table?.rows ?? [])];
  return rows.map((row) => [...row.cells].map((cell) => quoted(cell.innerText.trim())).join(",")).join("\r\n");
}

function quoted(text) {
  // a cell that begins like a formula is text, whatever a spreadsheet would make of it
  const plain = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function save(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
}
