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

  const clear = () => {
    canvas.width = Math.max(300, Math.round(canvas.clientWidth));
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "#111111";
    pen.lineWidth = 2.5;
    pen.lineCap = pen.lineJoin = "round";
    field.value = "";
    said.hidden = true;
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  const end = () => {
    if (!drawing) return;
    drawing = false;
    field.value = canvas.toDataURL("image/png");
    if (how) how.checked = true;
    said.hidden = false;
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  place.querySelector("[data-sign-clear]").addEventListener("click", clear);
  clear();
}
