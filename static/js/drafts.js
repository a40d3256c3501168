// Keeps what somebody types into a form that is sent as a whole, until the page shows that the server has it:
// so a lost connection, a sign-in that expired or a closed browser costs no words. A file cannot be kept.

const draft = document.querySelector("form[data-draft]");
if (draft) start(draft);

function start(form) {
  const store = `probity-draft:${form.dataset.user}:${form.dataset.draft}`;
  const main = form.querySelector(`[name="${CSS.escape(form.dataset.draftOf)}"]`);
  const kept = recall(store);
  if (kept && isShown(kept.words)) forget(store);
  else if (kept && !main.value) bringBack(form, kept);
  form.addEventListener("input", () => keep(form, store, main));
  form.addEventListener("change", () => keep(form, store, main));
}

function keep(form, store, main) {
  if (!main.value.trim()) { forget(store); return; }
  const entries = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
  remember(store, { words: main.value, entries });
}

// The words stand on the page as the server gave them back: it has them.
function isShown(words) {
  const said = plain(words);
  return [...document.querySelectorAll("[data-kept-words]")].some((each) => plain(each.textContent) === said);
}

function plain(text) {
  return text.replace(/\s+/g, ""); // the page breaks lines with elements
}

function bringBack(form, kept) {
  for (const input of form.querySelectorAll("input[name], textarea[name], select[name]")) {
    const values = kept.entries.filter(([name]) => name === input.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
    else if (!["hidden", "file"].includes(input.type)) input.value = values[0] ?? "";
  }
  const line = document.createElement("p");
  line.className = "govuk-inset-text";
  line.setAttribute("role", "status");
  line.textContent = "Not sent yet: what you had typed is brought back from this browser. Attach a file again.";
  form.prepend(line);
}

// Storage can be full or forbidden; the form still holds the words then.
function remember(name, kept) {
  try { localStorage.setItem(name, JSON.stringify(kept)); } catch { /* the form is the copy that counts */ }
}

function recall(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function forget(name) {
  try { localStorage.removeItem(name); } catch { /* nothing was kept */ }
}
