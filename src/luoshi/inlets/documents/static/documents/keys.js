// Keys of the review act on the card in focus, never while something is typed; they can be put off.
const STORE = "luoshi:keys";
const label = document.querySelector("[data-keys-switch]");
const box = label?.querySelector("input");
const cards = () => [...document.querySelectorAll(".clause")];

function current() {
  return document.activeElement?.closest(".clause") || document.querySelector(".clause:target");
}

function go(card) {
  if (!card) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = cards();
  if (!current()) return go(document.querySelector(".clause.is-open") || all[0]);
  return go(all[all.indexOf(current()) + by]);
}

const left = () => document.querySelector(".clause.is-open") || document.querySelector("#bar .button-primary");
const press = (selector) => current()?.querySelector(selector)?.click();

function nothing() {
  const card = current();
  const sure = card?.querySelector(".button-accept[value=nothing]");
  if (sure) return sure.click();
  const why = card?.querySelector(".why");
  if (why) why.open = true;
  return why?.querySelector("select").focus();
}

const acts = {
  j: () => step(1),
  k: () => step(-1),
  a: () => (current()?.classList.contains("is-open") ? press(".button-accept") : go(left())),
  r: () => press("button[value=requirement]"),
  s: () => press("button[value=stance]"),
  n: nothing,
  u: () => press("button[value=undecided]"),
  e: () => press("[data-key=e]"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Enter" && event.target.matches(".why select")) event.target.form.querySelector(".why button").click();
  if (!box?.checked || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const act = acts[event.key.toLowerCase()];
  if (!act || event.shiftKey) return;
  event.preventDefault();
  act();
});

if (box) {
  label.hidden = false;
  box.checked = localStorage.getItem(STORE) !== "off";
  box.addEventListener("change", () => localStorage.setItem(STORE, box.checked ? "on" : "off"));
}
