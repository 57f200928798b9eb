/* @theme */
// What scripts add to the table of figures: its columns sort, and its rows are filtered.
(() => {
  "use strict";
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const made = (name, given) => Object.assign(document.createElement(name), given);

  // Sorting: a cell is worth what its data-value says, or its text; shares, money and counts stay apart
  function worth(row, column) {
    const cell = row.cells[column];
    const text = (cell.dataset.value ?? cell.textContent).trim();
    const number = /^[−-]?[\d,]*\.?\d+(e[+-]?\d+)?$/.test(text) ? Number(text.replace(/,/g, "").replace("−", "-")) : NaN;
    return { text, number, unit: cell.dataset.unit ?? "" };
  }
  function compare(a, b) {
    return a.unit.localeCompare(b.unit) || a.number - b.number || a.text.localeCompare(b.text, undefined, { numeric: true });
  }
  function sortable(table) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
    heads.forEach((head, column) => {
      const button = made("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const each of heads) each.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map(row => [row, worth(row, column)]);
        // What is not known comes last, up or down.
        rows.sort(([, a], [, b]) => !a.text - !b.text || (down ? -1 : 1) * compare(a, b));
        body.append(...rows.map(([row]) => row));
      });
    });
    table.classList.add("sorts");
  }

  // Filtering: a row stays when it has what every choice asks for
  function filter(form) {
    const rows = all("tbody tr", document.getElementById(form.dataset.table));
    const status = form.querySelector("[role=status]"), usual = status.textContent, choices = all("select", form);
    const apply = () => {
      let shown = 0;
      for (const row of rows) {
        row.hidden = choices.some(({ name, value }) => value && row.dataset[name] !== value);
        shown += !row.hidden;
      }
      const some = choices.some(each => each.value);
      status.textContent = some ? form.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length) : usual;
    };
    form.addEventListener("change", apply);
    form.addEventListener("submit", event => event.preventDefault());
    form.hidden = false;
    apply(); // a browser may have kept choices from before
  }

  // Comparing: two rows, picked, stand side by side; where they cannot be compared, the reason
  function comparing(table, box) {
    const said = box.dataset, picked = [];
    const put = (text, gaps) => text.replace(/\{(\w+)\}/g, (_, gap) => gaps[gap]);
    const close = (a, b) => (a / b).toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 3 });
    const about = row => {
      const [number, label, period, statusText] = [...row.cells].map(cell => cell.textContent.trim());
      return { ...row.dataset, number, label, period, statusText, value: Number(row.cells[0].dataset.value) };
    };
    function verdict(a, b) {
      if (a.kind !== b.kind) return [put(said.kind, { a: a.kind, b: b.kind })];
      if (a.unit !== b.unit) return [put(said.unit, { a: a.unit, b: b.unit })];
      const lines = [], [more, less] = a.value >= b.value ? [a, b] : [b, a], bound = [a, b].find(each => each.bound);
      if (bound) lines.push(put(said.bound, { figure: bound.number }));
      else if (a.value === b.value) lines.push(said.equal);
      else if (more.number.includes("%")) lines.push(put(said.points, { a: more.number, b: less.number, points: (more.value - less.value).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 }) }));
      else lines.push(put(said.times, { a: more.number, b: less.number, times: close(more.value, less.value) }));
      if (a.period !== b.period) lines.push(put(said.period, { a: a.period, b: b.period }));
      if (a.status !== b.status && a.statusText && b.statusText) lines.push(put(said.status, { a: a.statusText, b: b.statusText }));
      return lines;
    }
    function show() {
      box.hidden = picked.length < 2;
      if (box.hidden) return;
      const two = picked.map(about), most = Math.max(...two.map(each => each.value));
      const alike = two[0].kind === two[1].kind && two[0].unit === two[1].unit;
      const sides = made("div", { className: "compare-two" });
      for (const each of two) {
        const side = made("div"), head = made("p");
        head.append(made("b", { className: "n", textContent: each.number }), ` ${each.label}`);
        side.append(head);
        if (alike) {
          const bar = made("div", { className: "compare-bar" });
          bar.style.width = `${(100 * each.value) / most}%`;
          side.append(bar);
        }
        side.append(made("p", { textContent: [each.period, each.statusText].filter(Boolean).join(" · ") }));
        sides.append(side);
      }
      const text = made("p", { className: "compare-said", textContent: verdict(...two).join(" ") });
      const clear = made("button", { type: "button", className: "plain-button", textContent: said.clear });
      clear.addEventListener("click", () => { for (const input of all(".pick", table)) input.checked = false; picked.length = 0; show(); });
      box.replaceChildren(made("h2", { textContent: box.getAttribute("aria-label") }), sides, text, clear);
      box.scrollIntoView({ block: "nearest" });
    }
    for (const row of table.tBodies[0].rows) {
      const input = made("input", { type: "checkbox", className: "pick" });
      input.setAttribute("aria-label", `${table.dataset.compare}: ${row.querySelector("th").textContent.trim()}`);
      row.querySelector(".num").prepend(input);
      input.addEventListener("change", () => {
        const at = picked.indexOf(row);
        if (at >= 0) picked.splice(at, 1);
        if (input.checked) picked.push(row);
        if (picked.length > 2) picked.shift().querySelector(".pick").checked = false;
        show();
      });
    }
  }

  addEventListener("DOMContentLoaded", () => {
    all("main table").filter(table => table.tHead && table.tBodies[0]?.rows.length > 2).forEach(sortable);
    all("form.filters").forEach(filter);
    const box = document.getElementById("compare");
    if (box) comparing(document.querySelector("table[data-compare]"), box);
  });
})();
