// A recording made in the page: sound alone, sent like any other file. Where the browser cannot record, or the page came without HTTPS, there is
// no button.

const LONGEST = 20 * 60;
const kinds = ["audio/webm", "audio/mp4"];
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

export class Recorder {
  /** `send(file)` takes the finished recording; `refuse(sentence)` says why there is none. */
  constructor({ send, refuse }) {
    Object.assign(this, { send, refuse });
    this.button = document.querySelector("[data-record]");
    if (!this.button || !window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) return;
    this.button.hidden = false;
    this.button.addEventListener("click", () => (this.recorder ? this.recorder.stop() : this.start()));
  }

  get isRecording() {
    return Boolean(this.recorder);
  }

  async start() {
    const { dataset } = this.button;
    let sound;
    this.button.disabled = true;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return this.refuse(dataset.refused);
    } finally {
      this.button.disabled = false;
    }
    const parts = [];
    const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.recorder = new MediaRecorder(sound, { mimeType });
    this.recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    this.recorder.addEventListener("stop", () => {
      for (const track of sound.getTracks()) track.stop();
      clearInterval(this.ticking);
      this.recorder = undefined;
      this.say(dataset.start);
      const now = new Date();
      const time = `${String(now.getHours()).padStart(2, "0")}.${String(now.getMinutes()).padStart(2, "0")}`;
      const ending = mimeType === "audio/mp4" ? "m4a" : "webm";
      this.send(new File(parts, `${dataset.name.replace("{time}", time)}.${ending}`, { type: mimeType }));
    });
    let seconds = 0;
    this.say(dataset.stop.replace("{time}", clock(0)));
    this.ticking = setInterval(() => {
      seconds += 1;
      this.say(dataset.stop.replace("{time}", clock(seconds)));
      if (seconds >= LONGEST) this.recorder?.stop();
    }, 1000);
    return this.recorder.start(1000);
  }

  say(text) {
    this.button.querySelector("span").textContent = text;
    this.button.classList.toggle("btn-danger", this.isRecording);
  }
}
