/* @theme */
// The search page. Served over http, Pagefind does the work: it and its index are loaded when the reader turns to the
// box. From disk, or where it does not run, the A–Z index is filtered, which is a script file with the same topics.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.getElementById("search");
  const box = form.querySelector("input[type=search]");
  const [status, list, more] = ["found", "results", "more"].map(id => document.getElementById(id));
  const kinds = [...form.querySelectorAll("input[type=radio]")];
  const BATCH = 10;
  let engine, turn = 0;

  const say = way => {
    for (const each of document.querySelectorAll(".way")) each.hidden = each.id !== `way-${way}`;
  };

  // An engine takes words and gives the hits, best first: the kind of each, and a way to ask for the rest of it.

  async function served() {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // the empty one: throws where none may run
    const address = new URL(form.dataset.pagefind, document.baseURI);
    const pagefind = await import(address);
    await pagefind.options({ noWorker: true, excerptLength: 28 }); // a worker would need a policy of its own
    await pagefind.init();
    const groups = await (await fetch(new URL("groups.json", address))).json();
    const kinds = new Map(Object.entries(groups).flatMap(([kind, ids]) => ids.map(id => [id, kind])));
    return async words => (await pagefind.search(words)).results.map(result => [kinds.get(result.id), async () => {
      const { meta, excerpt, raw_url: path } = await result.data();
      const [, page, part] = /^\/?[^/]+\/(.+)\/(?:(.+)\.html)?$/.exec(path); // term/terms/ndrc.html is terms.html#ndrc
      return { title: meta.title, url: `${page}.html${part ? `#${part}` : ""}`, excerpt };
    }]);
  }

  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();
  const escaped = text => text.replace(/[&<>]/g, each => `&#${each.charCodeAt()};`);
  const stem = word => (word.length > 3 ? word.replace(/(?:'s|ies|es|s|y)$/, "") : word);
  const finder = word => new RegExp(`(?<![\\p{L}\\p{N}])${stem(word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "u");

  async function filtered() {
    await new Promise((loaded, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: form.dataset.index, onload: loaded, onerror: failed });
      document.head.append(script);
    });
    const topics = window.searchIndex.map(([kind, title, url, text]) => ({ kind, title, url, text, in: [fold(title), fold(text)] }));
    return async words => {
      const finders = (fold(words).match(/[\p{L}\p{N}](?:[^\s"“”]*[\p{L}\p{N}])?/gu) ?? []).map(finder);
      const rank = ({ title, in: [folded] }) => finders.filter(each => each.test(folded)).length - title.length / 1000;
      const fits = topic => finders.length && finders.every(each => topic.in.some(text => each.test(text)));
      const found = topics.filter(fits).sort((a, b) => rank(b) - rank(a));
      return found.map(topic => [topic.kind, async () => ({ ...topic, excerpt: excerpt(topic.text, finders) })]);
    };
  }

  function excerpt(text, finders) {
    const words = text.split(" ");
    const hit = word => finders.some(each => each.test(fold(word)));
    const start = Math.max(0, words.findIndex(hit) - 8);
    return words.slice(start, start + 28).map(word => (hit(word) ? `<mark>${escaped(word)}</mark>` : escaped(word))).join(" ").replace(/^· /, "");
  }

  const load = async () => {
    if (location.protocol !== "file:") {
      try {
        const search = await served();
        say("served");
        return search;
      } catch {
        say("plain"); // such as a host that lets no WebAssembly run
      }
    }
    return filtered();
  };

  // Results

  function item({ title, url, kind, excerpt }) {
    const entry = document.createElement("li"), head = document.createElement("p"), text = document.createElement("p");
    const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
    const tag = Object.assign(document.createElement("span"), { className: "tag", textContent: form.querySelector(`[value=${kind}]`).dataset.one });
    head.className = "result-title";
    head.append(link, " ", tag);
    text.className = "result-text";
    text.innerHTML = excerpt; // escaped text with marks in it
    entry.append(head, text);
    return entry;
  }

  async function show(hits, mine) {
    const ready = await Promise.all(hits.splice(0, BATCH).map(async ([kind, hit]) => ({ kind, ...await hit() })));
    if (mine !== turn) return null;
    const entries = ready.map(item);
    list.append(...entries);
    more.hidden = !hits.length;
    more.onclick = async () => (await show(hits, mine))?.querySelector("a").focus();
    return entries[0];
  }

  async function search() {
    const mine = ++turn, words = box.value.trim(), kind = form.elements.kind.value;
    try { history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname); } catch { /* from disk */ }
    engine ??= load();
    const find = await engine;
    if (mine !== turn) return;
    const found = words ? await find(words) : [];
    if (mine !== turn) return;
    const hits = found.filter(([each]) => !kind || each === kind);
    const { none, single, several } = form.dataset;
    const sentence = [none, single][hits.length] ?? several;
    status.textContent = words ? sentence.replace("{count}", hits.length).replace("{words}", words) : "";
    for (const { value, nextElementSibling: label } of kinds) {
      if (value) label.querySelector(".kind-count").textContent = found.filter(([each]) => each === value).length || "";
    }
    list.replaceChildren();
    await show(hits, mine);
  }

  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
  form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(waiting); search(); });
  box.addEventListener("focus", () => { engine ??= load(); }, { once: true });
  say(location.protocol === "file:" ? "disk" : "served");
  form.hidden = false;
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    box.value = asked;
    search();
  }
});
