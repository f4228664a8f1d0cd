// Files go up in pieces. What is cut short goes on where it stopped: the server says how far it
// got, also when the same file is chosen again on another day.
const TRIES = [500, 2000, 5000]; // milliseconds before trying a piece again

async function ask(part, address, body, kind) {
  const headers = { "X-CSRFToken": part.querySelector("[name=csrfmiddlewaretoken]").value, Accept: "application/json" };
  if (kind) headers["Content-Type"] = kind;
  const answer = await fetch(address, { method: "POST", body, headers, credentials: "same-origin" });
  const type = answer.headers.get("Content-Type") || "";
  const said = type.includes("json") ? await answer.json() : {};
  return { status: answer.status, said };
}

async function patiently(step) {
  for (const wait of TRIES) {
    try {
      const found = await step();
      if (found.status < 500) return found;
    } catch {
      // the line is broken; tried again below
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  return step();
}

class Sending {
  constructor(part, file) {
    this.part = part;
    this.file = file;
    this.state = part.querySelector("[data-state]");
    this.stopped = false;
    this.token = "";
  }

  say(text) {
    this.state.querySelector("[data-said]").textContent = text;
  }

  show(received) {
    const percent = Math.floor((100 * received) / this.file.size);
    this.percent = percent;
    this.state.querySelector("progress").value = percent;
    this.say(`${this.file.name} ${this.part.dataset.saidGoing.replace("{n}", percent)}`);
  }

  // Whether the file arrived. What the server refuses is said and ends it; a broken line waits.
  async run() {
    this.state.hidden = false;
    this.state.querySelector("[data-again]").hidden = true;
    try {
      return await this.pieces();
    } catch {
      this.say(this.part.dataset.saidStopped.replace("{n}", this.percent || 0));
      this.state.querySelector("[data-again]").hidden = false;
      return null;
    }
  }

  async pieces() {
    const begun = new URLSearchParams({ name: this.file.name, size: this.file.size, stamp: this.file.lastModified });
    let { status, said } = await patiently(() => ask(this.part, this.part.dataset.upload, begun));
    while (!this.stopped) {
      if (status >= 500 && !said.message) throw new Error(String(status));
      if (status !== 200 && !(status === 409 && "received" in said)) {
        this.say(said.message || String(status));
        return false;
      }
      if (said.kept) return true;
      this.token = said.token || this.token;
      this.piece = said.piece || this.piece;
      this.show(said.received);
      const address = `${this.part.dataset.upload}/${this.token}?from=${said.received}`;
      const octets = this.file.slice(said.received, said.received + this.piece);
      ({ status, said } = await patiently(() => ask(this.part, address, octets, "application/octet-stream")));
    }
    return false;
  }

  async giveUp() {
    this.stopped = true;
    this.state.hidden = true;
    if (this.token) await ask(this.part, `${this.part.dataset.upload}/${this.token}/abandon`, "");
  }
}

const going = new WeakMap();

async function send(part, files) {
  for (const file of files) {
    const one = new Sending(part, file);
    going.set(part, { one, rest: files.slice(files.indexOf(file) + 1) });
    if (!(await one.run())) return;
  }
  window.htmx.ajax("GET", part.dataset.list, { target: `#${part.dataset.into}`, swap: "outerHTML" });
}

document.addEventListener("change", (event) => {
  const part = event.target.closest("[data-upload]");
  if (!part || event.target.type !== "file") return;
  const files = [...event.target.files];
  event.target.value = ""; // the same file can be chosen again
  send(part, files);
});

document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-upload]");
  const now = part && going.get(part);
  if (!now) return;
  if (event.target.closest("[data-stop]")) now.one.giveUp();
  if (event.target.closest("[data-again]")) send(part, [now.one.file, ...now.rest]);
});
