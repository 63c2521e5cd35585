// Telegram's marks (offset and length in UTF-16 units, as JavaScript counts) as elements.

import { make } from "./dom.js";

const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s", pre: "pre", code: "code" };

/** Nodes for `text` with its `marks`; `on` says what links, commands and codes do: {link, command, copy}. */
export function rendered(text, marks, on) {
  const sorted = [...(marks ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, on);
}

function span(text, begin, end, marks, on) {
  const nodes = [];
  let at = begin;
  for (let index = 0; index < marks.length; index += 1) {
    const mark = marks[index];
    const last = Math.min(mark.offset + mark.length, end);
    if (mark.offset < at || last <= mark.offset) continue;
    if (mark.offset > at) nodes.push(text.slice(at, mark.offset));
    const inner = marks.slice(index + 1).filter((one) => one.offset < last);
    nodes.push(marked(mark, text.slice(mark.offset, last), span(text, mark.offset, last, inner, on), on));
    at = last;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function marked(mark, words, inner, on) {
  switch (mark.type) {
    case "url":
    case "text_link":
      return link(mark.url ?? words, inner, on);
    case "bot_command":
      return make("a", { href: "#", class: "command", onclick: stop(() => on.command(words)) }, ...inner);
    case "code":
      if (on.opens(words)) return link(words, inner, on);
      return make("code", { title: "点一下复制", onclick: stop(() => on.copy(words)) }, ...inner);
    case "spoiler":
      return make("span", { class: "spoiler", onclick: stop((event) => event.currentTarget.classList.add("open")) }, ...inner);
    case "blockquote":
      return make("blockquote", {}, ...inner);
    case "expandable_blockquote":
      return make("blockquote", { class: "folded", onclick: stop((event) => event.currentTarget.classList.toggle("open")) }, ...inner);
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
    case "email":
    case "phone_number":
      return make("span", { class: "mention" }, ...inner);
    default:
      return make(PLAIN[mark.type] ?? "span", {}, ...inner);
  }
}

function link(address, inner, on) {
  const href = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  if (!/^(https?|tg|mailto):/i.test(href)) return make("span", {}, ...inner);
  return make("a", { href, rel: "noreferrer noopener", target: "_blank", onclick: stop((event) => on.link(href, event)) }, ...inner);
}

/** The click belongs to the mark, not to the message around it. */
function stop(act) {
  return (event) => {
    event.stopPropagation();
    if (event.currentTarget.getAttribute("href") === "#") event.preventDefault();
    act(event);
  };
}
