// What scripts add to charts: a mark tells the sentence of its figure by hover, focus and tap; a second tap follows it.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  if (!document.querySelector("a.point")) return;
  const tip = Object.assign(document.createElement("p"), { className: "point-tip", hidden: true, ariaHidden: "true" });
  let shown = null;
  function show(link) {
    shown = link;
    tip.hidden = !link;
    if (!link) return;
    tip.textContent = link.ariaLabel;
    const mark = link.getBoundingClientRect(), { offsetWidth, offsetHeight } = tip;
    const left = Math.max(8, Math.min(mark.x + mark.width / 2 - offsetWidth / 2, document.documentElement.clientWidth - offsetWidth - 8));
    const above = mark.y - offsetHeight - 8;
    Object.assign(tip.style, { left: `${left}px`, top: `${above < 4 ? mark.bottom + 8 : above}px` });
  }
  for (const link of document.querySelectorAll("a.point")) {
    const title = link.querySelector("title"); // the browser's own, without scripts
    link.ariaLabel = title.textContent;
    title.remove();
    link.addEventListener("pointerenter", ({ pointerType }) => pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && show(null));
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", () => show(null));
    link.addEventListener("click", event => {
      if (event.pointerType !== "touch" || shown === link) return;
      event.preventDefault();
      show(link);
    });
  }
  document.body.append(tip);
  addEventListener("scroll", () => show(null), { passive: true });
  addEventListener("keydown", ({ key }) => key === "Escape" && show(null));
});
