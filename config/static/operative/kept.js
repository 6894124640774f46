// What an answer's page keeps on the device until the server has it: per person and item.
"use strict";
const kept = (() => {
  const notice = document.getElementById("kept");
  const prefix = "operative.text.";
  const own = `${prefix}${notice.dataset.person}.`;
  const here = own + notice.dataset.item;
  const DAYS = 30, DAY = 86_400_000;

  // Private browsing may keep nothing, and say so by an error.
  const read = (name = here) => {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  };
  const write = (entry) => {
    try { localStorage.setItem(here, JSON.stringify(entry)); return true; } catch { return false; }
  };
  const drop = (name = here) => {
    try { localStorage.removeItem(name); } catch { /* there is nothing then */ }
  };

  // What others left on a shared device goes after a month; nobody is ever shown it.
  const clean = () => {
    let names = [];
    try { names = Object.keys(localStorage); } catch { return; }
    for (const name of names) {
      if (!name.startsWith(prefix) || name.startsWith(own)) continue;
      if (!(Date.now() - read(name)?.at < DAYS * DAY)) drop(name);
    }
  };
  // The page before this one sent a text by its button, and the server says that it has it.
  const arrived = () => {
    const found = document.cookie.match(/(?:^|; )answer_saved="?([^;"]*)/);
    if (!found) return;
    document.cookie = "answer_saved=; max-age=0; path=/; samesite=lax";
    const name = own + decodeURIComponent(found[1]);
    if (read(name)?.left) drop(name);
  };
  const show = (entry) => {
    const time = notice.querySelector("time");
    time.dateTime = new Date(entry.at).toISOString();
    time.textContent = new Date(entry.at).toLocaleString(document.documentElement.lang);
    notice.hidden = false;
    notice.querySelector("[data-do=discard]").addEventListener("click", () => {
      drop();
      location.assign(location.pathname);
    });
  };

  clean();
  arrived();
  if (!document.getElementById("saving")) {  // the answer can't be changed: a text to be copied
    const entry = read();
    const texts = Object.entries(entry?.fields ?? {})
      .filter(([name, text]) => name !== "value" && text).map(([, text]) => text);
    if (texts.length) {
      document.getElementById("kept-text").textContent = texts.join("\n\n");
      show(entry);
    } else if (entry) drop();
  }
  return { notice, read, write, drop, show };
})();
