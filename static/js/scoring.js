// Saves every answer as it is given and never loses one: what the server has not acknowledged stays in
// the form and in this browser's storage, and is sent again until it is. Without this script the form is
// posted as a whole.

const RETRY_FIRST_MS = 1000;
const RETRY_MOST_MS = 30000;
const TYPING_PAUSE_MS = 800;

// The name of this page: the server knows a page that saves on after a lost reply from somebody else.
const PAGE = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

function start(form) {
  const items = [...form.querySelectorAll("[data-autosave]")].map((element) => new Item(form, element));
  const bar = form.querySelector("[data-save-bar]");
  const report = () => showBar(bar, items);
  items.forEach((item) => { item.onChange = report; item.restore(); });
  window.addEventListener("online", () => items.forEach((item) => item.sendNow()));
  window.addEventListener("beforeunload", (event) => {
    if (items.some((item) => item.isWaiting)) event.preventDefault();
  });
  form.addEventListener("submit", (event) => holdUntilSaved(event, form, items));
  document.addEventListener("keydown", chooseByDigit);
}

// One question or fact: its inputs, its state of saving, its place in the browser's storage.
class Item {
  constructor(form, element) {
    this.form = form;
    this.element = element;
    this.key = element.dataset.key;
    this.url = element.dataset.autosave;
    this.status = element.querySelector("[data-status]");
    this.version = element.querySelector(`[name="${CSS.escape(this.key)}-version"]`);
    this.store = `probity:${form.dataset.user}:${form.dataset.case}:${this.key}`;
    this.saved = this.content();
    this.editor = PAGE;
    this.step = 0;
    this.sending = false;
    this.failures = 0;
    this.stopped = element.querySelector("[data-conflict]") ? "conflict" : "";
    this.onChange = () => {};
    element.addEventListener("change", () => this.changed(0));
    element.addEventListener("input", (event) => {
      if (event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) this.changed(TYPING_PAUSE_MS);
    });
    element.addEventListener("click", (event) => this.settleConflict(event));
  }

  // The inputs as text, without the version: two equal texts are the same answer.
  content() {
    return JSON.stringify([...this.data()].filter(([name]) => !name.endsWith("-version")));
  }

  data() {
    const data = new FormData();
    this.inputs().filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
      .forEach((input) => data.append(input.name, input.value));
    return data;
  }

  // The inputs with the name of this page and the count of its saves.
  signed() {
    const data = this.data();
    data.append(`${this.key}-editor`, this.editor);
    data.append(`${this.key}-step`, this.step);
    return data;
  }

  inputs() {
    return [...this.element.querySelectorAll("input[name], textarea[name]")];
  }

  get isDirty() { return this.content() !== this.saved; }
  get isWaiting() { return this.isDirty || this.sending; }

  changed(pause) {
    if (!this.isDirty) return;
    this.keep();
    if (this.stopped === "conflict") return; // a person decides first; what is typed meanwhile is kept
    this.stopped = "";
    this.say("waiting", "Not saved yet");
    this.sendAfter(pause);
    this.onChange();
  }

  keep() {
    const { editor, step } = this;
    remember(this.store, JSON.stringify({ version: this.version.value, content: this.content(), editor, step }));
  }

  // An answer that never reached the server comes back into the form and is sent again.
  restore() {
    const kept = recall(this.store);
    if (!kept) return;
    if (kept.content === this.saved) { forget(this.store); return; }
    const entries = JSON.parse(kept.content);
    this.inputs().forEach((input) => fill(input, entries));
    this.version.value = kept.version;
    this.editor = kept.editor;
    this.step = kept.step;
    this.say("waiting", "Not saved yet: brought back from this browser");
    this.sendAfter(0);
  }

  sendAfter(ms) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), ms);
  }

  sendNow() {
    if (this.isDirty && !this.stopped) this.sendAfter(0);
  }

  async send() {
    if (this.sending || this.stopped || !this.isDirty) return;
    this.sending = true;
    const sent = this.content();
    this.step += 1;
    this.keep();
    this.say("waiting", this.failures ? "Not saved yet, retrying" : "Saving");
    try {
      const reply = await post(this.url, this.signed());
      await this.settle(reply, sent);
    } catch {
      this.tryAgain("Not saved yet, retrying: no connection");
    } finally {
      this.sending = false;
      this.onChange();
      if (!this.failures && this.isDirty && !this.stopped) this.sendAfter(0);
    }
  }

  async settle(reply, sent) {
    if (reply.status === 200) return this.acknowledged(await reply.text(), sent);
    if (reply.status === 409) return this.halt("conflict", await reply.text());
    if (reply.status === 422) return this.halt("refused", await reply.text());
    if (reply.status === 401 || reply.status === 403 || reply.redirected) return this.signedOut();
    if (reply.status === 404) return this.tryAgain("Not saved: this case is not assigned to the person who is signed in");
    return this.tryAgain("Not saved yet, retrying: the server could not answer");
  }

  acknowledged(html, sent) {
    this.failures = 0;
    this.saved = sent;
    if (this.isDirty) { this.version.value = versionIn(html); this.keep(); return; }
    this.show(html);
    const reply = this.status.querySelector("[data-saved]");
    this.version.value = reply.dataset.version;
    this.followDates(reply.dataset.answer);
    this.saved = this.content();
    forget(this.store);
  }

  // What the server worked out from the dates becomes the chosen answer.
  followDates(answer) {
    if (answer === undefined) return;
    const radio = this.inputs().find((input) => input.type === "radio" && input.value === answer);
    if (radio) radio.checked = true;
  }

  halt(why, html) {
    this.failures = 0;
    this.stopped = why;
    this.show(html);
  }

  signedOut() {
    const here = location.pathname;
    this.tryAgain("Not saved yet: you are signed out. ");
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = `${this.form.dataset.signIn}?next=${encodeURIComponent(here)}`;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in again (opens in a new tab); your answers stay here and are saved as soon as you are back";
    this.status.querySelector("p").append(link);
  }

  tryAgain(words) {
    this.failures += 1;
    this.say("problem", words);
    this.sendAfter(Math.min(RETRY_FIRST_MS * 2 ** (this.failures - 1), RETRY_MOST_MS));
  }

  settleConflict(event) {
    const keep = event.target.closest("[data-keep-mine]");
    if (!keep && !event.target.closest("[data-take-stored]")) return;
    if (!keep) { forget(this.store); this.saved = this.content(); location.reload(); return; }
    this.version.value = this.element.querySelector("[data-conflict]").dataset.version;
    this.stopped = "";
    this.saved = "";
    this.keep();
    this.sendAfter(0);
  }

  say(kind, words) {
    const line = document.createElement("p");
    line.className = `probity-status__line probity-status__${kind}`;
    line.textContent = words;
    this.status.replaceChildren(line);
  }

  show(html) {
    this.status.innerHTML = html; // rendered and escaped by this service
  }
}

async function post(url, data) {
  return fetch(url, {
    method: "POST",
    body: data,
    credentials: "same-origin",
    redirect: "follow",
    signal: AbortSignal.timeout(20000),
    headers: { "X-CSRFToken": csrfToken(), "HX-Request": "true", "HX-Current-URL": location.href },
  });
}

// Signing in again changes the token, so the cookie is read each time; the form's own is the fallback.
function csrfToken() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

function versionIn(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("[data-saved]").dataset.version;
}

function fill(input, entries) {
  const values = entries.filter(([name]) => name === input.name).map(([, value]) => value);
  if (["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
  else if (!input.name.endsWith("-version")) input.value = values[0] ?? "";
}

// "Save and continue" goes on only when everything has reached the server.
function holdUntilSaved(event, form, items) {
  if (form.dataset.leaving) return;
  const waiting = items.filter((item) => item.isWaiting || item.stopped);
  if (!waiting.length) return;
  event.preventDefault();
  const stopped = waiting.find((item) => item.stopped);
  if (stopped) { stopped.element.scrollIntoView({ block: "center" }); return; }
  waiting.forEach((item) => item.sendNow());
  const clock = setInterval(() => {
    if (items.some((item) => item.stopped)) { clearInterval(clock); return; }
    if (items.some((item) => item.isWaiting)) return;
    clearInterval(clock);
    form.dataset.leaving = "yes";
    form.requestSubmit();
  }, 200);
}

function showBar(bar, items) {
  const waiting = items.filter((item) => item.isWaiting && !item.stopped).length;
  const trouble = items.some((item) => item.failures);
  const stopped = items.filter((item) => item.stopped).length;
  const words = [
    waiting ? `${waiting} not saved yet${trouble ? ", retrying" : ""}` : "",
    stopped ? `${stopped} not saved: see the message below the question` : "",
  ].filter(Boolean).join("; ");
  if (bar.textContent !== words) bar.textContent = words;
  bar.classList.toggle("probity-save-bar--trouble", stopped > 0 || (trouble && waiting > 0));
}

// A digit chooses the answer with that number in the question that has the focus.
function chooseByDigit(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  if (event.target.matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
  const item = event.target.closest("[data-autosave]");
  const radio = item && item.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  if (!radio.checked) radio.click();
}

// Storage can be full or forbidden; the form still holds the answer then.
function remember(name, text) {
  try { localStorage.setItem(name, text); } catch { /* the form is the copy that counts */ }
}

function recall(name) {
  try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
}

function forget(name) {
  try { localStorage.removeItem(name); } catch { /* nothing was kept */ }
}

const scoring = document.querySelector("[data-scoring]");
if (scoring) start(scoring);
