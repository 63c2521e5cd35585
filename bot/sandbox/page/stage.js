// What the page knows: the seats one may take, their chats, who is looked at. Others hear of changes through `watch`.

import { act, get } from "./api.js";

export const stage = {
  opened: "", // names this start of the server
  bot: null,
  seats: [], // {key, chat, person, name, line, part, speakers: [{id, name}]}
  open: null, // the seat whose chat is shown
  speaker: 0, // who speaks there
  chats: new Map(), // chat id → {messages: Map, unread, typing, blocked}
};

const watchers = [];
export const watch = (listener) => watchers.push(listener);
const tell = (what, detail) => watchers.forEach((listener) => listener(what, detail));

export const seatOf = (key) => stage.seats.find((seat) => seat.key === key);
export const chatOf = (seat) => stage.chats.get(seat.chat);
export const isMine = (message) => message.from.id === stage.speaker;
export const isBots = (message) => message.from.id === stage.bot.id;

export async function load() {
  const [found, world] = await Promise.all([get("/page/stage"), get("/sandbox/world")]);
  Object.assign(stage, found);
  const people = new Map(world.people.map((one) => [one.id, one]));
  const told = await Promise.all(stage.seats.map((seat) => get(`/sandbox/history/${seat.chat}`)));
  stage.seats.forEach((seat, place) => {
    const messages = new Map(told[place].filter((one) => !one.deleted).map((one) => [one.message_id, one]));
    const person = people.get(seat.person);
    stage.chats.set(seat.chat, { messages, unread: 0, typing: 0, blocked: Boolean(person?.blocked) });
  });
  return world.last_event;
}

export function take(key, { quietly = false } = {}) {
  const seat = seatOf(key) ?? stage.seats[0];
  if (seat !== stage.open) {
    stage.open = seat;
    stage.speaker = seat.speakers[0].id;
  }
  const { unread } = chatOf(seat);
  chatOf(seat).unread = 0;
  tell("taken", { seat, quietly, unread });
}

export function speakAs(person) {
  stage.speaker = person;
  tell("speaker", {});
}

/** One event of the stand-in's stream, worked into what the page knows. */
export function happened(event) {
  const chat = stage.chats.get(event.chat_id);
  const apply = chat && EVENTS[event.kind];
  if (apply) apply(chat, event);
  tell(event.kind, event);
}

const EVENTS = {
  message(chat, { chat_id, message }) {
    chat.messages.set(message.message_id, message);
    if (isBots(message)) chat.typing = 0;
    if (chat_id !== stage.open?.chat && isBots(message)) chat.unread += 1;
  },
  edited(chat, { message }) {
    const reactions = chat.messages.get(message.message_id)?.reactions;
    chat.messages.set(message.message_id, { ...message, reactions });
  },
  deleted(chat, { message_id }) {
    chat.messages.delete(message_id);
  },
  reaction(chat, { message_id, person, reaction }) {
    const message = chat.messages.get(message_id);
    if (!message) return;
    const others = (message.reactions ?? []).filter((one) => one.person !== person);
    message.reactions = [...others, { person, reaction }];
  },
  action(chat) {
    chat.typing = Date.now();
  },
  membership(chat, { person, new: now }) {
    if (person === stage.bot.id) chat.blocked = now === "kicked";
  },
};

/** Act as the one who speaks in the open chat. */
export function speak(verb, body) {
  return act(verb, { person: stage.speaker, chat: stage.open.chat, ...body });
}
