// What the preview adds to a page: it updates the page after each save, and shows errors on top of it.
//
// Scripts of the site change what is shown: they add buttons, sort rows, open things. So what the server sent last is
// kept beside it, and only what differs between that and what it sends now is carried over, node by node: where the
// reader is, what is open and what is chosen stay as they are.
(() => {
  "use strict";
  const FOLDER = "/_preview/";
  const SCRIPTED = "table, form, pre, script, style"; // what scripts of the site prepare when a page is loaded
  let { has } = document.currentScript.dataset;
  let sent; // the page as it was sent last
  const shown = new Map(); // its nodes → those that are shown

  class TooMuch extends Error {} // that a page could take over without being loaded again

  function pair(old, live) {
    shown.set(old, live);
    for (let i = 0; i < old.childNodes.length; i++) pair(old.childNodes[i], live.childNodes[i]);
  }

  function follow(old, now) {
    if (old.isEqualNode(now)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.data = shown.get(old).data = now.data;
      return;
    }
    for (const name of new Set([...old.getAttributeNames(), ...now.getAttributeNames()])) {
      const value = now.getAttribute(name);
      if (old.getAttribute(name) === value) continue;
      for (const each of [old, shown.get(old)]) {
        if (value === null) each.removeAttribute(name);
        else each.setAttribute(name, value);
      }
    }
    inside(old, now);
  }

  // What is alike at the start and at the end stays; between, nodes follow the next of their kind.
  function inside(old, now) {
    const olds = [...old.childNodes], nows = [...now.childNodes];
    while (olds.length && nows.length && olds[0].isEqualNode(nows[0])) olds.shift(), nows.shift();
    let after = null;
    while (olds.length && nows.length && olds.at(-1).isEqualNode(nows.at(-1))) after = olds.pop(), nows.pop();
    for (const node of nows) {
      const at = olds.findIndex(each => alike(each, node));
      if (at < 0) insert(node, old, olds[0] ?? after);
      else {
        olds.splice(0, at).forEach(remove);
        follow(olds.shift(), node);
      }
    }
    olds.forEach(remove);
  }

  const alike = (one, other) => one.nodeName === other.nodeName && one.id === other.id;

  function remove(old) {
    mayChange(old, old.parentNode);
    shown.get(old).remove();
    old.remove();
  }

  function insert(node, parent, before) {
    mayChange(node, parent);
    const old = sent.importNode(node, true), live = document.importNode(node, true);
    parent.insertBefore(old, before);
    if (before) shown.get(before).before(live);
    else if (old.previousSibling) shown.get(old.previousSibling).after(live);
    else shown.get(parent).append(live);
    pair(old, live);
  }

  function mayChange(node, parent) {
    const scripted = node.nodeType === Node.ELEMENT_NODE && (node.matches(SCRIPTED) || node.querySelector(SCRIPTED));
    if (scripted || parent.closest("table, form")) throw new TooMuch();
  }

  const scripts = page => [...page.querySelectorAll("script[src]")].map(each => each.getAttribute("src")).filter(src => !src.startsWith(FOLDER)).join();

  function takeOver(html) {
    const now = new DOMParser().parseFromString(html, "text/html");
    if (scripts(sent) !== scripts(now)) throw new TooMuch();
    document.title = now.title;
    const sheets = page => [...page.querySelectorAll("link[rel=stylesheet]")];
    const olds = sheets(sent), nows = sheets(now);
    if (olds.length !== nows.length) throw new TooMuch();
    olds.forEach((old, i) => restyle(old, nows[i]));
    follow(sent.body, now.body);
  }

  // The old rules stay until the new ones are there.
  function restyle(old, now) {
    if (old.isEqualNode(now)) return;
    const before = shown.get(old), fresh = document.importNode(now, true);
    fresh.addEventListener("load", () => before.remove());
    before.after(fresh);
    old.setAttribute("href", now.getAttribute("href"));
    shown.set(old, fresh);
  }

  // Errors
  let over;
  function lay(html) {
    over?.remove();
    over = undefined;
    if (!html) return;
    const host = over = document.createElement("div");
    host.id = "digitrend-preview";
    host.popover = "manual"; // above all that a page can open
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML = html;
    root.querySelector("button")?.addEventListener("click", () => host.remove());
    root.querySelector("link")?.addEventListener("load", () => host.isConnected && host.showPopover());
    document.documentElement.append(host);
  }

  // Events. A page that is not looked at keeps no connection: a browser has but six of them.
  let events;
  function listen() {
    events?.close();
    if (document.hidden) return;
    events = new EventSource(`${FOLDER}events?page=${encodeURIComponent(decodeURI(location.pathname))}&has=${has}`);
    events.addEventListener("message", ({ data }) => {
      const news = JSON.parse(data);
      if (news.go) {
        location.replace(news.go + location.hash);
        return;
      }
      if (news.page) {
        try {
          takeOver(news.page);
          has = news.has;
        } catch {
          events.close();
          location.reload();
          return;
        }
      }
      if (news.over !== undefined) lay(news.over);
    });
  }

  addEventListener("DOMContentLoaded", () => {
    sent = document.cloneNode(true);
    pair(sent, document);
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", () => events?.close());
    addEventListener("pageshow", ({ persisted }) => { if (persisted) listen(); }); // by the browser's way back
    listen();
  });
})();
