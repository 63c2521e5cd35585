// The open chat: its messages, kept at the end while they come.

import { act } from "./api.js";
import { bubble, idOf } from "./bubbles.js";
import { begin } from "./composer.js";
import { $, dayOf, make, paintAvatar, toast } from "./dom.js";
import { chatOf, isBots, speak, stage, watch } from "./stage.js";

const TYPING = 6000; // milliseconds Telegram shows it
const SAMPLES_END = Date.UTC(2018, 9, 1); // the made-up history stops before October 2018

export function openChats() {
  watch((what, detail) => {
    if (what === "taken") return drawn(true, detail.unread);
    if (what === "speaker") return drawn(false);
    if (!stage.open || detail.chat_id !== stage.open.chat) return;
    if (what === "message") added(detail.message);
    else if (what === "edited") redrawn(detail.message);
    else if (what === "reaction") redrawn(chatOf(stage.open).messages.get(detail.message_id));
    else if (what === "deleted") drawn(false);
    else if (what === "action" || what === "membership") head();
  });
  $("block").addEventListener("click", turn);
}

export const deeds = {
  reply: (message) => begin("reply", message),
  edit: (message) => begin("edit", message),
  send: (words) => speak("say", { text: words }).catch((error) => toast(error.message, "bad")),
};

function head() {
  const { open } = stage;
  const chat = chatOf(open);
  paintAvatar($("chat-avatar"), open.name, open.chat);
  $("chat-title").textContent = open.name;
  const typing = Date.now() - chat.typing < TYPING;
  $("chat-line").textContent = typing ? `${stage.bot.first_name}正在输入…` : open.line;
  $("chat-line").classList.toggle("typing", typing);
  if (typing) setTimeout(head, TYPING);
  $("block").hidden = !open.person || chat.messages.size === 0;
  $("block").textContent = chat.blocked ? "解除屏蔽" : "屏蔽机器人";
  $("composer").classList.toggle("blocked", chat.blocked);
}

async function turn() {
  const { open } = stage;
  try {
    await act(chatOf(open).blocked ? "unblock" : "block", { person: open.person });
  } catch (error) {
    toast(error.message, "bad");
  }
}

/** Draw the whole chat: at its end, or where the first of the unread messages is. */
function drawn(toEnd, unread = 0) {
  const box = $("messages");
  const place = box.scrollTop;
  head();
  const rows = [];
  let last = null;
  const messages = [...chatOf(stage.open).messages.values()];
  const fresh = unread ? messages.filter(isBots).at(-unread) : null;
  for (const message of messages) {
    rows.push(...between(last, message));
    if (message === fresh) rows.push(make("div", { class: "notice fresh" }, make("span", {}, "新消息")));
    rows.push(bubble(message, deeds));
    last = message;
  }
  if (!rows.length) rows.push(make("div", { class: "empty" }, emptyWords()));
  box.replaceChildren(...rows);
  box.scrollTop = toEnd ? box.scrollHeight : place;
  if (fresh) box.scrollTop = Math.min(box.scrollTop, box.querySelector(".fresh").offsetTop - box.offsetTop - 8);
}

function emptyWords() {
  return stage.open.person ? `${stage.open.name}还没有跟机器人说过话。` : "群里还没有消息。";
}

/** The day between two messages, and where the made-up history stands. */
function between(last, message) {
  const day = dayOf(message.date * 1000);
  if (last && dayOf(last.date * 1000) === day) return [];
  const rows = [make("div", { class: "notice day" }, make("span", {}, day))];
  const jumped = last && last.date * 1000 < SAMPLES_END && message.date * 1000 >= SAMPLES_END;
  if (jumped) rows.unshift(make("div", { class: "notice sample" }, make("span", {}, "这中间两年半的进展是编的示例数据，不在聊天里")));
  return rows;
}

function added(message) {
  const box = $("messages");
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  const mine = message.from.id === stage.speaker;
  const before = [...chatOf(stage.open).messages.values()].at(-2);
  box.querySelector(".empty")?.remove();
  const row = bubble(message, deeds);
  box.append(...between(before, message), row);
  // A message longer than the window is shown from its beginning; what follows it waits below.
  const top = Math.min(box.scrollHeight - box.clientHeight, row.offsetTop - box.offsetTop - 8);
  if (mine) box.scrollTop = box.scrollHeight;
  else if (atEnd) box.scrollTo({ top, behavior: "smooth" });
  head();
}

function redrawn(message) {
  const box = $("messages");
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  if (message) $(idOf(message))?.replaceWith(bubble(message, deeds));
  if (atEnd) box.scrollTop = box.scrollHeight;
}
