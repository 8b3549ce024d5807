// A card and its words light each other; selected words of the document are filled into the form that adds a requirement.
const pane = document.querySelector(".review-document");
const add = document.getElementById("add");
const selected = document.getElementById("add-selected");

function light(number, on) {
  document.querySelectorAll(`[data-clause="${number}"]`).forEach((one) => one.classList.toggle("is-lit", on));
}

function lit(event, on) {
  const one = event.target.closest?.("[data-clause]");
  if (one) light(one.dataset.clause, on);
}

function show(number) {
  const words = document.getElementById(`w${number}`);
  if (!words || pane.scrollHeight <= pane.clientHeight) return;
  const above = words.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  const room = pane.clientHeight;
  if (above < room * 0.15 || above > room * 0.75) pane.scrollBy({ top: above - room / 3, behavior: "smooth" });
}

document.addEventListener("mouseover", (event) => lit(event, true));
document.addEventListener("mouseout", (event) => lit(event, false));
document.addEventListener("focusin", (event) => {
  lit(event, true);
  const card = event.target.closest(".clause");
  if (card) show(card.dataset.clause);
});
document.addEventListener("focusout", (event) => lit(event, false));

function place(node, offset) {
  const holder = node.parentElement?.closest("[data-start]");
  return holder && node.nodeType === Node.TEXT_NODE ? Number(holder.dataset.start) + offset : null;
}

function take() {
  const selection = document.getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  if (!range || !pane.contains(range.commonAncestorContainer)) {
    selected.hidden = true;
    return;
  }
  const copy = range.cloneContents();
  copy.querySelectorAll(".tag").forEach((tag) => tag.remove());
  add.elements.words.value = copy.textContent.trim();
  add.elements.start.value = place(range.startContainer, range.startOffset) ?? "";
  add.elements.end.value = place(range.endContainer, range.endOffset) ?? "";
  selected.hidden = !add.elements.words.value;
}

if (add && selected) {
  document.addEventListener("selectionchange", take);
  selected.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
}
