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
    const status = form.querySelector("[role=status]"), choices = all("select", form);
    const apply = () => {
      let shown = 0;
      for (const row of rows) {
        row.hidden = choices.some(({ name, value }) => value && row.dataset[name] !== value);
        shown += !row.hidden;
      }
      const some = choices.some(each => each.value);
      status.textContent = some ? form.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length) : "";
    };
    form.addEventListener("change", apply);
    form.addEventListener("submit", event => event.preventDefault());
    form.hidden = false;
    apply(); // a browser may have kept choices from before
  }

  addEventListener("DOMContentLoaded", () => {
    all("main table").filter(table => table.tHead && table.tBodies[0]?.rows.length > 2).forEach(sortable);
    all("form.filters").forEach(filter);
  });
})();
