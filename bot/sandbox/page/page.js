// The page: load what there is, draw it, then follow the stream.

import { events } from "./api.js";
import { openChats } from "./chat.js";
import { openClock } from "./clock.js";
import { openComposer, write } from "./composer.js";
import { $, make, paintAvatar, toast } from "./dom.js";
import { chatOf, happened, load, seatOf, stage, take, watch } from "./stage.js";

const GUIDE = "guide"; // what the browser remembers: whether the explanation is open
const NARROW = matchMedia("(max-width: 760px)");
const TIGHT = matchMedia("(max-width: 1080px)");

async function open() {
  const last = await load();
  drawCast();
  openComposer();
  openChats();
  openClock(stage.clock);
  openGuide();
  watch((what, detail) => {
    if (what === "taken") location.replace(`#${detail.seat.key}`);
    if (["taken", "message", "membership"].includes(what)) badges();
  });
  $("back").onclick = () => look("cast");
  const wanted = seatOf(decodeURIComponent(location.hash.slice(1)));
  look(wanted ? "chat" : "cast");
  take(wanted?.key ?? stage.seats[0].key, { quietly: true });
  document.body.dataset.ready = "yes";
  const gap = (gone) => document.body.classList.toggle("gone", gone);
  for await (const event of events(last, stage.opened, gap)) happened(event);
}

/** On a phone one thing is seen at a time. */
function look(view) {
  document.body.dataset.view = view;
}

function drawCast() {
  const rows = stage.seats.map((seat) => {
    const sign = make("span");
    paintAvatar(sign, seat.name, seat.chat);
    const name = make("span", { class: "name" }, make("b", {}, seat.name), make("span", { class: "badge", hidden: true }));
    const words = make("span", { class: "who" }, name, make("small", {}, seat.line));
    const enter = () => (look("chat"), take(seat.key));
    return make("button", { class: "seat", "data-seat": seat.key, onclick: enter }, sign, words);
  });
  const parts = [];
  let last = "";
  stage.seats.forEach((seat, place) => {
    if (seat.part !== last) parts.push(make("h2", {}, seat.part));
    last = seat.part;
    parts.push(rows[place]);
  });
  $("cast").replaceChildren(...parts);
}

function badges() {
  let total = 0;
  for (const seat of stage.seats) {
    const row = document.querySelector(`[data-seat="${CSS.escape(seat.key)}"]`);
    const { unread, blocked } = chatOf(seat);
    row.classList.toggle("open", seat === stage.open);
    row.classList.toggle("blocked", blocked);
    row.setAttribute("aria-current", seat === stage.open);
    const badge = row.querySelector(".badge");
    badge.textContent = unread;
    badge.hidden = !unread;
    total += unread;
  }
  document.title = total ? `(${total}) 督办助手 · 试用` : "督办助手 · 试用";
}

function openGuide() {
  const show = (open, kept = true) => {
    document.body.classList.toggle("guided", open);
    $("guide-toggle").setAttribute("aria-expanded", open);
    if (kept) localStorage.setItem(GUIDE, open ? "open" : "shut");
  };
  const remembered = localStorage.getItem(GUIDE);
  show(TIGHT.matches ? false : remembered !== "shut", false);
  $("guide-toggle").onclick = () => show(!document.body.classList.contains("guided"));
  $("guide-close").onclick = () => show(false);
  $("tongue").onclick = () => {
    const english = $("guide").dataset.tongue === "zh";
    $("guide").dataset.tongue = english ? "en" : "zh";
    $("tongue").textContent = english ? "中文" : "English";
    $("tongue").lang = english ? "zh" : "en";
  };
  for (const button of document.querySelectorAll("[data-play]")) {
    button.addEventListener("click", () => {
      look("chat");
      take(button.dataset.play);
      if (button.dataset.words) write(button.dataset.words);
      if (TIGHT.matches) show(false, false);
    });
  }
  for (const button of $("guide").querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => TIGHT.matches && show(false, false));
  }
}

NARROW.addEventListener("change", () => look(stage.open ? "chat" : "cast"));
async function openWhenReady() {
  try {
    await open();
  } catch (error) {
    if (stage.opened) throw error;
    toast(error.message, "", 2); // the bot is still being set up
    setTimeout(openWhenReady, 1500);
  }
}

openWhenReady();
