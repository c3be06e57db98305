// Keeps an open page as its file is: only `gloss serve` adds this, a build does not.
(() => {
  "use strict";
  const own = document.currentScript;
  const { token, source } = own.dataset;
  let seen = own.dataset.seen;
  const RETRY = 400; // milliseconds until a server that went away is asked again

  // ---- from one page to the next, keeping every node that can stay ----

  // What scripts of the page add or set is not the server's to take away.
  const KEPT = new Set(["style", "aria-expanded", "tabindex", "open", "hidden"]);
  const KEPT_CLASSES = ["lit", "side-notes"];
  const isLocal = (node) => node.nodeType === 1 && (node.hasAttribute("popover") || node.localName === "gloss-live");
  const idOf = (node) => (node.nodeType === 1 ? node.id : "");
  const isSame = (a, b) => a.nodeName === b.nodeName && idOf(a) === idOf(b);

  function morphAttributes(live, next) {
    for (const { name } of [...live.attributes]) {
      if (!next.hasAttribute(name) && !KEPT.has(name)) live.removeAttribute(name);
    }
    for (const { name, value } of next.attributes) {
      const kept = name === "class" ? KEPT_CLASSES.filter((one) => live.classList.contains(one)) : [];
      const wanted = [value, ...kept].join(" ");
      if (live.getAttribute(name) !== wanted) live.setAttribute(name, wanted);
    }
  }

  function place(parent, node, before) {
    // A move keeps focus and the state of frames, where the browser can.
    if (parent.moveBefore && node.isConnected) parent.moveBefore(node, before);
    else parent.insertBefore(node, before);
  }

  function morphChildren(live, next) {
    const wanted = [...next.childNodes];
    let at = live.firstChild;
    const skip = () => {
      while (at && isLocal(at)) at = at.nextSibling;
    };
    wanted.forEach((node, index) => {
      skip();
      if (at && at.isEqualNode(node)) {
        at = at.nextSibling;
        return;
      }
      for (let later = at?.nextSibling; later; later = later.nextSibling) {
        if (isLocal(later) || !(later.isEqualNode(node) || (idOf(node) && isSame(later, node)))) continue;
        place(live, later, at);
        morph(later, node);
        return;
      }
      const isWantedLater = at && wanted.slice(index + 1).some((other) => other.isEqualNode(at) || (idOf(at) && isSame(other, at)));
      if (at && !isWantedLater && isSame(at, node)) {
        const here = at;
        at = at.nextSibling;
        morph(here, node);
        return;
      }
      live.insertBefore(document.importNode(node, true), at);
    });
    while (at) {
      const after = at.nextSibling;
      if (!isLocal(at)) at.remove();
      at = after;
    }
  }

  function morph(live, next) {
    if (live.nodeType !== 1) {
      if (live.nodeValue !== next.nodeValue) live.nodeValue = next.nodeValue;
      return;
    }
    if (live.isEqualNode(next)) return;
    morphAttributes(live, next);
    // What somebody writes into a form is theirs.
    if (live.localName !== "textarea") morphChildren(live, next);
  }

  // A new style sheet takes over when it is there, so that the page never stands without one.
  function morphHead(next) {
    const links = (head) => [...head.querySelectorAll('link[rel="stylesheet"]')];
    const [old, wanted] = [links(document.head), links(next)];
    for (const link of wanted.filter((one) => !old.some((other) => other.href === one.href))) {
      const fresh = document.importNode(link, true);
      fresh.addEventListener("load", () => old.forEach((one) => !wanted.some((other) => other.href === one.href) && one.remove()));
      document.head.append(fresh);
    }
    wanted.forEach((link) => link.remove());
    const kept = [...links(document.head)];
    kept.forEach((link) => link.remove());
    morphChildren(document.head, next);
    document.head.append(...kept);
  }

  const scripts = (of) => [...of.querySelectorAll("script[src]")].map((script) => script.getAttribute("src")).join(" ");

  async function update() {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok && answer.status !== 404) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (scripts(next) !== scripts(document)) return location.reload();
    const fresh = next.querySelector("script[data-seen]");
    seen = fresh.dataset.seen;
    fresh.remove();
    const keep = document.querySelector("script[data-seen]");
    keep?.remove();
    morphAttributes(document.documentElement, next.documentElement);
    if (!document.head.isEqualNode(next.head)) morphHead(next.head);
    morphAttributes(document.body, next.body);
    morphChildren(document.body, next.body);
    if (keep) document.body.append(keep);
    document.dispatchEvent(new CustomEvent("gloss:updated"));
  }

  // ---- what is wrong, over the page ----

  const host = document.createElement("gloss-live");
  const root = host.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host { all: initial; font: 14px/1.5 system-ui, sans-serif; color-scheme: light dark; }
    * { box-sizing: border-box; }
    button { font: inherit; color: inherit; background: none; border: 0; padding: 4px 8px; min-height: 28px; cursor: pointer; border-radius: 6px; }
    button:hover { background: #8884; }
    :focus-visible { outline: 2px solid #4a9eff; outline-offset: 1px; }
    .bar { position: fixed; inset-block-end: 10px; inset-inline-start: 10px; z-index: 2147483646; display: flex; align-items: center;
      max-width: calc(100vw - 20px); padding: 2px 4px; color: #eee; background: #222e; border-radius: 8px; box-shadow: 0 2px 10px #0006; }
    .bar button { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .state { padding: 4px 8px; color: #ffc66d; }
    .bad { color: #ff9c8f; font-weight: 600; }
    .list { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; padding: 20px; color: #eee; background: #1b1b20f2; }
    .list header { display: flex; justify-content: space-between; align-items: center; max-width: 1000px; margin: 0 auto 12px; font-size: 18px; font-weight: 600; }
    pre { max-width: 1000px; margin: 0 auto 14px; padding: 12px 14px; overflow-x: auto; white-space: pre; font: 13px/1.5 ui-monospace, monospace;
      background: #26262d; border-inline-start: 4px solid #ffc66d; border-radius: 4px; }
    pre.error { border-color: #ff6b5e; }
    [hidden] { display: none !important; }
    @media print { :host { display: none; } }
  `);
  root.adoptedStyleSheets = [style];

  const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);
  const bar = make("div", { className: "bar" });
  const file = make("button", { type: "button", textContent: source ?? "", title: "Open the file", hidden: !source });
  const count = make("button", { type: "button", hidden: true });
  const state = make("span", { className: "state", hidden: true });
  const list = make("section", { className: "list", hidden: true, tabIndex: -1, ariaLabel: "Findings" });
  bar.append(file, count, state);
  root.append(bar, list);
  document.documentElement.append(host);

  let shut = ""; // the findings that somebody has put away
  let shown = "";

  file.addEventListener("click", () => fetch(`/_gloss/open?file=${encodeURIComponent(source)}&token=${token}`));
  count.addEventListener("click", () => (list.hidden = !list.hidden));
  const close = () => {
    shut = shown;
    list.hidden = true;
  };
  document.addEventListener("keydown", (event) => event.key === "Escape" && !list.hidden && close());

  const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

  function show(findings) {
    shown = JSON.stringify(findings);
    const errors = findings.filter((finding) => finding.severity === "error").length;
    const others = findings.length - errors;
    const words = [errors && plural(errors, "error"), others && plural(others, "warning")].filter(Boolean).join(", ");
    count.hidden = !findings.length;
    count.textContent = words;
    count.className = errors ? "bad" : "";
    const head = make("header");
    const button = make("button", { type: "button", textContent: "Close (Esc)" });
    button.addEventListener("click", close);
    head.append(make("span", { textContent: words }), button);
    list.replaceChildren(head, ...findings.map(({ severity, text }) => make("pre", { className: severity, textContent: text })));
    if (!errors) list.hidden = true;
    else if (shown !== shut) list.hidden = false;
  }

  const say = (text) => {
    state.textContent = text;
    state.hidden = !text;
  };

  // ---- what the server tells ----

  function connect() {
    const events = new EventSource(`/_gloss/events?page=${encodeURIComponent(location.pathname)}&seen=${seen}`);
    events.addEventListener("open", () => say(""));
    events.addEventListener("page", (event) => {
      say("");
      if (event.data !== seen) update();
    });
    events.addEventListener("gone", () => seen && say("this page is gone"));
    events.addEventListener("findings", (event) => show(JSON.parse(event.data)));
    events.addEventListener("error", () => {
      events.close();
      say("the server is away");
      setTimeout(connect, RETRY);
    });
    addEventListener("pagehide", () => events.close(), { once: true });
  }
  connect();
})();
