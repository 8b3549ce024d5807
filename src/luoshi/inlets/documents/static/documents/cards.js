// Sends a decision without leaving the page and puts the changed parts in their places; without a script the form is posted.
const refused = document.getElementById("refused");

function say(words) {
  refused.hidden = !words;
  refused.querySelector("[data-refusal]").textContent = words;
}

function put(answer) {
  answer.querySelectorAll("body > [id]").forEach((part) => {
    document.getElementById(part.id)?.replaceWith(document.importNode(part, true));
  });
}

function mark(card) {
  const open = card.classList.contains("is-open");
  document.querySelectorAll(`.words[data-clause="${card.dataset.clause}"]`).forEach((words) => {
    words.className = `words words-${card.dataset.verdict}${open ? " is-open" : ""}`;
    const word = words.querySelector(".tag-word");
    if (word) word.textContent = ` ${card.dataset.tag}`;
  });
}

function next(number) {
  const cards = [...document.querySelectorAll(".clause")];
  const at = cards.findIndex((card) => card.dataset.clause === number);
  const open = [...cards.slice(at), ...cards.slice(0, at)].find((card) => card.classList.contains("is-open"));
  return open || document.querySelector("#bar .button-primary") || cards[at];
}

async function decide(form, button) {
  const card = form.closest(".clause");
  const number = card.dataset.clause;
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form, button),
    headers: { "X-Part": "1" },
    redirect: "error",
  });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const refusal = page.getElementById("refusal-part");
  if (!refusal) throw new Error("not a part of the page");
  put(page);
  say(refusal.textContent);
  mark(document.getElementById(`c${number}`));
  const to = next(number);
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-decide]") || event.defaultPrevented) return;
  event.preventDefault();
  const button = event.submitter;
  decide(form, button).catch(() => {
    form.removeAttribute("data-decide"); // post it as a page does
    form.requestSubmit(button);
  });
});
