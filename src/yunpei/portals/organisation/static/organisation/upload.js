// Sends a chosen film in parts before its form goes: a lost line costs one part, and the same file chosen again goes on where
// it stopped. Without script the form sends the whole file at once.
const PART = 4 << 20;
const RETRY_FIRST = 1000;
const RETRY_MOST = 15000;

for (const form of document.querySelectorAll("form[data-parts]")) {
  const input = form.querySelector("input[type=file]");
  const stored = form.querySelector("input[name=stored]");
  const bar = form.querySelector("[data-progress]");
  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file || stored.value) return;
    event.preventDefault();
    event.stopPropagation();
    if (bar.hidden === false) return; // under way already
    bar.hidden = false;
    try {
      stored.value = await sent(form, file, (part) => { bar.querySelector("progress").value = part * 100; });
      input.value = "";
      form.requestSubmit();
    } catch (error) {
      bar.hidden = true;
      form.querySelector("[data-fault]").textContent = error.message;
    }
  });
  input.addEventListener("change", () => { stored.value = ""; });
}

async function sent(form, file, tell) {
  const about = new FormData();
  about.set("name", file.name);
  about.set("size", String(file.size));
  const { id, here } = await asked(form, form.dataset.parts, about);
  const address = `${form.dataset.parts}${id}/`;
  for (let place = here; place < file.size;) {
    ({ here: place } = await asked(form, `${address}?offset=${place}`, file.slice(place, place + PART)));
    tell(place / file.size);
  }
  return (await asked(form, `${address}end/`, new FormData())).file;
}

async function asked(form, address, body) {
  const headers = { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, Accept: "application/json" };
  if (body instanceof Blob) headers["Content-Type"] = "application/octet-stream";
  for (let wait = RETRY_FIRST; ; wait = Math.min(wait * 2, RETRY_MOST)) {
    const answer = await fetch(address, { method: "POST", headers, body }).catch(() => null); // null: the line is lost
    if (answer?.ok) return answer.json();
    if (answer && answer.status < 500) throw new Error((await answer.json().catch(() => ({}))).text ?? String(answer.status));
    await new Promise((done) => setTimeout(done, wait));
  }
}
