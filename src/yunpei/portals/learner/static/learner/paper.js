// Saves each answer at once, shows the time that the server has left, and hands in when it is over: on a lost line, as soon as it
// is back. Without it the page saves when it is asked to. The server hands in by itself what nobody did.
const form = document.getElementById("paper");
const left = document.getElementById("left");
const saved = document.getElementById("saved");
const ends = performance.now() + Number(form.dataset.left) * 1000;
const RETRY = 5000;
let waiting = false;
let dirty = false;

function show() {
  const seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
  const two = (n) => String(n).padStart(2, "0");
  left.textContent = seconds ? `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}` : form.dataset.over;
  if (seconds) setTimeout(show, 1000);
  else if (navigator.onLine) handIn();
  else addEventListener("online", handIn, { once: true });
}

function handIn() {
  form.requestSubmit(form.elements.submit);
}

// One request at a time, each with the whole paper: the last answer always comes last.
async function keep() {
  dirty = true;
  if (waiting) return;
  waiting = true;
  while (dirty) {
    dirty = false;
    const body = new FormData(form);
    body.set("keep", "1");
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "error" });
      if (answer.status === 409) { location.reload(); return; }
      if (answer.status === 422) { saved.textContent = ""; continue; }
      if (!answer.ok) throw new Error(String(answer.status));
      saved.textContent = `${form.dataset.saved} ${(await answer.json()).saved_at}`;
    } catch {
      saved.textContent = form.dataset.unsaved;
      dirty = true;
      await new Promise((done) => { setTimeout(done, RETRY); });
    }
  }
  waiting = false;
}

form.addEventListener("change", keep);
show();
