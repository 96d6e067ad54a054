// Draws the pictures of a summary, in the language the page shows; needs nothing from a network.
"use strict";
(() => {
  const COLOURS = ["#8a97a5", "#0b6aa2", "#e69f00", "#1b9e77", "#cc6677", "#6b4c9a"];
  const drawings = JSON.parse(document.getElementById("drawings").textContent);
  const page = document.documentElement;
  const charts = new Map();

  const language = () => page.dataset.language;
  const say = (words) => (typeof words === "string" ? words : words[language()]);
  const number = (value) => value.toLocaleString(language() === "zh" ? "zh-CN" : "en");
  const safe = (text) => {
    const place = document.createElement("span");
    place.textContent = text;
    return place.innerHTML;
  };

  const narrow = () => page.clientWidth < 600;
  // Where the legend ends: its words stand in one line, or in more on a phone.
  const below = (series) => {
    const letters = series.map((one) => say(one.name)).join("    ").length * (language() === "zh" ? 2 : 1);
    return narrow() && letters > 36 ? 60 : 36;
  };

  function money(value) {
    if (language() === "zh") {
      if (value >= 1e8) return `¥${number(Math.round(value / 1e6) / 100)}亿`;
      if (value >= 1e4) return `¥${number(Math.round(value / 1e3) / 10)}万`;
    } else if (value >= 1e6) return `¥${number(Math.round(value / 1e4) / 100)}m`;
    return `¥${number(Math.round(value))}`;
  }

  function bars(drawing, percent) {
    const names = drawing.names.map(say);
    const value = (one) => (percent ? `${one.toFixed(1)}%` : number(one));
    const stacked = drawing.type === "stacked";
    return {
      color: percent && drawing.series.length === 3 ? COLOURS : COLOURS.slice(1),
      legend: { top: 0, show: drawing.series.length > 1 },
      grid: { left: 8, right: stacked ? 24 : 56, top: drawing.series.length > 1 ? below(drawing.series) : 8, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, valueFormatter: value, confine: true },
      xAxis: {
        type: "value",
        max: percent ? 100 : null,
        interval: percent ? (narrow() ? 50 : 20) : null,
        splitNumber: narrow() ? 2 : 5,
        axisLabel: { formatter: (one) => (percent ? `${one}%` : number(one)), hideOverlap: true },
      },
      yAxis: {
        type: "category",
        data: names,
        inverse: true,
        axisTick: { show: false },
        axisLabel: { width: narrow() ? 110 : 260, overflow: drawing.type === "grouped" ? "break" : "truncate" },
      },
      series: drawing.series.map((one, n) => ({
        name: say(one.name),
        type: "bar",
        data: one.data,
        stack: stacked ? "all" : null,
        barMaxWidth: 22,
        barGap: "15%",
        label: {
          show: !stacked || n === drawing.series.length - 1,
          position: stacked ? "insideRight" : "right",
          formatter: ({ value: of }) => (stacked && of < (narrow() ? 30 : 8) ? "" : value(of)),
          color: "#1d2733",
        },
      })),
    };
  }

  function lorenz(drawing) {
    const axis = { type: "value", min: 0, max: 100, axisLabel: { formatter: "{value}%" } };
    const [curve, even] = drawing.series.map((one) => say(one.name));
    return {
      color: [COLOURS[1], COLOURS[0]],
      legend: { top: 0 },
      grid: { left: 8, right: 24, top: below(drawing.series), bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", valueFormatter: (one) => `${one.toFixed(1)}%`, confine: true },
      xAxis: axis,
      yAxis: axis,
      series: [
        { name: curve, type: "line", showSymbol: false, data: drawing.points, lineStyle: { width: 3 }, areaStyle: { opacity: 0.08 } },
        { name: even, type: "line", showSymbol: false, data: [[0, 0], [100, 100]], lineStyle: { type: "dashed" } },
      ],
    };
  }

  function flow(drawing) {
    const show = drawing.money ? money : number;
    const links = drawing.links.map(([from, to, value]) => ({ source: `← ${say(from)}`, target: say(to), value }));
    const sources = new Set(links.map((link) => link.source));
    const names = [...sources, ...new Set(links.map((link) => link.target))];
    return {
      tooltip: {
        confine: true,
        formatter: ({ dataType, data, name, value }) =>
          dataType === "edge"
            ? `${safe(data.source.slice(2))} → ${safe(data.target)}<br>${show(data.value)}`
            : `${safe(name.replace(/^← /, ""))}<br>${show(value)}`,
      },
      series: [
        {
          type: "sankey",
          left: 8,
          right: narrow() ? 100 : 200,
          top: 8,
          bottom: 8,
          nodeGap: 10,
          nodeAlign: "left",
          layoutIterations: 0, // the largest funder first, all others together last, as in the table
          emphasis: { focus: "adjacency" },
          data: names.map((name, n) => ({
            name,
            itemStyle: { color: sources.has(name) ? COLOURS[1] : COLOURS[2 + (n % 4)] },
          })),
          links,
          lineStyle: { color: "target", opacity: 0.35 },
          label: {
            color: "#1d2733",
            width: narrow() ? 94 : 190,
            overflow: "truncate",
            formatter: ({ name, value }) => name.replace(/^← /, "") + (narrow() ? "" : `  ${show(value)}`),
          },
        },
      ],
    };
  }

  function height(drawing) {
    if (drawing.type === "lorenz") return 360;
    if (drawing.type === "flow") return 120 + 34 * new Set(drawing.links.map(([from]) => say(from))).size;
    return 60 + drawing.names.length * (drawing.type === "grouped" ? 44 : 32) + (narrow() ? 24 : 0);
  }

  function draw(place) {
    const drawing = drawings[place.dataset.picture];
    place.style.height = `${height(drawing)}px`;
    const chart = charts.get(place) ?? window.echarts.init(place, null, { renderer: "canvas" });
    charts.set(place, chart);
    const option = drawing.type === "lorenz" ? lorenz(drawing) : drawing.type === "flow" ? flow(drawing) : bars(drawing, drawing.type !== "ranking");
    const textStyle = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
    chart.setOption({ animation: false, textStyle, ...option }, true);
    chart.resize();
  }

  function save(href, name) {
    const link = document.createElement("a");
    link.href = href;
    link.download = name;
    link.click();
  }

  // A picture that leaves the page takes its title, unit and source with it.
  function savePicture(section) {
    const drawn = new Image();
    drawn.onload = () => {
      const sheet = document.createElement("canvas");
      sheet.width = drawn.width;
      sheet.height = drawn.height + 200;
      const pen = sheet.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, sheet.width, sheet.height);
      pen.fillStyle = "#1d2733";
      const font = getComputedStyle(document.body).fontFamily;
      const write = (kind, size, y) => {
        pen.font = `${size}px ${font}`;
        pen.fillText(section.querySelector(kind).innerText, 24, y, sheet.width - 48);
      };
      write("h2", 40, 64);
      write(".unit", 28, 112);
      pen.drawImage(drawn, 0, 132);
      write(".source", 24, sheet.height - 24);
      save(sheet.toDataURL("image/png"), `${section.id}.png`);
    };
    const map = section.querySelector(".map > svg");
    drawn.src = map
      ? alone(map)
      : charts.get(section.querySelector(".picture")).getDataURL({ pixelRatio: 2, backgroundColor: "#fff" });
  }

  // The map without the style of the page, in the language the page shows.
  function alone(map) {
    const copy = map.cloneNode(true);
    copy.querySelectorAll("text").forEach((text) => {
      if (text.getAttribute("lang") !== page.lang) text.remove();
    });
    copy.setAttribute("width", 2 * map.clientWidth);
    copy.setAttribute("height", 2 * map.clientHeight);
    const { fontFamily, fontSize } = getComputedStyle(map);
    copy.setAttribute("style", `font-family: ${fontFamily}; font-size: ${fontSize}; fill: #1d2733`);
    return `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  }

  function saveTable(section) {
    const cell = (one) => `"${(one.dataset.value ?? one.innerText).trim().replaceAll('"', '""')}"`;
    const rows = [...section.querySelectorAll("tr")].map((row) => [...row.cells].map(cell).join(","));
    // the mark at the start makes spreadsheets read it as UTF-8
    const file = new Blob(["\ufeff" + rows.join("\r\n") + "\r\n"], { type: "text/csv" });
    const href = URL.createObjectURL(file);
    save(href, `${section.id}.csv`);
    URL.revokeObjectURL(href);
  }

  function speak(chosen) {
    page.dataset.language = chosen;
    page.lang = chosen === "zh" ? "zh-Hans" : "en";
    document.title = document.querySelector("h1").innerText;
    document.querySelectorAll("[data-say]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.say === chosen));
    });
    drawAll();
  }

  function drawAll() {
    if (!window.echarts) return;
    document.querySelectorAll(".picture").forEach((place) => {
      draw(place);
      place.setAttribute("aria-label", place.closest("section").querySelector("h2").innerText);
    });
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    if (button.dataset.say) speak(button.dataset.say);
    if (button.dataset.save === "png") savePicture(button.closest("section"));
    if (button.dataset.save === "csv") saveTable(button.closest("section"));
  });
  addEventListener("resize", drawAll);
  addEventListener("beforeprint", () => charts.forEach((chart) => chart.resize({ width: 660 })));
  addEventListener("afterprint", drawAll);
  speak(language());
})();
