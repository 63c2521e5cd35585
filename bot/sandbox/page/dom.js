// Elements are made here and nowhere from strings: whatever people or the bot write stays text.

export const $ = (id) => document.getElementById(id);

/** make("a", {class: "x", href: "/"}, "words", child …) */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** The round sign of a person or chat, its colour chosen by its id. */
export function paintAvatar(element, name, id) {
  element.className = `avatar hue-${Math.abs(id) % 7}`;
  element.textContent = [...name][0] ?? "";
}

export function toast(words, kind = "", seconds = 4) {
  const shown = make("div", { class: `toast ${kind}` }, words);
  $("toasts").append(shown);
  setTimeout(() => shown.remove(), seconds * 1000);
}

/** A dialog with these children, closed by its own buttons, Escape or a click beside it. */
export function ask(...children) {
  const dialog = $("dialog");
  dialog.replaceChildren(...children);
  dialog.onclick = (event) => event.target === dialog && dialog.close();
  dialog.showModal();
  return dialog;
}

const ZONE = "Asia/Shanghai";
const formats = {
  day: new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, year: "numeric", month: "long", day: "numeric" }),
  week: new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, weekday: "long" }),
  time: new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
};
export const dayOf = (date) => formats.day.format(date);
export const weekdayOf = (date) => formats.week.format(date);
export const timeOf = (date) => formats.time.format(date);
