// A running sum of two sides: [data-sum="#movements" data-goal-of="#lines"] tells what the chosen boxes with
// data-fen inside #movements come to, and those inside #lines, and by how much the first is off. Without
// scripts the server says it.
export function addUpChosen() {
  document.addEventListener("change", addUp);
  addUp();
}

function addUp() {
  for (const told of document.querySelectorAll("[data-sum]")) {
    const chosen = sumOf(told.dataset.sum);
    const goal = sumOf(told.dataset.goalOf);
    const off = chosen - goal;
    say(told, "[data-sum-chosen]", yuan(chosen));
    say(told, "[data-sum-goal]", yuan(goal));
    say(told, "[data-sum-off]", yuan(Math.abs(off)));
    show(told, "[data-sum-short]", off < 0);
    show(told, "[data-sum-over]", off > 0);
    show(told, "[data-sum-equal]", off === 0);
  }
}

function sumOf(place) {
  const boxes = document.querySelectorAll(`${place} input[data-fen]:checked`);
  return [...boxes].reduce((sum, box) => sum + Number(box.dataset.fen), 0);
}

function say(told, places, words) {
  told.querySelectorAll(places).forEach((place) => (place.textContent = words));
}

function show(told, places, is) {
  told.querySelectorAll(places).forEach((place) => (place.hidden = !is));
}

function yuan(fen) {
  const whole = Math.floor(fen / 100).toLocaleString("en");
  return `¥${whole}.${String(fen % 100).padStart(2, "0")}`;
}
