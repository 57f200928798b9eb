// The search: what the index lists under the words of a question, on the web, from disk and in the edition in one file.
addEventListener("DOMContentLoaded", () => {
  "use strict";
  const form = document.getElementById("search"), { q: box, notes } = form.elements, { dataset } = form;
  const status = document.getElementById("found"), sections = [...document.querySelectorAll("[data-group]")];
  const made = (name, given, ...inside) => {
    const element = Object.assign(document.createElement(name), given);
    element.append(...inside);
    return element;
  };
  let index, loading;

  function load() {
    loading ??= window.searchIndex || !dataset.index ? Promise.resolve() : new Promise((onload, onerror) => {
      document.head.append(made("script", { src: dataset.index, onload, onerror }));
    });
    return loading.then(() => {
      index ??= { ...window.searchIndex, terms: Object.keys(window.searchIndex.words), token: token(window.searchIndex.scales) };
    });
  }

  // The words of a question, by the rules of site/search.py
  function token(scales) {
    const han = "[\\u3400-\\u9fff\\uf900-\\ufaff]", scale = Object.keys(scales).sort((a, b) => b.length - a.length).join("|");
    const number = "[0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:[.,][0-9]+)?";
    return new RegExp(`(${number})(?![a-z0-9])(?:\\s*(${scale})(?![a-z]))?|(${han}+)|((?:(?!${han})[\\p{L}\\p{N}])+)`, "gu");
  }
  const stem = word => word.length < 4 ? word : word.replace(/ies$/, "y").replace(/(ss|x|ch|sh)es$/, "$1").replace(/([^s])s$/, "$1");
  function words(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘']s(?![\p{L}\p{N}_])/gu, "");
    return [...plain.matchAll(index.token)].flatMap(([, number, scale, han, word]) => {
      if (word) return stem(word);
      if (han) return han.length < 2 ? han : [...han].slice(1).map((each, i) => han[i] + each);
      return String(Number(`${number.replace(/,(?=[0-9]{3}(?![0-9]))/g, "").replace(",", ".")}e${index.scales[scale] ?? 0}`));
    });
  }

  // Whether a word is the beginning of a term but for one letter: too many, missing, wrong, or two that changed places
  function near(word, term) {
    let i = 0;
    while (word[i] === term[i]) i++;
    const rest = word.slice(i), swapped = rest.length > 1 ? rest[1] + rest[0] + rest.slice(2) : "\n";
    return [rest.slice(1), swapped].some(each => term.startsWith(each, i)) || [rest, rest.slice(1)].some(each => term.startsWith(each, i + 1));
  }
  // The entries that have a word, each with its weight
  function having(word) {
    const found = new Map(), number = /^[0-9.]+$/.test(word);
    const add = (term, weight) => {
      for (const each of index.words[term]) found.set(each >> 1, Math.max(found.get(each >> 1) ?? 0, each & 1 ? 3 * weight : weight));
    };
    const among = (fits, weight) => index.terms.filter(fits).forEach(term => add(term, weight));
    if (Object.hasOwn(index.words, word)) add(word, 4);
    if (word.length > 2 || !found.size) among(term => term !== word && term.startsWith(number ? `${word}.` : word), 2);
    if (!found.size && word.length > 4 && !number) among(term => near(word, term), 1);
    return found;
  }
  // The entries that have all words that are known; those that are called so come first, then the order of the groups
  function find(asked) {
    const found = asked.map(having).filter(each => each.size), name = asked.join(" ");
    const all = [...(found[0]?.keys() ?? [])].filter(entry => found.every(each => each.has(entry)));
    return all.map(entry => {
      const [group, label, title, url, line, names] = index.entries[entry];
      const weight = found.reduce((sum, each) => sum + each.get(entry), 0);
      return { entry, group: group < 7 && names.includes(name) ? -1 : group, label, title, url, line, weight };
    }).sort((a, b) => a.group - b.group || b.weight - a.weight || a.entry - b.entry);
  }

  function item({ label, title, url, line }) {
    const text = label ? [made("span", { className: "part-name" }, label), ` ${title}`] : [title];
    const link = url ? made("a", { href: url }, ...text) : made("span", {}, ...text);
    link.addEventListener("click", event => { // in one file the evidence of a figure is shut
      const place = url?.startsWith("#") && document.getElementById(url.slice(1));
      if (place?.popover) { event.preventDefault(); place.showPopover(); }
    });
    return made("li", {}, made("p", { className: "result-title" }, link), made("p", { className: "result-text" }, line));
  }
  function show(section, hits) {
    const most = Number(section.dataset.most), list = section.querySelector("ol"), more = section.querySelector("button");
    section.hidden = !hits.length;
    section.querySelector(".count").textContent = hits.length;
    list.replaceChildren(...hits.slice(0, most).map(item));
    more.hidden = hits.length <= most;
    more.onclick = () => {
      list.append(...hits.slice(most).map(item));
      more.hidden = true;
      list.children[most].querySelector("a, span").focus();
    };
  }

  async function search() {
    await load();
    const text = box.value.trim(), asked = words(text), found = find(asked), unknown = asked.filter(each => !having(each).size);
    const hits = found.filter(({ group }) => notes.checked || group < 7);
    if (dataset.index) try { history.replaceState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname); } catch { /* from disk */ }
    const sentence = [dataset.none, dataset.single][hits.length] ?? dataset.several;
    const without = hits.length && unknown.length ? ` ${dataset.without.replace("{words}", () => unknown.join("”, “"))}` : "";
    status.textContent = asked.length ? sentence.replace("{count}", hits.length).replace("{words}", () => text) + without : "";
    notes.nextElementSibling.querySelector(".count").textContent = found.filter(({ group }) => group === 7).length || "";
    for (const section of sections) show(section, hits.filter(({ group }) => group === Number(section.dataset.group)));
  }

  let waiting;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 120); });
  form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(waiting); search(); });
  box.addEventListener("focus", load, { once: true });
  document.querySelector(".scriptless")?.remove();
  form.hidden = false;
  box.value ||= new URLSearchParams(location.search).get("q") ?? "";
  if (box.value) search();
});
