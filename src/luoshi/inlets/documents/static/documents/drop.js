// A file may be dropped anywhere on the page; without a script it is chosen, or dropped on the field.
const area = document.querySelector("[data-drop]");
const input = area?.querySelector("input[type=file]");

function over(event, on) {
  if (![...(event.dataTransfer?.types || [])].includes("Files")) return;
  event.preventDefault();
  area.classList.toggle("is-over", on);
}

if (input) {
  document.addEventListener("dragover", (event) => over(event, true));
  document.addEventListener("dragleave", (event) => over(event, false));
  document.addEventListener("drop", (event) => {
    over(event, false);
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}
