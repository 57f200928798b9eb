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

  // Appearance: system, light or dark, kept in this browser if it may be kept there
  const KEY = "digitrend-theme";
  const kept = () => {
    try { return localStorage.getItem(KEY) || "system"; } catch { return "system"; }
  };
  const keep = theme => {
    try {
      if (theme === "system") localStorage.removeItem(KEY); else localStorage.setItem(KEY, theme);
    } catch { /* it then lasts as long as the page */ }
  };
  const show = theme => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  show(kept());

  function appearance(control) {
    const choose = theme => {
      for (const input of control.querySelectorAll("input")) input.checked = input.value === theme;
      show(theme);
    };
    choose(kept());
    if (!control.querySelector(":checked")) choose("system");
    control.addEventListener("change", event => { show(event.target.value); keep(event.target.value); });
    addEventListener("storage", event => { if (event.key === KEY || event.key === null) choose(kept()); });
    control.hidden = false;
  }

  addEventListener("DOMContentLoaded", () => document.querySelectorAll(".theme").forEach(appearance));
})();
