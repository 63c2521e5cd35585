// Links that open the bot (t.me/<bot>?start=CODE): whoever plays decides who opens them.

import { act } from "./api.js";
import { $, ask, make, paintAvatar, toast } from "./dom.js";
import { stage, take } from "./stage.js";

const FORMS = [
  /^(?:https?:\/\/)?(?:www\.)?t(?:elegram)?\.me\/(?<bot>\w+)\/?(?:\?(?<way>start|startgroup)=(?<code>[\w-]*))?$/i,
  /^tg:\/\/resolve\?domain=(?<bot>\w+)(?:&(?<way>start|startgroup)=(?<code>[\w-]*))?$/i,
];

/** {way, code} when the address opens this bot, else null. */
export function opensBot(address) {
  for (const form of FORMS) {
    const found = form.exec(address.trim())?.groups;
    if (found && found.bot.toLowerCase() === stage.bot?.username.toLowerCase()) {
      return { way: found.way ?? "start", code: found.code ?? "" };
    }
  }
  return null;
}

/** Ask who opens the link, then see them do it. */
export function openLink(address) {
  const { way, code } = opensBot(address);
  const group = way === "startgroup" ? stage.seats.find((seat) => seat.speakers.length > 1) : null;
  const people = group ? group.speakers : stage.seats.filter((seat) => seat.person).map((seat) => ({ ...seat, id: seat.person }));
  const chosen = (person) => async () => {
    $("dialog").close();
    try {
      await act("open_link", { person: person.id, payload: code, ...(group ? { group: group.chat } : {}) });
      document.body.dataset.view = "chat";
      take(group ? group.key : person.key);
    } catch (error) {
      toast(error.message, "bad");
    }
  };
  const choices = people.map((person) => {
    const sign = make("span");
    paintAvatar(sign, person.name, person.id);
    const words = make("span", {}, make("b", {}, person.name), make("small", {}, person.line ?? ""));
    return make("button", { class: "choice", onclick: chosen(person) }, sign, words);
  });
  const title = make("h2", {}, code ? "谁来打开这个链接？" : "谁来跟机器人说话？");
  const link = make("p", { class: "fine" }, code ? `t.me/${stage.bot.username}?${way}=${code}` : "");
  const close = make("p", { class: "acts" }, make("button", { onclick: () => $("dialog").close() }, "算了"));
  ask(title, link, make("div", { class: "choices" }, ...choices), close);
}
