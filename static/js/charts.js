// Draws every <figure data-chart="id"> from its json_script: line with interval band, bars, Pareto. Colours come from the tokens of the
// moment, so a change of theme draws anew. The table below the picture tells the same without this script.

const drawn = new Map();
let library = null;

function load(url) {
  library ??= new Promise((resolve, reject) => {
    if (window.echarts) return resolve(window.echarts);
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

function palette() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: get("ink"), ink2: get("ink-2"), ink3: get("ink-3"), line: get("line"), line2: get("line-2"), surface: get("surface"),
    tip: get("tip"), onTip: get("on-tip"), late: get("s-late"), vital: get("q5"), tail: get("q4"),
    lines: [1, 2, 3, 4, 5, 6].map((number) => get(`c${number}`)), font: getComputedStyle(document.body).fontFamily,
  };
}

let printing = false;
addEventListener("beforeprint", () => (printing = true));
addEventListener("afterprint", () => (printing = false));

const MARKS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"];
const digits = { points: 1, percent: 1, count: 0, seconds: 1, hours: 1 };
function write(value, unit, sparse = false) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const text = value.toLocaleString("en", { minimumFractionDigits: sparse ? 0 : digits[unit] ?? 1, maximumFractionDigits: digits[unit] ?? 1 });
  return unit === "percent" ? `${text}%` : text;
}

function frame(data, colours) {
  const text = { color: colours.ink3, fontSize: 12, fontFamily: colours.font };
  const many = data.series.length > 1;
  return {
    animation: !printing && !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    textStyle: { fontFamily: colours.font, color: colours.ink2 },
    color: colours.lines,
    grid: { left: 8, right: data.kind === "line" ? 72 : 24, top: 16, bottom: 8, containLabel: true },
    legend: { show: many && data.kind !== "line" && data.kind !== "pareto", top: 0, left: 0, textStyle: text, itemWidth: 12, itemHeight: 8 },
    tooltip: {
      trigger: "axis", renderMode: "richText", backgroundColor: colours.tip, borderWidth: 0, padding: [8, 12],
      textStyle: { color: colours.onTip, fontSize: 12, fontFamily: colours.font }, axisPointer: { type: "line", lineStyle: { color: colours.ink3, type: "dashed" } },
      formatter: (points) => {
        const index = points[0].dataIndex;
        const lines = data.series.map((one) => {
          const low = one.low?.[index], high = one.high?.[index], n = one.n?.[index];
          const range = low != null && high != null ? `  (${write(low, data.unit)} – ${write(high, data.unit)})` : "";
          const sign = one.signs?.[index] ? `\n◆ ${one.signs[index]}` : "";
          return `${many ? one.name + "  " : ""}${write(one.values[index], data.unit)}${range}${n != null ? `  n = ${n.toLocaleString("en")}` : ""}${sign}`;
        });
        return [data.categories[index], ...lines].join("\n");
      },
    },
    xAxis: { type: "category", data: data.categories, axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false }, axisLabel: { ...text, hideOverlap: true } },
    yAxis: {
      type: "value", min: data.min ?? (data.kind === "line" ? undefined : 0), max: data.max, scale: data.kind === "line",
      axisLabel: { ...text, formatter: (value) => write(value, data.unit, true) }, splitLine: { lineStyle: { color: colours.line2 } },
    },
    aria: { enabled: false }, // the figure carries its own label and table
  };
}

function target(data, colours) {
  if (data.target == null) return undefined;
  return {
    silent: true, symbol: "none", lineStyle: { color: colours.ink3, type: "dashed", width: 1 },
    label: { formatter: data.target_label || write(data.target, data.unit, true), position: "insideEndTop", color: colours.ink2, fontSize: 12 },
    data: [{ yAxis: data.target }],
  };
}

// The band is two stacked lines: an unseen one at the lower end, and the width of the interval filled above it.
function band(one, colour) {
  const common = { type: "line", stack: `band-${one.name}`, silent: true, symbol: "none", lineStyle: { opacity: 0 }, tooltip: { show: false }, stackStrategy: "all", z: 1 };
  return [
    { ...common, data: one.low },
    { ...common, data: one.high.map((high, index) => (high === null ? null : high - one.low[index])), areaStyle: { color: colour, opacity: 0.16 } },
  ];
}

// A point that means something is a diamond in the colour of what is late; its word stands in the tooltip and in the table.
function signed(value, colours) {
  return { value, symbol: "diamond", symbolSize: 13, itemStyle: { color: colours.late } };
}

function line(data, colours) {
  const option = frame(data, colours);
  option.xAxis.boundaryGap = false;
  option.series = data.series.flatMap((one, index) => {
    const colour = colours.lines[index % colours.lines.length];
    const main = {
      type: "line", name: one.name, data: one.values.map((value, at) => (one.signs?.[at] ? signed(value, colours) : value)), symbol: MARKS[index % MARKS.length], symbolSize: 7, lineStyle: { width: 2.5, color: colour }, itemStyle: { color: colour }, z: 3,
      // The name and the last value stand at the line's end: no legend to look up.
      endLabel: { show: one.values.at(-1) != null, formatter: (point) => (data.series.length > 1 ? one.name : write(point.value, data.unit)), color: colour, fontSize: 12, fontWeight: 600, distance: 8 },
      labelLayout: { moveOverlap: "shiftY" },
      markLine: index === 0 ? target(data, colours) : undefined,
    };
    return one.low && one.high && data.series.length <= 3 ? [...band(one, colour), main] : [main];
  });
  return option;
}

// Every bar is named: long names break instead of being left out.
function fitLabels(option, data, width) {
  Object.assign(option.xAxis.axisLabel, { hideOverlap: false, interval: 0, overflow: "break", lineHeight: 15, width: Math.max(36, (width - 48) / data.categories.length - 6) });
}

function bars(data, colours, width) {
  const option = frame(data, colours);
  if (option.legend.show) option.grid.top = 34;
  fitLabels(option, data, width);
  option.series = data.series.map((one, index) => ({
    type: "bar", name: one.name, data: one.values, barMaxWidth: 36, itemStyle: { color: colours.lines[index % colours.lines.length], borderRadius: [3, 3, 0, 0] },
    label: { show: data.categories.length * data.series.length <= 16, position: "top", color: colours.ink2, fontSize: 12, formatter: (point) => write(point.value, data.unit) },
    markLine: index === 0 ? target(data, colours) : undefined,
  }));
  return option;
}

function pareto(data, colours, width) {
  const values = data.series[0].values.map((value) => value ?? 0);
  const whole = values.reduce((sum, value) => sum + value, 0) || 1;
  let sofar = 0;
  const shares = values.map((value) => ((sofar += value) / whole) * 100);
  const option = frame(data, colours);
  option.grid.right = 8;
  fitLabels(option, data, width - 48);
  option.yAxis = [
    option.yAxis,
    { type: "value", min: 0, max: 100, splitLine: { show: false }, axisLabel: { color: colours.ink3, fontSize: 12, formatter: "{value}%" } },
  ];
  option.series = [
    {
      type: "bar", name: data.series[0].name, barMaxWidth: 48, label: { show: true, position: "top", color: colours.ink2, fontSize: 12 },
      data: values.map((value, index) => ({ value, itemStyle: { color: shares[index] - (value / whole) * 100 < 80 ? colours.vital : colours.tail, borderRadius: [3, 3, 0, 0] } })),
    },
    { type: "line", yAxisIndex: 1, data: shares.map((share) => Math.round(share)), symbolSize: 6, lineStyle: { color: colours.ink2, width: 1.5 }, itemStyle: { color: colours.ink2 }, tooltip: { show: false } },
  ];
  option.tooltip.formatter = ([point]) => `${data.categories[point.dataIndex]}\n${write(values[point.dataIndex], data.unit)}  (Σ ${Math.round(shares[point.dataIndex])}%)`;
  return option;
}

const KINDS = { line, bars, pareto };

async function draw(figure) {
  const canvas = figure.querySelector(".fig__canvas");
  const source = document.getElementById(figure.dataset.chart);
  if (!canvas || !source) return;
  try {
    const echarts = await load(figure.dataset.echarts);
    const data = JSON.parse(source.textContent);
    const chart = drawn.get(canvas) ?? echarts.init(canvas, null, { renderer: "svg" });
    drawn.set(canvas, chart);
    chart.setOption(KINDS[data.kind](data, palette(), canvas.clientWidth), true);
  } catch (error) {
    // The table stays, opened, so that nothing is lost with the picture.
    figure.classList.add("is-failed");
    figure.querySelector("details").open = true;
    throw error;
  }
}

const sizes = new ResizeObserver((entries) => {
  for (const { target: canvas } of entries) drawn.get(canvas)?.resize();
});

function drawAll(within) {
  for (const figure of within.querySelectorAll("figure[data-chart]")) {
    const canvas = figure.querySelector(".fig__canvas");
    if (drawn.has(canvas)) continue;
    draw(figure).then(() => sizes.observe(canvas));
  }
  for (const [canvas, chart] of drawn) {
    if (canvas.isConnected) continue;
    chart.dispose();
    sizes.unobserve(canvas);
    drawn.delete(canvas);
  }
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
const drawAgain = () => [...drawn.keys()].forEach((canvas) => draw(canvas.closest("figure")));
document.addEventListener("themechange", drawAgain);
// The device turns dark in the evening; whoever has chosen a theme keeps it.
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAgain);

// Paper is light, whatever the screen is.
let chosen = null;
addEventListener("beforeprint", () => {
  chosen = document.documentElement.getAttribute("data-theme");
  document.documentElement.setAttribute("data-theme", "light");
  drawAgain();
});
addEventListener("afterprint", () => {
  if (chosen) document.documentElement.setAttribute("data-theme", chosen);
  else document.documentElement.removeAttribute("data-theme");
  drawAgain();
});
