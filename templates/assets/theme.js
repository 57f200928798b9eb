// What every page loads before anything is drawn: the chosen appearance, and an early request for the typefaces.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted"); // what scripts will show takes its room from the start

  // Typefaces: asked for early. From disk browsers let no page ask, and a late one waits for a next page that would be
  // late again (font-display: optional): there they are added to the page, and shown as soon as they are read
  for (const href of document.currentScript.dataset.fonts?.split(" ") ?? []) {
    if (location.protocol === "file:") {
      const [, family, weight] = /([a-z]+)-(\d+)-\w+\.woff2$/.exec(href);
      const source = `url("${new URL(href, location.href)}")`;
      const face = new FontFace(family === "serif" ? "Source Serif" : "Source Sans", source, { weight, display: "swap" });
      document.fonts.add(face);
      face.load().catch(() => {}); // what stands in stays
    } else {
      const early = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href };
      document.head.append(Object.assign(document.createElement("link"), early));
    }
  }

  // What a reader chose is kept in this browser, if it may be kept there; else it lasts as long as the page
  const kept = key => {
    try { return localStorage.getItem(key) ?? ""; } catch { return ""; }
  };
  const keep = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value); else localStorage.removeItem(key);
    } catch { /* not to be kept */ }
  };
  const set = (name, value) => {
    if (value) root.dataset[name] = value; else delete root.dataset[name];
  };

  // Appearance: system, light or dark
  const THEME = "digitrend-theme";
  const theme = value => set("theme", ["light", "dark"].includes(value) ? value : "");
  theme(kept(THEME));
  function appearance(control) {
    const choose = value => {
      for (const input of control.querySelectorAll("input")) input.checked = input.value === (value || "system");
      theme(value);
    };
    choose(kept(THEME));
    if (!control.querySelector(":checked")) choose("");
    control.addEventListener("change", ({ target: { value } }) => {
      theme(value);
      keep(THEME, value === "system" ? "" : value);
    });
    addEventListener("storage", event => { if (event.key === THEME || event.key === null) choose(kept(THEME)); });
    control.hidden = false;
  }

  // Editors' notes: hidden by choice, or by an address that ends in ?notes=hide
  const NOTES = "digitrend-notes";
  const asked = new URLSearchParams(location.search).get("notes");
  if (asked) keep(NOTES, asked === "hide" ? asked : "");
  set("notes", asked === "hide" ? asked : kept(NOTES));
  function notes(box) {
    box.checked = root.dataset.notes === "hide";
    box.addEventListener("change", () => {
      set("notes", box.checked ? "hide" : "");
      keep(NOTES, box.checked ? "hide" : "");
    });
  }

  // "/" goes to the search box, or to the page of the search where that has no room
  addEventListener("keydown", event => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea")) return;
    const box = document.querySelector("#words") ?? document.querySelector(".find input");
    event.preventDefault();
    if (box?.checkVisibility()) box.focus(); else if (box) location = box.form.action;
  });

  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".theme").forEach(appearance);
    document.querySelectorAll("#hide-notes").forEach(notes);
  });
})();
