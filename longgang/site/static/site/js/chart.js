/** Draws the charts of a page on a canvas; the numbers come from the JSON beside each. */
import { bring } from "./library.js";

const COLOURS = ["#2a5caa", "#1f9c95", "#d98324", "#6a70c9", "#b0411f", "#5b6674"];

function optionOf({ kind, unit, labels, series }, style) {
  const text = { color: "#3d4a5a", fontFamily: style.fontFamily, fontSize: parseFloat(style.fontSize) * 0.8125 };
  return {
    aria: { enabled: false },
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 400,
    color: COLOURS,
    textStyle: text,
    grid: { left: 8, right: 16, top: 48, bottom: 8, containLabel: true },
    legend: { top: 0, right: 8, icon: "roundRect", textStyle: text, show: series.length > 1 },
    // On the canvas: a tooltip of HTML would bring inline styles, which the page refuses.
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: kind === "line" ? "line" : "shadow" } },
    xAxis: { type: "category", data: labels, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: "#c3ccd8" } }, boundaryGap: kind !== "line" },
    yAxis: { type: "value", name: unit, nameTextStyle: { ...text, align: "left" }, axisLabel: text, minInterval: 1, splitLine: { lineStyle: { color: "#e6ebf2" } } },
    series: series.map(({ name, values }) => ({
      name,
      data: values,
      type: kind === "line" ? "line" : "bar",
      stack: kind === "stacked" ? "all" : undefined,
      smooth: 0.25,
      symbolSize: 7,
      lineStyle: { width: 3 },
      areaStyle: kind === "line" && series.length === 1 ? { opacity: 0.1 } : undefined,
      itemStyle: { borderRadius: kind === "bar" ? [4, 4, 0, 0] : 0 },
      barMaxWidth: 36,
    })),
  };
}

async function draw(figure) {
  if (figure.dataset.drawn) return;
  figure.dataset.drawn = "yes";
  const numbers = JSON.parse(document.getElementById(figure.dataset.longgangChart).textContent);
  const place = figure.querySelector(".chart-canvas");
  await bring(figure.dataset.echarts);
  place.classList.add("chart-drawn");
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  chart.setOption(optionOf(numbers, getComputedStyle(document.body)));
  new ResizeObserver(() => chart.resize()).observe(place);
}

function drawAll() {
  document.querySelectorAll("[data-longgang-chart]").forEach(draw);
}
document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
