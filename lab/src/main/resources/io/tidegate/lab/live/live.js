
(() => {
  "use strict";
  const COLUMNS = 11, MOST = 900;
  const id = (name) => document.getElementById(name);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let data = Array.from({ length: COLUMNS }, () => []);
  let plots = [];
  let over = false;

  const number = (v) => Math.abs(v) >= 100 ? Math.round(v).toLocaleString("en") : String(+v.toPrecision(3));
  const time = (ms) => ms === 0 ? "0" : ms < 1 ? number(ms * 1000) + " µs" : ms < 1000 ? number(ms) + " ms" : number(ms / 1000) + " s";
  const units = { rate: number, count: number, time };
  const clock = (s) => {
    const whole = Math.round(s), two = (n) => String(n).padStart(2, "0");
    const minutes = Math.floor(whole / 60);
    return minutes < 60 ? minutes + ":" + two(whole % 60)
      : Math.floor(minutes / 60) + ":" + two(minutes % 60) + ":" + two(whole % 60);
  };
  const DASHES = [[], [7, 4], [2, 4], [12, 3, 2, 3]];

  function plot(element) {
    const columns = element.dataset.columns.split(",").map(Number);
    const names = element.dataset.names.split("|");
    const unit = units[element.dataset.unit];
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line"), width: 1 }, ticks: { stroke: colour("--line"), width: 1 } };
    const series = columns.map((column, i) => ({
      label: names[i],
      stroke: colour("--s" + (i + 1)),
      width: 2,
      dash: DASHES[i],
      points: { show: false },
      value: (_, v) => v == null ? "–" : unit(v),
    }));
    element.replaceChildren();
    const chart = new uPlot({
      width: element.clientWidth,
      height: 200,
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false }, y: { range: (_, low, high) => [0, high > 0 ? high * 1.1 : 1] } },
      axes: [
        { ...axis, values: (_, at) => at.map(clock), incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600] },
        { ...axis, size: 64, values: (_, at) => at.map(unit) },
      ],
      series: [{ label: element.dataset.time, value: (_, v) => v == null ? "" : clock(v) }, ...series],
    }, [data[0], ...columns.map((c) => data[c])], element);
    return { chart, columns, element };
  }

  function drawAll() {
    for (const one of plots) one.chart.destroy();
    plots = [...document.querySelectorAll(".plot")].map(plot);
  }

  function redraw() {
    for (const one of plots) one.chart.setData([data[0], ...one.columns.map((c) => data[c])]);
  }

  function add(point) {
    const seconds = data[0];
    if (seconds.length && point[0] <= seconds[seconds.length - 1]) return;
    point.forEach((v, i) => data[i].push(v));
    if (seconds.length > MOST) data.forEach((column) => column.shift());
  }

  function threshold(one) {
    const item = document.createElement("li");
    item.className = one.samples === 0 ? "none" : one.holds ? "good" : "bad";
    item.textContent = (one.samples === 0 ? "· " : one.holds ? "✓ " : "✗ ") + one.text
      + (one.samples === 0 ? "" : "  " + one.figure);
    return item;
  }

  function show(event) {
    for (const name of ["elapsed", "length", "left", "requests", "iterations", "failed", "failedPart", "dropped", "p50", "p95", "p99", "checks"])
      id(name).textContent = event[name];
    id("failed").className = event.failed === "0" ? "" : "bad";
    id("dropped").className = event.dropped === "0" ? "" : "bad";
    document.querySelector("progress").value = event.end ? 1 : event.progress;
    document.querySelector(".time p").hidden = !event.length;
    id("thresholds").replaceChildren(...event.thresholds.map(threshold));
    if (event.point) add(event.point);
    redraw();
    if (event.end) end(event.end);
  }

  function end(how) {
    over = true;
    const text = id("end").dataset;
    id("end").className = how.passed ? "good" : "bad";
    id("end").textContent = (how.passed ? text.passed : text.failed) + (how.report ? " " + text.report + " " + how.report : "");
    document.title = (how.passed ? "✓ " : "✗ ") + document.title;
  }

  async function history() {
    const points = await (await fetch("/seconds")).json();
    data = Array.from({ length: COLUMNS }, () => []);
    points.forEach(add);
    redraw();
  }

  drawAll();
  const events = new EventSource("/events");
  events.addEventListener("open", () => {
    if (id("end").className === "wait") {
      id("end").className = "";
      id("end").textContent = "";
    }
    history().catch(() => {});
  });
  events.addEventListener("second", (message) => {
    show(JSON.parse(message.data));
    if (over) events.close();
  });
  events.addEventListener("error", () => {
    if (over) return;
    id("end").className = "wait";
    id("end").textContent = id("end").dataset.gone;
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  new ResizeObserver(() => {
    for (const one of plots) if (one.chart.width !== one.element.clientWidth)
      one.chart.setSize({ width: one.element.clientWidth, height: 200 });
  }).observe(document.querySelector(".plots"));
})();
