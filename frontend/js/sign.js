// A signature on the screen: [data-sign="#id_drawn"] holds a canvas; what is drawn goes into that field as a PNG.
// [data-sign-how="#…"] is the choice that says so, set when somebody signs. Without a pointer nothing is lost: the form
// also takes a word before a witness.
export function takeSignatures() {
  document.querySelectorAll("[data-sign]").forEach(prepare);
  document.addEventListener("htmx:load", (event) => event.target.querySelectorAll?.("[data-sign]").forEach(prepare));
}

function prepare(place) {
  if (place.dataset.signReady) return;
  place.dataset.signReady = "yes";
  const canvas = place.querySelector("canvas");
  const field = document.querySelector(place.dataset.sign);
  const how = document.querySelector(place.dataset.signHow);
  const said = place.querySelector("[data-sign-said]");
  const pen = canvas.getContext("2d");
  let drawing = false;
  let from = [0, 0];
  let moved = false; // a tap is no signature

  const begin = () => {
    canvas.width = Math.max(300, Math.round(canvas.clientWidth));
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#111111";
    pen.lineWidth = 2.5;
    pen.lineCap = pen.lineJoin = "round";
  };
  const clear = () => {
    begin();
    field.value = "";
    said.hidden = true;
  };
  const showAgain = () => {
    // the form came back with something else to correct
    const drawn = new Image();
    drawn.addEventListener("load", () => pen.drawImage(drawn, 0, 0));
    drawn.src = field.value;
    said.hidden = false;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    moved = false;
    from = at(event);
    pen.beginPath();
    pen.moveTo(...from);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = at(event);
    pen.lineTo(x, y);
    pen.stroke();
    moved ||= Math.hypot(x - from[0], y - from[1]) > 4;
  });
  const end = () => {
    if (!drawing) return;
    drawing = false;
    if (!moved) return;
    field.value = canvas.toDataURL("image/png");
    if (how) how.checked = true;
    said.hidden = false;
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  place.querySelector("[data-sign-clear]").addEventListener("click", clear);
  begin();
  if (field.value) showAgain();
}
