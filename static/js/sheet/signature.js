// A signature with finger, pen or mouse. The strokes are kept as points, so that one can be taken back and the field may change its size; what is
// sent is a PNG in a hidden field of an ordinary form.

const root = getComputedStyle(document.documentElement);
const INK = "#12233a"; // as on paper, whatever the theme

class Pad {
  constructor(part) {
    this.canvas = part.querySelector("canvas");
    this.field = part.querySelector("[name=signature]");
    this.pen = this.canvas.getContext("2d");
    this.strokes = [];
    this.before = null; // what the server has sent back with a form that it refused
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.begin(event));
    canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, () => this.end());
    part.querySelector("[data-sign-back]").addEventListener("click", () => this.change(() => (this.strokes.length ? this.strokes.pop() : (this.before = null))));
    part.querySelector("[data-sign-clear]").addEventListener("click", () => this.change(() => ((this.strokes = []), (this.before = null))));
    // In a dialog it has no size before that is opened.
    new ResizeObserver(() => this.draw()).observe(canvas);
    this.restore();
  }

  restore() {
    if (!this.field.value) return this.draw();
    const image = new Image();
    image.addEventListener("load", () => {
      this.before = image;
      this.draw();
    });
    image.src = this.field.value;
    return undefined;
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * this.canvas.width, ((event.clientY - box.top) / box.height) * this.canvas.height];
  }

  begin(event) {
    if (event.button) return;
    event.preventDefault(); // no scrolling, no selection
    this.canvas.setPointerCapture(event.pointerId);
    this.stroke = [this.at(event)];
    this.strokes.push(this.stroke);
    this.draw();
  }

  go(event) {
    if (!this.stroke) return;
    for (const one of event.getCoalescedEvents?.() || [event]) this.stroke.push(this.at(one));
    this.draw();
  }

  end() {
    if (!this.stroke) return;
    this.stroke = null;
    this.keep();
  }

  change(act) {
    act();
    this.draw();
    this.keep();
  }

  /** Of the picture's points how many make one of the page's: on a phone a stroke is as broad as on a tablet. */
  get scale() {
    return this.canvas.width / (this.canvas.clientWidth || 500);
  }

  get isEmpty() {
    return !this.strokes.length && !this.before;
  }

  keep() {
    this.field.value = this.isEmpty ? "" : this.canvas.toDataURL("image/png");
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  draw() {
    const { pen, canvas } = this;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (this.isEmpty) return this.hint();
    if (this.before) pen.drawImage(this.before, 0, 0, canvas.width, canvas.height);
    Object.assign(pen, { strokeStyle: INK, lineWidth: 2.6 * this.scale, lineCap: "round", lineJoin: "round" });
    for (const stroke of this.strokes) {
      pen.beginPath();
      pen.moveTo(...stroke[0]);
      if (stroke.length === 1) pen.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
      // Through the middles between the points: a hand draws no corners.
      for (let at = 1; at < stroke.length; at += 1) {
        const [[x, y], [nextX, nextY]] = [stroke[at], stroke[at + 1] || stroke[at]];
        pen.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
      }
      pen.stroke();
    }
    return undefined;
  }

  hint() {
    const { pen, canvas } = this;
    Object.assign(pen, { fillStyle: "#5b6675", font: `${Math.round(15 * this.scale)}px ${root.getPropertyValue("--font") || "sans-serif"}`, textAlign: "center", textBaseline: "middle" });
    pen.fillText(canvas.dataset.empty, canvas.width / 2, canvas.height / 2);
  }
}

for (const part of document.querySelectorAll("[data-sign]")) new Pad(part);
