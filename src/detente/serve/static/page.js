// Comfort only: every page reads without it.
"use strict";
for (const row of document.querySelectorAll("[data-row]")) {
  const mark = document.getElementById("t-" + row.id);
  if (!mark) continue;
  const light = (on) => { row.classList.toggle("lit", on); mark.classList.toggle("lit", on); };
  for (const part of [row, mark]) {
    for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      part.addEventListener(event, () => light(on));
    }
  }
  row.addEventListener("mouseenter", () => {
    const text = mark.closest(".text");
    const at = mark.offsetTop - text.offsetTop;
    if (at < text.scrollTop || at > text.scrollTop + text.clientHeight - 40) text.scrollTop = at - text.clientHeight / 3;
  });
}
const field = document.querySelector("[data-drop]");
if (field) {
  for (const event of ["dragover", "dragleave", "drop"]) {
    field.addEventListener(event, (e) => { e.preventDefault(); field.classList.toggle("over", event === "dragover"); });
  }
  field.addEventListener("drop", async (e) => {
    const file = e.dataTransfer.files[0];
    if (file && file.size > 2000000) field.value = "This file is larger than 2 MB: use detente add.";
    else field.value = file ? await file.text() : e.dataTransfer.getData("text/plain");
  });
  field.form.addEventListener("submit", () => {
    const button = field.form.querySelector("button");
    button.disabled = true;
    button.textContent = "Reading…";
  });
}
