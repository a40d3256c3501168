// Keeps what somebody types into a form that is sent as a whole, until the page shows that the server has it:
// so a lost connection, a sign-in that expired or a closed browser costs no words. A file cannot be kept.
//
// data-draft: the form's own key; data-user: whose words they are. data-draft-of: without words in this field
// there is nothing to keep. data-draft-typed: the server gave back what was typed and has not saved it.

// Which versions stood there when somebody typed: they belong to the words, and are none themselves.
const SEEN = ["shown", "english"];
const BROUGHT_BACK = "Not sent yet: what you had typed is brought back from this browser.";

for (const form of document.querySelectorAll("form[data-draft]")) start(form);

// Whoever leaves a form on purpose leaves its draft, too.
document.addEventListener("click", (event) => {
  const left = event.target.closest("[data-draft-left]");
  if (left) forget(nameOf(left.dataset.user, left.dataset.draftLeft));
});

function start(form) {
  const store = nameOf(form.dataset.user, form.dataset.draft);
  const main = form.querySelector(`[name="${CSS.escape(form.dataset.draftOf ?? "")}"]`);
  const asked = entriesOf(form);
  const kept = recall(store);
  if ("draftTyped" in form.dataset) remember(store, { entries: asked, before: [] });
  else if (kept && (isShown(kept) || isSame(typedOf(kept, asked), asked))) forget(store);
  else if (kept && !main?.value) bringBack(form, kept, asked, store);
  form.addEventListener("input", () => keep(form, store, main, asked));
  form.addEventListener("change", () => keep(form, store, main, asked));
}

function nameOf(user, draft) {
  return `probity-draft:${user}:${draft}`;
}

function keep(form, store, main, asked) {
  const entries = entriesOf(form);
  const isEmpty = main && !main.value.trim();
  if (isEmpty || (isSame(entries, asked) && !("draftTyped" in form.dataset))) forget(store);
  else remember(store, { entries, before: "draftTyped" in form.dataset ? [] : asked });
}

// What stands on the page now, with what was typed laid over it: the rest may be newer than the draft.
function typedOf(kept, asked) {
  const before = kept.before ?? [];
  const isUntouched = ([name, value]) => before.some(([other, old]) => other === name && old === value);
  const untouched = new Set(kept.entries.filter(isUntouched).map(([name]) => name));
  const touched = kept.entries.filter(([name]) => SEEN.includes(name) || !untouched.has(name));
  const names = new Set(touched.map(([name]) => name));
  const emptied = before.map(([name]) => name).filter((name) => !kept.entries.some(([other]) => other === name));
  return [...touched, ...asked.filter(([name]) => !names.has(name) && !emptied.includes(name))];
}

function entriesOf(form) {
  const passing = ["csrfmiddlewaretoken", "form_key"];
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !passing.includes(name));
}

function isSame(some, others) {
  const typed = (entries) => entries.filter(([name]) => !SEEN.includes(name));
  const [one, other] = [typed(some), typed(others)];
  const has = ([name, value]) => other.some(([same, there]) => same === name && isAlike(value, there));
  return one.length === other.length && one.every(has);
}

// The server writes 78,250.5 as 78250.50, and leaves out letters that nobody sees.
function isAlike(one, other) {
  const [number, otherNumber] = [one, other].map((text) => text.replace(/[,£\s]/g, ""));
  return plain(one) === plain(other)
    || (number !== "" && otherNumber !== "" && Number(number) === Number(otherNumber));
}

// All its words stand on the page as the server gave them back: it has them.
function isShown(kept) {
  const said = [...document.querySelectorAll("[data-kept-words]")].map((each) => plain(each.textContent));
  const words = kept.entries.filter(([name, value]) => plain(value) && isLong(name)).map(([, value]) => plain(value));
  return words.length > 0 && words.every((each) => said.includes(each));
}

function isLong(name) {
  return Boolean(document.querySelector(`textarea[name="${CSS.escape(name)}"]`));
}

function plain(text) {
  return text.normalize("NFC").replace(/[\s\p{C}]+/gu, ""); // the page breaks lines with elements
}

function bringBack(form, kept, asked, store) {
  fill(form, typedOf(kept, asked));
  const line = document.createElement("div");
  line.className = "govuk-inset-text";
  line.setAttribute("role", "status");
  const hasFile = form.querySelector("input[type=file]");
  line.textContent = hasFile ? `${BROUGHT_BACK} Attach a file again.` : BROUGHT_BACK;
  line.append(document.createElement("br"), dropButton(() => { forget(store); fill(form, asked); line.remove(); }));
  form.prepend(line);
}

function dropButton(drop) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary govuk-!-margin-top-2 govuk-!-margin-bottom-0";
  button.textContent = "Throw it away";
  button.addEventListener("click", drop);
  return button;
}

function fill(form, entries) {
  for (const input of form.querySelectorAll("input[name], textarea[name], select[name]")) {
    const values = entries.filter(([name]) => name === input.name).map(([, value]) => value);
    if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
    else if (input.type !== "file" && (input.type !== "hidden" || SEEN.includes(input.name))) input.value = values[0] ?? "";
  }
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
