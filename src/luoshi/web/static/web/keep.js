// Keeps long texts while they are typed, in this tab only, under the page and the reader; gives them back after a break.
const reader = document.body.dataset.reader;
const prefix = `luoshi:${reader}:`;
const here = prefix + location.pathname;
const store = sessionStorage;

function slot(area) {
  return `${here}#${area.name}`;
}

function forget(test) {
  Object.keys(store).filter(test).forEach((key) => store.removeItem(key));
}

function restore(area) {
  const kept = store.getItem(slot(area));
  if (kept && area.value === "") {
    area.value = kept;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

if (reader) {
  const sent = store.getItem("luoshi:sent");
  if (sent && sent !== here) forget((key) => key.startsWith(`${sent}#`)); // sent, and answered with another page
  store.removeItem("luoshi:sent");
  document.querySelectorAll("form[method=post] textarea[name]").forEach((area) => {
    restore(area);
    area.addEventListener("input", () => store.setItem(slot(area), area.value));
    area.form.addEventListener("submit", () => store.setItem("luoshi:sent", here));
  });
}

document.querySelectorAll("form[data-forget]").forEach((form) => {
  form.addEventListener("submit", () => forget((key) => key.startsWith("luoshi:"))); // logged out: nothing stays
});
