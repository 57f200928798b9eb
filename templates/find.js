// The search of the edition in one file: what holds all the words is listed, and leads to its place, evidence included.
(() => {
  "use strict";
  const form = document.getElementById("finder"), box = document.getElementById("find");
  const status = document.getElementById("found"), list = document.getElementById("results");
  const MOST = 20, AROUND = 60;
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();
  const worded = each => {
    const copy = each.cloneNode(true);
    for (const note of copy.querySelectorAll(".endnote, .endnote-number")) note.remove();
    return copy.textContent;
  };
  const passages = [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dd, td, figcaption)")]
    .filter(each => !each.closest("#finder, svg") && !each.querySelector("p, li, dd, td"))
    .map(each => ({ each, text: worded(each).replace(/\s+/g, " ").trim() }))
    .map(({ each, text }) => ({ each, text, folded: fold(text) }));

  function go(place) {
    const evidence = place.closest("[popover]");
    if (evidence) evidence.showPopover();
    place.tabIndex = -1;
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  }
  function item({ each, text, folded }, word) {
    const entry = document.createElement("li"), button = document.createElement("button");
    const start = text.lastIndexOf(" ", Math.max(0, folded.indexOf(word) - AROUND)) + 1;
    const part = text.slice(start, start + 3 * AROUND);
    Object.assign(button, { type: "button", className: "plain-button" });
    button.textContent = `${start ? "… " : ""}${part}${start + part.length < text.length ? " …" : ""}`;
    button.addEventListener("click", () => go(each));
    entry.append(button);
    return entry;
  }
  function find() {
    const asked = box.value.trim(), words = fold(asked).split(/\s+/).filter(Boolean);
    const hits = words.length ? passages.filter(({ folded }) => words.every(word => folded.includes(word))) : [];
    const { none, single, several } = form.dataset;
    const sentence = [none, single][hits.length] ?? several;
    status.textContent = words.length ? sentence.replace("{count}", hits.length).replace("{words}", asked) : "";
    list.replaceChildren(...hits.slice(0, MOST).map(hit => item(hit, words[0])));
  }
  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(find, 120); });
  form.addEventListener("submit", event => { event.preventDefault(); find(); });
  form.hidden = false;
})();
