// Where the one who speaks writes: words, files, replies, edits and commands.

import { act } from "./api.js";
import { plain, whose } from "./bubbles.js";
import { $, make, toast } from "./dom.js";
import { chatOf, isMine, speak, speakAs, stage, watch } from "./stage.js";

const TALLEST = 160; // pixels the field grows to
let about = null; // {kind: "reply" | "edit", message} or {kind: "file", file}
let commands = [];
let marked = -1; // the command the arrow keys stand on

export function openComposer() {
  $("send").onclick = send;
  $("words").oninput = () => (grow(), offer());
  $("words").onkeydown = onKey;
  $("words").onpaste = (event) => attach(event.clipboardData.files[0], event);
  $("clip").onclick = () => $("file").click();
  $("file").onchange = () => attach($("file").files[0]);
  $("chat").ondragover = (event) => event.preventDefault();
  $("chat").ondrop = (event) => attach(event.dataTransfer.files[0], event);
  $("about-drop").onclick = drop;
  $("menu-open").onclick = () => ($("menu").hidden ? offer(true) : shut());
  $("start").onclick = () => speak("say", { text: "/start" }).catch(failed);
  $("speaker").onchange = () => speakAs(Number($("speaker").value));
  watch((what, detail) => {
    if (what === "taken") fresh(detail);
    else if (what === "message" && detail.chat_id === stage.open?.chat) starts();
    else if (what === "commands" || what === "speaker") learn();
  });
}

export function write(words) {
  $("words").value = words;
  grow();
  $("words").focus();
}

/** Reply to a message or change one's own; a reply to oneself is allowed, as in Telegram. */
export function begin(kind, message) {
  about = { kind, message };
  if (kind === "edit") $("words").value = plain(message);
  show(kind === "edit" ? "修改消息" : `回复 ${whose(message)}`, plain(message), kind === "edit" ? "pen" : "reply");
  grow();
  $("words").focus();
}

function show(title, words, sign) {
  $("about").hidden = false;
  $("about-title").textContent = title;
  $("about-text").textContent = words;
  $("about-icon").setAttribute("href", `#i-${sign}`);
}

function drop() {
  if (about?.kind === "edit") $("words").value = "";
  about = null;
  $("about").hidden = true;
  $("file").value = "";
  grow();
}

function fresh({ seat, quietly }) {
  about = null;
  drop();
  write("");
  shut();
  if (quietly || matchMedia("(pointer: coarse)").matches) $("words").blur();
  $("speaker").hidden = seat.speakers.length < 2;
  $("speaker").replaceChildren(...seat.speakers.map((one) => make("option", { value: one.id }, one.name)));
  starts();
  learn();
}

/** Telegram shows one button, and nothing else, until a person has spoken to a bot. */
function starts() {
  const silent = Boolean(stage.open.person) && chatOf(stage.open).messages.size === 0;
  $("start").hidden = !silent;
  $("line").hidden = silent;
}

async function learn() {
  const seat = stage.open;
  if (!seat) return;
  const found = await act("commands", { person: stage.speaker, chat: seat.chat }).catch(() => []);
  if (seat !== stage.open) return;
  commands = found;
  $("menu-open").hidden = !found.length;
}

function attach(file, event) {
  if (!file) return;
  event?.preventDefault();
  about = { kind: "file", file };
  show(file.type.startsWith("image/") ? "发送图片" : "发送文件", file.name, "file");
  grow();
  $("words").focus();
}

async function send() {
  const words = $("words").value.trim();
  const what = about;
  if (!words && what?.kind !== "file") return;
  shut();
  about = null;
  $("words").value = "";
  drop();
  try {
    await WAYS[what?.kind ?? "say"](words, what);
  } catch (error) {
    write(words);
    failed(error);
  }
}

const WAYS = {
  say: (words) => speak("say", { text: words }),
  reply: (words, { message }) => speak("say", { text: words, reply_to: message.message_id }),
  edit: (words, { message }) => speak("edit", { text: words, message_id: message.message_id }),
  file(words, { file }) {
    const form = new FormData();
    form.append("person", stage.speaker);
    form.append("chat", stage.open.chat);
    if (words) form.append("caption", words);
    form.append("content", file, file.name);
    return act(file.type.startsWith("image/") ? "send_photo" : "send_document", form);
  },
};

const failed = (error) => toast(error.message, "bad");

function onKey(event) {
  if (event.isComposing) return; // Enter chooses a Chinese word
  const open = !$("menu").hidden;
  if (event.key === "Escape") return open ? shut() : drop();
  if (open && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    return mark(marked + (event.key === "ArrowDown" ? 1 : -1));
  }
  if (open && marked >= 0 && ["Enter", "Tab"].includes(event.key)) {
    event.preventDefault();
    return $("menu").children[marked].click();
  }
  if (event.key === "ArrowUp" && !$("words").value) return changeLast(event);
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    send();
  }
}

function changeLast(event) {
  const mine = [...chatOf(stage.open).messages.values()].filter((one) => isMine(one) && one.text);
  if (!mine.length) return;
  event.preventDefault();
  begin("edit", mine.at(-1));
}

function grow() {
  const field = $("words");
  field.style.height = "auto";
  if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, TALLEST)}px`; // 0 while it is not shown
  $("send").disabled = !field.value.trim() && about?.kind !== "file";
}

/** The menu of commands: all of them, or those that begin like what is being written. */
function offer(all = false) {
  const words = $("words").value;
  if (!all && !/^\/\w*$/.test(words)) return shut();
  const found = commands.filter((one) => all || `/${one.command}`.startsWith(words));
  if (!found.length) return shut();
  const rows = found.map((one) => {
    const choose = () => (shut(), ($("words").value = ""), grow(), speak("say", { text: `/${one.command}` }).catch(failed));
    return make("button", { role: "option", onclick: choose }, make("b", {}, `/${one.command}`), make("span", {}, one.description));
  });
  $("menu").replaceChildren(...rows);
  $("menu").hidden = false;
  marked = -1;
  if (!all) mark(0);
}

function mark(place) {
  const rows = [...$("menu").children];
  marked = (place + rows.length) % rows.length;
  rows.forEach((row, index) => row.setAttribute("aria-selected", index === marked));
  rows[marked].scrollIntoView({ block: "nearest" });
}

function shut() {
  $("menu").hidden = true;
  marked = -1;
}
