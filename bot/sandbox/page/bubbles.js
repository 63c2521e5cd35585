// One message as an element: its words, files, buttons and marks.

import { $, ask, icon, make, timeOf, toast } from "./dom.js";
import { rendered } from "./entities.js";
import { isBots, isMine, speak, stage } from "./stage.js";
import { opensBot, openLink } from "./links.js";

const FILES = ["document", "audio", "video", "voice", "animation"];
const NAMES = { voice: "语音", audio: "音频", video: "视频", animation: "动图", photo: "图片" };
const ANSWER_SECONDS = 10; // how long a button waits for the bot

export function bubble(message, on) {
  const notice = service(message);
  if (notice) return make("div", { class: "notice", id: idOf(message) }, make("span", {}, notice));
  const mine = isMine(message);
  const body = make("div", { class: "body", onclick: () => picked() || on.reply(message) });
  if (!mine && stage.open.speakers.length > 1) body.append(sender(message));
  if (message.reply_to_message) body.append(quote(message.reply_to_message));
  body.append(...files(message));
  const text = message.text ?? message.caption;
  const marks = message.entities ?? message.caption_entities;
  if (text) body.append(make("div", { class: "words" }, ...rendered(text, marks, deeds(on))));
  body.append(foot(message));
  const row = make("article", { class: mine ? "row mine" : "row", id: idOf(message) });
  row.append(make("div", { class: "column" }, body, keyboard(message)), tools(message, mine, on));
  return row;
}

export const idOf = (message) => `m${message.chat.id}_${message.message_id}`;

/** Whether the reader is selecting words, which is no click. */
const picked = () => !getSelection().isCollapsed;

export function plain(message) {
  const kind = Object.keys(NAMES).find((one) => message[one]);
  return message.text ?? message.caption ?? (message.document?.file_name || NAMES[kind]) ?? "消息";
}

export const whose = (message) => (isBots(message) ? stage.bot.first_name : message.from.first_name);

function deeds(on) {
  return {
    command: (words) => on.send(words),
    copy: (words) => navigator.clipboard?.writeText(words).then(() => toast("已复制")),
    opens: (words) => Boolean(opensBot(words)),
    link: (href, event) => {
      if (!opensBot(href)) return;
      event.preventDefault();
      openLink(href);
    },
  };
}

function service(message) {
  const who = message.from.first_name;
  const names = (people) => people.map((one) => one.first_name).join("、");
  if (message.new_chat_members) return `${who} 把 ${names(message.new_chat_members)} 拉进了群`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} 离开了群`;
  if (message.pinned_message) return `${who} 置顶了一条消息`;
  if (message.migrate_to_chat_id) return "群已升级为超级群";
  if (message.migrate_from_chat_id) return "超级群由原来的群升级而来";
  return "";
}

function sender(message) {
  const shown = make("div", { class: `sender ink-${Math.abs(message.from.id) % 7}` }, whose(message));
  return shown;
}

function quote(message) {
  const jump = (event) => {
    event.stopPropagation();
    const found = $(idOf(message));
    found?.scrollIntoView({ block: "center", behavior: "smooth" });
    found?.classList.add("flash");
    setTimeout(() => found?.classList.remove("flash"), 1200);
  };
  return make("button", { class: "quote", onclick: jump }, make("b", {}, whose(message)), make("span", {}, plain(message)));
}

function files(message) {
  const found = [];
  if (message.photo) {
    const largest = message.photo.at(-1);
    const source = `/sandbox/file/${encodeURIComponent(largest.file_id)}`;
    const picture = make("img", { src: source, alt: "图片", width: largest.width, height: largest.height, loading: "lazy" });
    const look = (event) => {
      event.stopPropagation();
      const full = make("img", { src: source, alt: "图片", class: "full" });
      const load = make("a", { href: source, download: "picture", class: "button" }, "下载");
      ask(full, make("p", { class: "acts" }, load, make("button", { onclick: () => $("dialog").close() }, "关闭")));
    };
    found.push(make("button", { class: "photo", "aria-label": "放大图片", onclick: look }, picture));
  }
  for (const kind of FILES.filter((one) => message[one])) {
    const file = message[kind];
    const name = file.file_name ?? NAMES[kind];
    const where = { href: `/sandbox/file/${encodeURIComponent(file.file_id)}`, download: name, class: "file" };
    const about = make("span", {}, make("b", {}, name), make("small", {}, `${size(file.file_size)} · 下载`));
    found.push(make("a", { ...where, onclick: (event) => event.stopPropagation() }, icon("file"), about));
  }
  if (message.location) {
    const { latitude, longitude } = message.location;
    found.push(make("div", { class: "words" }, `位置：${latitude.toFixed(4)}，${longitude.toFixed(4)}`));
  }
  return found;
}

function size(bytes = 0) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}

function foot(message) {
  const line = make("div", { class: "foot" });
  for (const { reaction } of message.reactions ?? []) {
    if (reaction[0]?.emoji) line.append(make("span", { class: "reaction" }, reaction[0].emoji));
  }
  if (message.edit_date) line.append(make("span", {}, "已编辑"));
  line.append(make("time", {}, timeOf(message.date * 1000)));
  return line;
}

function tools(message, mine, on) {
  const reply = make("button", { class: "icon", "aria-label": "回复这条消息", title: "回复", onclick: () => on.reply(message) }, icon("reply"));
  const edit = mine && (message.text ?? message.caption) !== undefined;
  const change = edit && make("button", { class: "icon", "aria-label": "修改这条消息", title: "修改", onclick: () => on.edit(message) }, icon("pen"));
  return make("div", { class: "tools" }, reply, change || null);
}

function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return make("div", { class: "keyboard" }, ...rows.map((row) => make("div", {}, ...row.map((one) => key(message, one)))));
}

function key(message, button) {
  const press = async (event) => {
    const shown = event.currentTarget;
    if (button.url) return opensBot(button.url) ? openLink(button.url) : void window.open(button.url, "_blank", "noopener");
    if (button.copy_text) return navigator.clipboard?.writeText(button.copy_text.text).then(() => toast("已复制"));
    shown.classList.add("busy");
    try {
      const wanted = button.callback_data ?? button.text;
      const answer = await speak("press", { message_id: message.message_id, button: wanted, timeout: ANSWER_SECONDS });
      if (!answer.answered) toast("机器人还没有回应这个按钮", "bad");
      else if (answer.text && answer.show_alert) told(answer.text);
      else if (answer.text) toast(answer.text);
    } catch (error) {
      toast(error.message, "bad");
    } finally {
      shown.classList.remove("busy");
    }
  };
  const marks = [button.style ?? "", button.url ? "out" : ""].join(" ");
  return make("button", { class: `key ${marks}`, onclick: press }, button.text);
}

function told(words) {
  ask(make("p", {}, words), make("p", { class: "acts" }, make("button", { onclick: () => $("dialog").close() }, "好")));
}

