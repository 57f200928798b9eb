/* @theme */
/* @points */
// What scripts add to a page: evidence by hover, quotations to copy, terms on the spot, where one is on a phone.
// Each part stands alone, brings no words of its own, and leaves the page as it was where something is missing.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const made = (name, given) => Object.assign(document.createElement(name), given);
  const wide = matchMedia("(min-width: 60rem)");

  // Copying
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch { // no clipboard without https: the old way, by selection
      const area = made("textarea", { value: text, readOnly: true, className: "hidden" });
      (document.querySelector("[popover]:popover-open") ?? document.body).append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }
  function copyButton(label, text) {
    const button = made("button", { type: "button", className: "copy", textContent: label });
    const status = made("span", { className: "copy-status" });
    status.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      status.textContent = "";
      const done = await copied(text());
      button.focus();
      status.textContent = done ? words.copied : words.failed;
    });
    return [button, status];
  }
  function copiable(source) {
    const line = made("p", { className: "copy-line" });
    line.append(...copyButton(words.copy, () => source.textContent.trim()));
    source.after(line);
  }
  const address = link => new URL(link.getAttribute("href"), location.href).href;

  // Where there is a margin: beside the line that names the figure, and in the window
  function beside(box, opener) {
    const top = Math.min(opener.getBoundingClientRect().top - 8, innerHeight - box.offsetHeight - 8);
    Object.assign(box.style, { position: "absolute", top: `${Math.max(top, 8) + scrollY}px`, bottom: "auto" });
  }

  // Evidence: a quotation to copy; on a phone its sentence stays in sight above the sheet
  function evidence(box) {
    const more = box.querySelector(".evidence-more") ?? box.appendChild(Object.assign(document.createElement("p"), { className: "evidence-more" }));
    if (box.dataset.quotation) {
      const link = more.querySelector("a"); // none in an edition that stands alone
      const quoted = () => `${box.dataset.quotation} ${link ? address(link) : location.href}`;
      more.prepend(...copyButton(words.quote, quoted), ...(link ? copyButton(words.link, () => address(link)) : []));
    }
    box.addEventListener("toggle", ({ newState }) => {
      box.removeAttribute("style");
      const opener = newState === "open" && openers.get(box.id);
      if (!opener) return;
      if (wide.matches) return beside(box, opener);
      const beyond = opener.getBoundingClientRect().bottom + 24 - box.getBoundingClientRect().top;
      if (beyond > 0) scrollBy({ top: beyond, behavior: "smooth" });
    });
  }
  const openers = new Map();
  const HOVER = 350, LEAVE = 300; // milliseconds
  function opener(control, id, toggle) {
    const box = document.getElementById(id);
    if (!box) return;
    let waiting, hovered = false;
    const show = () => {
      if (box.matches(":popover-open")) return;
      openers.set(id, control);
      box.showPopover({ source: control });
    };
    control.addEventListener("click", event => {
      clearTimeout(waiting);
      openers.set(id, control);
      if (hovered && box.matches(":popover-open")) event.preventDefault(); // what hovering opened, a click keeps
      else if (toggle && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); box.togglePopover({ source: control }); }
      hovered = false;
    });
    const later = (act, pause) => { clearTimeout(waiting); waiting = setTimeout(act, pause); };
    const leave = () => later(() => { if (hovered) box.hidePopover(); hovered = false; }, LEAVE);
    control.addEventListener("pointerenter", ({ pointerType }) => {
      if (pointerType === "mouse" && wide.matches && !document.querySelector(".evidence:popover-open")) later(() => { hovered = true; show(); }, HOVER);
      else if (hovered) clearTimeout(waiting);
    });
    control.addEventListener("pointerleave", leave);
    box.addEventListener("pointerenter", () => clearTimeout(waiting));
    box.addEventListener("pointerleave", () => { if (hovered) leave(); });
  }

  // On a phone: which section one is in
  function contents(nav) {
    const now = nav.querySelector(".toc-now"), box = nav.querySelector("details");
    nav.addEventListener("click", ({ target }) => { if (target.closest("a")) box.open = false; });
    if (!now) return; // its names are too long to stand there
    const entries = all("a", nav).map(link => [link, document.getElementById(link.hash.slice(1))]).filter(([, place]) => place);
    const look = () => {
      const passed = entries.filter(([, place]) => place.getBoundingClientRect().top < 120);
      now.textContent = (passed.at(-1) ?? entries[0])?.[0].textContent ?? "";
    };
    let asked = false;
    addEventListener("scroll", () => {
      if (!asked) requestAnimationFrame(() => { asked = false; look(); });
      asked = true;
    }, { passive: true });
    look();
  }

  // An address that leads into a fold opens it
  const unfold = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = place && place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  addEventListener("DOMContentLoaded", () => {
    all(".evidence").forEach(evidence);
    all(".figure[popovertarget]").forEach(each => opener(each, each.getAttribute("popovertarget"), false));
    all("a.term").forEach(each => opener(each, `term-${each.dataset.term}`, true));
    all(".toc").forEach(contents);
    all(".cite, .snippet").forEach(copiable);
    all("p[data-quotation]").forEach(each => each.append(...copyButton(words.quote, () => `${each.dataset.quotation} ${location.href}`)));
    unfold();
    addEventListener("hashchange", unfold);
  });
})();
