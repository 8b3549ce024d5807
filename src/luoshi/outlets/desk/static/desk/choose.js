// "Choose all" ticks the rows in place; the button says how many are ticked. Without a script the link reloads the page.
document.querySelectorAll("form[data-choose]").forEach((form) => {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const count = form.querySelector("[data-count]");
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? ` ${ticked}` : "";
  };
  form.querySelector("[data-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const all = boxes.every((box) => box.checked);
    boxes.forEach((box) => { box.checked = !all; });
    show();
  });
  form.addEventListener("change", show);
  show();
});
