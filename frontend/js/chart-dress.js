// One dress for all pictures: our colours, the page's type, numbers as people write them.
import { written } from "./numbers.js";

// told apart by the colour-blind and in grey; the first is the accent of the pages
const COLOURS = ["#0b5c8f", "#e08a1e", "#2f8f6b", "#a04a7c", "#6fb3dd", "#5b6470"];
const LINE = "#d5dae0";
const OF_EACH_KIND = {
  bar: { barMaxWidth: 28 },
  sankey: { lineStyle: { color: "source", opacity: 0.3 }, label: { show: true, fontSize: 14 }, nodeGap: 16 },
};

export function dressed(option, unit, style) {
  const write = (value) => written(value, unit, document.documentElement.lang);
  const text = { fontFamily: style.fontFamily, fontSize: 14, color: style.color };
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const axis = (given, lying = false) => each(given, (one) => dressedAxis(one, write, text, lying));
  return {
    color: COLOURS,
    animation: !still,
    animationDuration: 300,
    textStyle: text,
    aria: { enabled: false },
    ...option,
    grid: each(option.grid ?? {}, (grid) => ({ left: 8, right: 24, top: 32, bottom: 8, containLabel: true, ...grid })),
    // drawn, not written as HTML: our pages allow no styles inside their text
    tooltip: { renderMode: "richText", confine: true, valueFormatter: write, textStyle: text, ...option.tooltip },
    ...(option.legend && { legend: { top: 0, textStyle: text, ...option.legend } }),
    ...(option.xAxis && { xAxis: axis(option.xAxis) }),
    ...(option.yAxis && { yAxis: axis(option.yAxis, true) }),
    series: each(option.series ?? [], (series) => dressedSeries(series, write)),
  };
}

function dressedAxis(axis, write, text, lying) {
  const numbers = axis.type !== "category" && axis.type !== "time";
  return {
    axisLine: { lineStyle: { color: LINE } },
    splitLine: { lineStyle: { color: LINE } },
    axisTick: { show: false },
    ...(lying && axis.type === "category" && { inverse: true }), // the first is read first
    ...axis,
    axisLabel: { ...text, hideOverlap: true, ...(numbers && { formatter: write }), ...axis.axisLabel },
  };
}

function dressedSeries(series, write) {
  const label = series.label?.show ? { label: { formatter: labelled(series, write), ...series.label } } : {};
  return { ...OF_EACH_KIND[series.type], ...series, ...label };
}

function labelled(series, write) {
  if (series.type === "sankey") return (part) => part.name;
  return (part) => write(Array.isArray(part.value) ? part.value.at(-1) : part.value);
}

function each(given, change) {
  return Array.isArray(given) ? given.map(change) : change(given);
}
