// Numbers in pictures, as people write them in Chinese and in English.
export function written(value, unit, lang) {
  if (typeof value !== "number" || Number.isNaN(value)) return value ?? "–";
  const chinese = lang.toLowerCase().startsWith("zh");
  if (unit === "share") return `${round(value * 100, 1)}%`;
  if (unit === "fen") return `${value < 0 ? "−" : ""}¥${short(Math.abs(value) / 100, chinese)}`;
  return short(value, chinese);
}

function short(value, chinese) {
  const size = Math.abs(value);
  if (chinese) {
    if (size >= 1e8) return `${round(value / 1e8, 2)}亿`;
    if (size >= 1e4) return `${round(value / 1e4, 2)}万`;
  } else {
    if (size >= 1e6) return `${round(value / 1e6, 2)}M`;
    if (size >= 1e5) return `${round(value / 1e3, 0)}k`;
  }
  return round(value, 2);
}

function round(value, digits) {
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}
