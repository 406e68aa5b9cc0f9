// Hover or focus a mark: its records in a card. Click or Enter: the card stays. An event and its evidence light up together.
"use strict";
const card = document.getElementById("card");
let pinned = null;

function list(words) { return (words || "").split(" ").filter(Boolean); }
function ids(node) { return [...list(node.dataset.ids), ...list(node.dataset.said)]; }

// "ids" are what a mark is, "said" the statements that it stands in: pointing at an event does not light whole quotations.
function light(root, wanted, key = "ids") {
  for (const lit of document.querySelectorAll(".on")) lit.classList.remove("on");
  if (!root) return;
  for (const id of wanted) {
    for (const node of root.querySelectorAll(`[data-${key}~="${CSS.escape(id)}"]`)) node.classList.add("on");
  }
}

function show(node) {
  const root = node.closest("section"), wanted = ids(node);
  card.replaceChildren();
  for (const id of wanted) {
    const record = document.getElementById(`${root.id}-${id}`);
    if (record) { const copy = record.cloneNode(true); copy.removeAttribute("id"); card.append(copy); }
  }
  card.hidden = !card.childElementCount;
  light(root, wanted.slice(0, 1), node.dataset.ids ? "ids" : "said");
}

function enter(event) {
  const node = event.target.closest ? event.target.closest("mark, .event") : null;
  if (!node || pinned) return;
  if (node.matches(".event")) { card.hidden = true; light(node.closest("section"), list(node.dataset.lights)); }
  else show(node);
}

function leave() { if (!pinned) { card.hidden = true; light(null); } }

function pick(node) {
  pinned = null;
  enter({ target: node });
  pinned = node;
  const root = node.closest("section"), first = ids(node)[0];
  const other = node.matches(".event") ? root.querySelector(`mark.what[data-ids~="${CSS.escape(first)}"]`)
                                       : root.querySelector(`.event[data-ids="${CSS.escape(first)}"]`);
  if (other) other.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

document.addEventListener("mouseover", enter);
document.addEventListener("focusin", enter);
document.addEventListener("mouseout", leave);
document.addEventListener("focusout", leave);
document.addEventListener("click", (event) => {
  const node = event.target.closest("mark, .event");
  if (node && !event.target.closest("summary")) pick(node);
  else if (!event.target.closest("#card, .bar, summary")) { pinned = null; leave(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { pinned = null; leave(); }
  if (event.key === "Enter" && document.activeElement.matches("mark, .event")) pick(document.activeElement);
});
