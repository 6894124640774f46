// Sends an answer while it is written, and says what became of it. Without this script the form's
// buttons do the same.
"use strict";
(() => {
  const form = document.getElementById("answer");
  const box = document.getElementById("saving");
  if (!form || !box) return;
  const { notice, read, write, drop, show } = kept;
  const FIRST = 5_000, LAST = 300_000;

  // --- the form ---
  const inputs = () => [...form.elements].filter(
    (field) => field.name && field.matches("textarea, [type=radio], [inputmode=numeric]"));
  const fields = () => {
    const found = { value: "" };
    for (const field of inputs()) {
      if (field.type !== "radio" || field.checked) found[field.name] = field.value;
    }
    return found;
  };
  const fill = (texts) => {
    for (const field of inputs()) {
      if (field.type === "radio") field.checked = field.value === texts[field.name];
      else field.value = texts[field.name] ?? "";
    }
  };
  const now = () => JSON.stringify(fields());
  const meta = (name) => form.elements.namedItem(name);

  let confirmed = "unsaved" in form.dataset ? "" : now();
  let sent = "", timer = 0, pause = FIRST, keeps = true, stopped = false;

  const keep = () => {
    if (now() === confirmed) return drop();
    keeps = write({
      at: Date.now(), version: meta("version").value, sitting: meta("sitting").value,
      fields: fields(),
    });
  };
  const send = () => {
    clearTimeout(timer);
    if (!stopped && now() !== confirmed) htmx.trigger(box, "keep");
  };
  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };
  const say = (text, label, url) => {
    const line = document.createElement("p");
    line.textContent = `${text} `;
    if (label) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = label;
      line.append(link);
    }
    box.replaceChildren(line);
  };
  const offline = () => {
    say(keeps ? box.dataset.offline : box.dataset.unkept);
    soon(pause);
    pause = Math.min(pause * 2, LAST);
  };

  // --- what is wrong, beside its field; nobody's cursor moves ---
  const mark = () => {
    for (const old of form.querySelectorAll("[data-live]")) {
      for (const field of form.querySelectorAll(`[aria-describedby~="${old.id}"]`)) {
        const rest = field.getAttribute("aria-describedby").split(" ").filter((id) => id !== old.id);
        field.setAttribute("aria-describedby", rest.join(" "));
        field.removeAttribute("aria-invalid");
      }
      old.remove();
    }
    for (const link of box.querySelectorAll("[data-field]")) {
      const name = link.dataset.field;
      const field = form.querySelector(`[name="${name}"]`) ?? document.getElementById(`id_${name}`);
      if (!field) continue;
      const target = field.type === "radio" ? field.closest("fieldset") : field;
      const error = document.createElement("p");
      error.className = "error";
      error.id = `live_${name}`;
      error.dataset.live = "";
      error.textContent = link.textContent;
      if (target.matches("fieldset")) target.querySelector("legend").after(error);
      else target.before(error);
      const ids = (target.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
      target.setAttribute("aria-describedby", [...ids, error.id].join(" "));
      if (field === target) field.setAttribute("aria-invalid", "true");
    }
  };

  box.addEventListener("htmx:configRequest", (event) => {
    sent = now();
    event.detail.parameters.sent_at = String(Date.now());
  });
  box.addEventListener("htmx:afterRequest", (event) => {
    const { xhr } = event.detail;
    const kind = xhr.getResponseHeader("Saving");
    if (!kind) {
      if (xhr.status === 401) {
        stopped = true;
        say(box.dataset.signedOut, box.dataset.signIn, box.dataset.signInUrl);
      } else if (xhr.status >= 400 && xhr.status < 500 && xhr.status !== 429) {
        stopped = true;
        say(box.dataset.stale, box.dataset.staleLink, location.pathname);
      } else offline();
      return;
    }
    pause = FIRST;
    mark();
    if (kind === "closed") stopped = true;
    if (kind === "closed" || kind === "refused") return;
    confirmed = sent;
    if (kind === "open") {  // a choice that can't be stored yet is still here alone
      const entry = read();
      if (entry) write({ ...entry, version: meta("version").value });
    } else if (JSON.stringify(read()?.fields) === sent) drop();
    notice.hidden = true;
    if (now() !== confirmed) soon(FIRST);
  });

  form.addEventListener("input", (event) => {
    if (!inputs().includes(event.target)) return;
    keep();
    soon(event.target.type === "radio" ? 50 : 1_500);
  });
  form.elements.find?.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();  // found while it is typed
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
    meta("sent_at").value = Date.now();
    const entry = read();
    if (entry) write({ ...entry, left: true });
  });
  addEventListener("pageshow", (event) => { if (event.persisted) stopped = false; });
  addEventListener("online", () => { pause = FIRST; send(); });
  addEventListener("offline", () => { if (now() !== confirmed) offline(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });

  // --- a text that an earlier visit left ---
  const entry = read();
  if (!entry || "unsaved" in form.dataset) return;
  if (JSON.stringify(entry.fields) === confirmed) return drop();
  fill(entry.fields);
  meta("version").value = entry.version;
  meta("sitting").value = entry.sitting;
  show(entry);
  notice.querySelector("[data-do=send]").addEventListener("click", send);
})();
