// The clock above: what it shows, and the buttons that move it.

import { get, post } from "./api.js";
import { $, dayOf, timeOf, toast, weekdayOf } from "./dom.js";
import { isBots, stage, watch } from "./stage.js";

let ahead = 0; // milliseconds the sandbox is ahead of this browser
let shownDay = "";
let moving = false;

export function openClock(first) {
  set(first);
  setInterval(show, 1000);
  watch((what) => what === "clock" && !moving && get("/page/clock").then(set));
  for (const button of document.querySelectorAll("[data-move]")) button.addEventListener("click", () => move(button.dataset.move));
}

function set(clock) {
  ahead = Date.parse(clock.now) - Date.now();
  $("workday").textContent = clock.workday ? "工作日" : "休息日";
  $("workday").className = clock.workday ? "chip work" : "chip rest";
  shownDay = dayOf(Date.now() + ahead);
  show();
}

function show() {
  const now = Date.now() + ahead;
  const day = dayOf(now);
  $("day").textContent = `${day} ${weekdayOf(now)}`;
  $("time").textContent = timeOf(now);
  if (day !== shownDay && !moving) get("/page/clock").then(set);
  shownDay = day;
}

async function move(to) {
  if (moving) return;
  turn(true);
  const before = counts();
  try {
    set(await post("/page/move", { to }));
    setTimeout(() => toast(report(before), "long", 6), 350); // the letters come by the stream, a moment later
  } catch (error) {
    toast(error.message, "bad");
  } finally {
    turn(false);
  }
}

function turn(on) {
  moving = on;
  document.body.classList.toggle("moving", on);
  for (const button of document.querySelectorAll("[data-move]")) button.disabled = on;
}

/** How many letters of the bot each seat has. */
function counts() {
  return stage.seats.map((seat) => [...stage.chats.get(seat.chat).messages.values()].filter(isBots).length);
}

function report(before) {
  const came = counts().map((count, place) => [stage.seats[place].name, count - before[place]]);
  const names = came.filter(([, count]) => count > 0).map(([name]) => name);
  const now = Date.now() + ahead;
  const moment = `${dayOf(now)} ${weekdayOf(now)} ${timeOf(now)}`;
  if (!names.length) return `${moment}，没有到点要发的消息`;
  const whom = names.length > 3 ? `${names.slice(0, 2).join("、")}等 ${names.length} 处` : names.join("、");
  return `${moment}，机器人给${whom}发了消息`;
}
