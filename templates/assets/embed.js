/* @points */
// Tells the page that frames a chart how high it is, whenever that changes: { type: "chart-height", height: pixels }.
new ResizeObserver(() => {
  const height = Math.ceil(document.querySelector("main").getBoundingClientRect().bottom + scrollY);
  parent.postMessage({ type: "chart-height", height }, "*");
}).observe(document.body);
