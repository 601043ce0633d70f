// Comfort only: every page works without this file.

// The list of what is wrong gets the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// One press of a button sends a form once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
  }
});

// An open account menu closes by Escape and by a press elsewhere.
const menus = () => document.querySelectorAll("details.account-menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// <input type="checkbox" data-select-all="name"> ticks every box of that name in its form.
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.selectAll;
  if (!name) return;
  for (const box of event.target.form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)) box.checked = event.target.checked;
});

// A select or box marked data-send sends its GET form at once.
document.addEventListener("change", (event) => {
  if (event.target.dataset?.send !== undefined) event.target.form.requestSubmit();
});

// One key answers: a button or link marked data-key="s" is pressed by s, outside of fields and without a modifier.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !/^[a-z]$/.test(event.key)) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  document.querySelector(`[data-key="${event.key}"]`)?.click();
});
