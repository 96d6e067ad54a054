// Pictures on a page: load after echarts.js.
//
// <figure>
//   <figcaption>title, unit, source</figcaption>
//   <script type="application/json" data-chart>{"unit": "fen", "height": 320, "option": {…}}</script>
//   <button type="button" data-chart-download="png">…</button>   (or "csv": the table below)
//   <table>…</table>
// </figure>
//
// unit: fen (shown as ¥, 万), share (0…1, shown in %), count (a number with its 万).
import { download } from "./js/download.js";
import { dressed } from "./js/chart-dress.js";

function mount(root) {
  root.querySelectorAll?.("script[data-chart]").forEach(draw);
}

function draw(script) {
  if (script.dataset.drawn !== undefined) return;
  script.dataset.drawn = "";
  const { option, unit = "count", height = 320 } = JSON.parse(script.textContent);
  const figure = script.closest("figure");
  const place = document.createElement("div");
  place.className = "chart-place";
  place.style.height = `${height}px`;
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", figure?.querySelector("figcaption")?.innerText ?? "");
  script.before(place);
  const chart = window.echarts.init(place, null, { renderer: "canvas", locale: "EN" });
  chart.setOption(dressed(option, unit, getComputedStyle(place)));
  new ResizeObserver(() => chart.resize()).observe(place);
  figure?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart-download]");
    if (button) download(button.dataset.chartDownload, chart, figure);
  });
}

mount(document);
document.addEventListener("htmx:load", (event) => mount(event.detail.elt));
