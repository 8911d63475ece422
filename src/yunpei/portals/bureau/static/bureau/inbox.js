// The inbox by keyboard: j and k go from case to case, x ticks, / goes to the search. Enter opens the case, as on any link.
// Can be switched off, for those whose speech input types letters. Pages do without.
let on = true;
try { on = localStorage.getItem("inbox-keys") !== "off"; } catch { /* storage is closed: the keys are on */ }

const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");
const links = () => [...document.querySelectorAll("[data-keys] tbody a")];

function go(step) {
  const all = links();
  const here = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
  all[next]?.focus();
}

function tick() {
  const box = document.activeElement?.closest("[data-keys] tbody tr")?.querySelector("input[type=checkbox]");
  if (box) box.checked = !box.checked;
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  x: tick,
  "/": () => document.getElementById("id_text")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

function show() {
  for (const button of document.querySelectorAll("[data-shortcuts]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(on));
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-shortcuts]")) return;
  on = !on;
  try { localStorage.setItem("inbox-keys", on ? "on" : "off"); } catch { /* not kept then */ }
  show();
});
document.addEventListener("htmx:afterSwap", show);
show();
