// The challenge of the study clock: a dialog that stays until the server has what it asked for. Closing it by any means settles
// nothing, and the server waits no longer for it. Keyboard and screen readers: a native dialog, its question as its name.

const WARN = 30; // seconds left when the time is spoken

export class Challenge {
  // dialog: the element. words: texts by code. clock: asks the server. reply(text): the learner's answer.
  constructor(dialog, words, clock, reply) {
    this.dialog = dialog;
    this.words = words;
    this.clock = clock;
    this.id = "";
    this.part = (name) => dialog.querySelector(`[data-ask="${name}"]`);
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => { if (this.id) dialog.showModal(); });
    this.part("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const said = this.#said();
      if (said === "") return this.#say("empty");
      this.#say("sending");
      if (said !== "photo" || await this.#handIn()) reply(said);
      else this.#say("photo_refused");
    });
    this.part("send").addEventListener("click", async () => {
      const [status, answer] = await clock.challenge(true);
      this.#say(status === 200 ? "code_sent" : "code_not_sent", this.#own(answer.text));
    });
    setInterval(() => this.#tick(), 1000);
  }

  // What a receipt says: stands it, still, or is it over.
  async take(answer) {
    this.until = performance.now() + answer.answer_ms;
    const [kind, number, wrong] = answer.challenge.split(".");
    const id = answer.challenge && `${kind}.${number}`;
    if (id === this.id) {
      if (id && Number(wrong) > this.wrong) this.#say(Number(wrong) < 2 ? "wrong" : "wrong_twice");
      this.wrong = Number(wrong);
      return;
    }
    const missed = this.id !== "" && id !== "";
    this.id = id;
    this.wrong = Number(wrong || 0);
    if (!id) { this.dialog.close(); return; }
    await this.#show(missed);
  }

  async #show(missed) {
    const [status, shown] = await this.clock.challenge(false);
    if (status !== 200) { this.id = ""; return; } // asked again with the next receipt
    this.part("text").textContent = this.#own(shown.text);
    const choice = shown.field === "choice" || shown.field === "many";
    this.part("options").replaceChildren(...(choice ? shown.options.map((text, n) => option(text, n, shown.field === "many")) : []));
    const typed = this.part("typed");
    typed.parentElement.hidden = choice;
    typed.type = shown.field === "password" ? "password" : "text";
    typed.inputMode = shown.field === "code" ? "numeric" : "text";
    typed.value = "";
    this.part("photo").hidden = shown.field !== "photo";
    this.part("photo").value = "";
    this.token = shown.token;
    this.part("send").hidden = !shown.sends;
    this.#say(missed ? "missed" : "");
    if (!this.dialog.open) this.dialog.showModal();
    (choice ? this.part("options").querySelector("input") : shown.field === "photo" ? this.part("photo") : typed).focus();
  }

  // The photo goes ahead of the answer: the token makes it one for this challenge.
  async #handIn() {
    const body = new FormData();
    body.set("picture", this.part("photo").files[0]);
    body.set("token", this.token);
    const headers = { "X-CSRFToken": this.part("form").querySelector("[name=csrfmiddlewaretoken]").value };
    const answer = await fetch(this.dialog.dataset.photo, { method: "POST", headers, body }).catch(() => null);
    return answer?.ok ?? false;
  }

  #said() {
    if (this.part("photo").files.length > 0) return "photo";
    const ticked = [...this.part("options").querySelectorAll("input:checked")].map((one) => one.value);
    return ticked.length > 0 ? ticked.join(",") : this.part("typed").value.trim();
  }

  #say(code, more) {
    this.part("said").textContent = more || (code ? this.words[`ask_${code}`] : "");
  }

  #own(text) {
    return text ? text[document.documentElement.lang === "en" ? "en" : "zh"] : "";
  }

  #tick() {
    if (!this.dialog.open) return;
    const left = Math.max(0, Math.ceil((this.until - performance.now()) / 1000));
    this.part("left").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left === WARN) this.#say("hurry");
  }
}

function option(text, n, many) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.className = "option";
  input.type = many ? "checkbox" : "radio";
  input.name = "option";
  input.value = String(n);
  label.append(input, ` ${text}`);
  return label;
}
