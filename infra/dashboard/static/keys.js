// Keys and boxes. Everything here is also a link that works without it: this only spares loading the
// page again, and moves the focus. No page needs it to be read.
"use strict";

(() => {
  const items = () =>
    [...document.querySelectorAll("a[data-key]")].filter((one) => one.checkVisibility());
  const boxes = document.getElementById("boxes");
  const shown = document.querySelector(".sheet")?.getAttribute("aria-label")?.replace("Page ", "");
  let selected = null;

  const holder = (link) => link.closest(".item, li") ?? link;
  const keysOf = (box) => box.dataset.keys.split(" ");

  // Highlights an item on both sides; `block` says where on the screen its box is brought to.
  function select(link, block) {
    selected = link.dataset.key;
    for (const one of document.querySelectorAll(".selected")) one.classList.remove("selected");
    for (let at = link; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    holder(link).classList.add("selected");
    link.focus({ preventScroll: true });
    holder(link).scrollIntoView({ block: "nearest" });
    let first = null;
    for (const box of boxes?.children ?? []) {
      const isOn = keysOf(box).includes(selected);
      box.classList.toggle("on", isOn);
      if (isOn) first ??= box;
    }
    first?.scrollIntoView({ block, inline: "nearest" });
    const address = new URL(link.href);
    address.searchParams.set("page", shown);
    history.replaceState(null, "", address);
  }

  // Goes to an item: in place when its page is shown, else by its address.
  function follow(link) {
    if (link.dataset.page === shown) select(link, "center");
    else location.assign(link.href);
  }

  // The item of a key; of several the one on this page. A paragraph may have begun on one before.
  function linkOf(key) {
    const all = document.querySelectorAll(`a[data-key="${CSS.escape(key)}"]`);
    const own = [...all].find((one) => one.dataset.page === shown);
    return own ?? (key.startsWith("paragraph:") ? all[0] : undefined);
  }

  // Of boxes that lie over each other a click takes the topmost; the next click the one below.
  function pick(event) {
    const under = document
      .elementsFromPoint(event.clientX, event.clientY)
      .filter((one) => one.classList.contains("box"));
    const keys = [...new Set(under.map((box) => keysOf(box).find(linkOf)).filter(Boolean))];
    if (keys.length) select(linkOf(keys[(keys.indexOf(selected) + 1) % keys.length]), "nearest");
  }

  // Where nothing is selected yet: the first (or last) item of the page that is shown, else of all.
  function here(all, by) {
    const own = all.filter((one) => one.dataset.page === shown);
    return (own.length ? own : all).at(by > 0 ? 0 : -1);
  }

  function step(by) {
    const all = items();
    if (!all.length) return;
    let at = all.indexOf(document.activeElement);
    if (at < 0) at = all.findIndex((one) => holder(one).classList.contains("selected"));
    const next = at < 0 ? all.indexOf(here(all, by)) : at + by;
    if (all[next]) follow(all[next]);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-key]");
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
      event.preventDefault();
      follow(link);
    } else if (event.target.closest?.("#boxes")) {
      pick(event);
    }
  });

  const toggle = document.getElementById("all-boxes");
  const showAll = () => boxes?.classList.toggle("all", toggle.checked);
  toggle?.addEventListener("change", showAll);

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    const inList = event.target.matches?.("a[data-key]");
    const key = event.key;
    if (key === "/") document.getElementById("q").focus();
    else if (key === "j" || (key === "ArrowDown" && inList)) step(1);
    else if (key === "k" || (key === "ArrowUp" && inList)) step(-1);
    else if (key === "n") document.getElementById("page-after")?.click();
    else if (key === "p") document.getElementById("page-before")?.click();
    else if (key === "t") document.getElementById("page-turn")?.click();
    else if (key === "b" && toggle) {
      toggle.checked = !toggle.checked;
      showAll();
    } else return;
    event.preventDefault();
  });

  // A page loaded with something selected: show it on both sides, and go on from there.
  const on = boxes?.querySelector(".on");
  const item = document.querySelector(".selected a[data-key], a.selected");
  if (item) {
    selected = item.dataset.key;
    item.focus({ preventScroll: true });
    holder(item).scrollIntoView({ block: "center" });
  }
  on?.scrollIntoView({ block: "center", inline: "nearest" });
  // Turned to another page: bring the text that begins there beside it.
  if (!item && new URLSearchParams(location.search).has("page")) {
    document.querySelector(`.paragraph a[data-page="${shown}"]`)?.scrollIntoView({ block: "start" });
  }
})();
