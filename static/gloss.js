// Cards, notes beside or at their passage, the glossary's filter. Every page is whole without this file: links of
// entities lead to their pages, and all notes stand at the foot.
(() => {
  "use strict";
  const doc = document;
  const root = doc.documentElement;
  const wide = matchMedia("(min-width: 64rem)");
  const anchored = CSS.supports("position-area", "block-end") && CSS.supports("anchor-name", "--gloss");
  const OPEN_AFTER = 300; // so that a pointer that only passes opens nothing
  const CLOSE_AFTER = 250; // so that a pointer can reach the card

  // ---- one card ----

  let card = null;
  let trigger = null;
  let timer = 0;
  let quiet = null;
  let pointer = "mouse";
  let hovered = false; // whether the pointer, not focus, is about to open a card

  const later = (what, delay) => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };

  function open(from, what) {
    clearTimeout(timer);
    if (card === what && trigger === from) return;
    close();
    card = what;
    trigger = from;
    if (anchored) from.style.setProperty("anchor-name", "--gloss");
    if (from.matches(".entity")) from.setAttribute("aria-expanded", "true");
    what.showPopover();
    if (!anchored) place();
  }

  function close() {
    clearTimeout(timer);
    if (!card) return;
    trigger.style.removeProperty("anchor-name");
    trigger.removeAttribute("aria-expanded");
    if (card.matches(":popover-open")) card.hidePopover();
    card = trigger = null;
  }

  // Where the browser cannot anchor: below the trigger, or above it.
  function place() {
    const at = trigger.getClientRects()[0] || trigger.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = card;
    const above = at.bottom + height + 12 > innerHeight && at.top > height + 12;
    const left = Math.max(16, Math.min(at.left, root.clientWidth - width - 16));
    card.style.setProperty("left", `${left + scrollX}px`);
    card.style.setProperty("top", `${(above ? at.top - height - 6 : at.bottom + 6) + scrollY}px`);
  }

  // Focus that comes back from a card must not open it again.
  function focusQuietly(link) {
    quiet = link;
    link.focus();
    quiet = null;
  }

  // A pop-up with words of the page, made once for each part that it shows.
  const pops = new Map();
  function popOf(part, className, label, fill) {
    if (!pops.has(part)) {
      const pop = make("div", { className: `card ${className}`, popover: "manual", role: "group", ariaLabel: label });
      pop.append(...fill());
      doc.querySelector("main").append(pop);
      pops.set(part, pop);
    }
    return pops.get(part);
  }
  const make = (tag, properties) => Object.assign(doc.createElement(tag), properties);
  const copyOf = (part) => {
    const copy = part.cloneNode(true);
    for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
    return copy;
  };

  // The card of an entity says what "Who and what" says of it.
  function cardOf(link) {
    const item = doc.getElementById(`who-${link.dataset.card}`);
    if (!item) return null;
    const [name, kind, facts] = item.querySelectorAll("dt a, .kind, dd");
    const line = (className, textContent) => make("p", { className, textContent });
    return popOf(item, "", name.textContent, () => {
      const { asOf = "", more } = item.closest(".who").dataset;
      const foot = line("card-foot", asOf);
      foot.append(make("a", { href: name.href, textContent: more }));
      return [line("card-kind", kind.textContent), line("card-name", name.textContent), ...copyOf(facts).childNodes, foot];
    });
  }

  const entityAt = (target) => target.closest?.("a.entity[data-card]");
  const held = () => card && (card.contains(doc.activeElement) || (doc.activeElement === trigger && trigger.matches(":focus-visible")));

  doc.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = entityAt(event.target);
    light(event.target);
    if (link && link === trigger) return clearTimeout(timer);
    if (link && cardOf(link) && !card?.contains(link)) {
      hovered = true;
      return later(() => open(link, cardOf(link)), OPEN_AFTER);
    }
    if (card?.contains(event.target)) return clearTimeout(timer);
    if (card?.matches(".note-card") || held()) return clearTimeout(timer);
    // What scrolls under a resting pointer must not keep focus from opening a card.
    if (card || hovered) later(close, CLOSE_AFTER);
  });
  root.addEventListener("pointerleave", (event) => {
    if (event.pointerType === "mouse" && !held()) later(close, CLOSE_AFTER);
  });
  doc.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (card && !card.contains(event.target) && !trigger.contains(event.target)) close();
  });

  doc.addEventListener("focusin", (event) => {
    const target = event.target;
    if (card && (target === trigger || card.contains(target))) return;
    if (card) close();
    const link = entityAt(target);
    if (!link || link === quiet || !cardOf(link) || !link.matches(":focus-visible")) return;
    hovered = false;
    later(() => open(link, cardOf(link)), OPEN_AFTER);
  });

  doc.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clearTimeout(timer);
      if (!card) return;
      const back = card.contains(doc.activeElement) ? trigger : null;
      close();
      if (back) focusQuietly(back);
      event.preventDefault();
    } else if (event.key === "Tab" && card) {
      const list = [...card.querySelectorAll("a[href], button")];
      const active = doc.activeElement;
      if (active === trigger && !event.shiftKey && list.length) {
        event.preventDefault();
        list[0].focus();
      } else if (card.contains(active) && active === (event.shiftKey ? list[0] : list.at(-1))) {
        // Behind the last link of a card comes what follows its trigger.
        focusQuietly(trigger);
        if (event.shiftKey) event.preventDefault();
      }
    }
  });

  doc.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest?.(".card-close")) {
      const back = trigger;
      close();
      return focusQuietly(back);
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = entityAt(target);
    if (link && cardOf(link) && pointer !== "mouse" && link !== trigger && event.detail > 0) {
      // The first tap opens the card, the second goes to the page.
      event.preventDefault();
      return open(link, cardOf(link));
    }
    const mark = target.closest?.("a.noteref[id]") || (!target.closest?.("a") && markOf(target.closest?.(".passage[id]")));
    if (mark) showNote(mark, event);
  });

  // ---- notes ----

  let notes = null;
  let items = [];
  // A picture that has come makes a note longer.
  const sizes = new ResizeObserver(() => layOut());
  function collect() {
    notes = doc.querySelector(".notes");
    items = notes ? [...notes.querySelectorAll("li.note")] : [];
    for (const item of items) sizes.observe(item);
  }

  const markOf = (passage) => {
    let next = passage?.nextElementSibling;
    while (next && !next.matches("a.noteref")) next = next.nextElementSibling;
    return next;
  };
  const goal = (link) => link && doc.getElementById(decodeURIComponent(link.hash.slice(1)));
  const backOf = (note) => goal(note?.querySelector(".note-back"));

  function showNote(mark, event) {
    const note = goal(mark);
    if (!note) return;
    event.preventDefault();
    if (wide.matches) {
      note.tabIndex = -1;
      note.focus({ preventScroll: true });
      note.scrollIntoView({ block: "nearest" });
      return;
    }
    if (trigger === mark) return close();
    // The note's own words in a card at its passage.
    const label = mark.getAttribute("aria-label") || mark.textContent;
    open(mark, popOf(note, `note-card ${note.className.match(/note-\w+/)}`, label, () => {
      const copy = copyOf(note);
      for (const part of copy.querySelectorAll(".note-back, .note-passage")) part.remove();
      return [...copy.childNodes, make("button", { type: "button", className: "card-close", textContent: notes.dataset.close })];
    }));
  }

  // Wide: each note beside its passage, pushed down where the one above it is long.
  function layOut() {
    if (!items.length) return;
    if (wide.matches && card?.matches(".note-card")) close();
    root.classList.toggle("side-notes", wide.matches);
    if (!wide.matches) return notes.style.removeProperty("min-height");
    const base = notes.getBoundingClientRect().top;
    const places = items.map((item) => {
      const mark = backOf(item);
      return { item, height: item.offsetHeight, top: mark ? mark.getBoundingClientRect().top - base - 8 : 0 };
    });
    let floor = 0;
    for (const { item, height, top } of places) {
      const at = Math.max(floor, top);
      item.style.setProperty("top", `${at}px`);
      floor = at + height + 20;
    }
    notes.style.setProperty("min-height", `${floor}px`);
  }

  // A passage and its note light up together.
  let lit = [];
  function light(target) {
    const passage = target.closest?.(".passage[id]");
    const mark = target.closest?.("a.noteref[id]") || markOf(passage);
    const note = goal(mark) || target.closest?.("li.note");
    const back = mark || backOf(note);
    const before = back?.previousElementSibling;
    const now = note ? [note, before?.matches(".passage") ? before : back] : [];
    for (const part of lit) if (!now.includes(part)) part?.classList.remove("lit");
    for (const part of now) part?.classList.add("lit");
    lit = now;
  }

  collect();
  const text = doc.getElementById("text");
  if (text) {
    wide.addEventListener("change", layOut);
    sizes.observe(text);
  }
  // A server's page changes while it is open: what was made of its old words is made anew.
  doc.addEventListener("gloss:updated", () => {
    for (const [part, pop] of pops) {
      if (pop === card) continue;
      pop.remove();
      pops.delete(part);
    }
    collect();
    layOut();
  });

  // ---- the glossary's filter ----

  for (const form of doc.querySelectorAll("form[data-filter]")) {
    const list = doc.getElementById(form.dataset.filter);
    const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const filter = () => {
      const entries = [...list.querySelectorAll("li")].map((item) => ({ item, words: plain(item.textContent), kind: item.dataset.kind }));
      const groups = [...list.querySelectorAll(".letter")];
      const words = plain(form.querySelector("[type=search]").value.trim()).split(/\s+/);
      const kind = form.querySelector("[name=kind]:checked")?.value;
      let count = 0;
      for (const entry of entries) {
        entry.item.hidden = (kind && entry.kind !== kind) || !words.every((word) => entry.words.includes(word));
        if (!entry.item.hidden) count += 1;
      }
      for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
      form.querySelector("output").value = count.toLocaleString(`${root.lang}-u-nu-${root.dataset.numerals ?? "latn"}`);
      form.querySelector("[role=status] [hidden]")?.removeAttribute("hidden");
    };
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  // ---- search ----

  // Who speaks to the computer, or hits keys unawares, turns the key off on the search page (WCAG 2.1.4). A browser that keeps
  // nothing has it on.
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("gloss-slash", value);
      return localStorage.getItem("gloss-slash");
    } catch {
      return null;
    }
  };
  const slash = doc.getElementById("search-slash");
  if (slash) slash.checked = kept() !== "off";
  slash?.addEventListener("change", () => kept(slash.checked ? "on" : "off"));

  doc.addEventListener("keydown", (event) => {
    if (event.key !== "/" || kept() === "off" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const field = doc.getElementById("search-field");
    const link = field || doc.querySelector("a.to-search");
    if (!link) return;
    event.preventDefault();
    if (field) field.select();
    else link.click();
  });

  // What scrolls sideways can be scrolled with keys.
  for (const box of doc.querySelectorAll(".table, pre")) if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
})();
