// The stand-in's control routes, and the stream of what happens there.

const PAUSE = 1000; // milliseconds between two attempts to reach a server that is gone

export async function get(path) {
  return unwrapped(await fetch(path, { headers: { Accept: "application/json" } }));
}

export async function post(path, body) {
  const form = body instanceof FormData;
  const headers = form ? {} : { "Content-Type": "application/json" };
  return unwrapped(await fetch(path, { method: "POST", headers, body: form ? body : JSON.stringify(body) }));
}

/** What a person does: say, edit, press, open_link … */
export function act(verb, body) {
  return post(`/sandbox/do/${verb}`, body);
}

async function unwrapped(answer) {
  const body = await answer.json();
  if (!body.ok) throw new Error(body.error);
  return body.result;
}

/** Every event after number `since`, for ever; `onGap(true)` while the server is gone, `opened` tells a new one. */
export async function* events(since, opened, onGap) {
  let gone = false;
  for (;;) {
    try {
      if (gone && (await get("/page/stage")).opened !== opened) return location.reload();
      const news = await get(`/sandbox/events?since=${since}&timeout=25`);
      if (gone) onGap((gone = false));
      since = news.last;
      yield* news.events;
    } catch {
      if (!gone) onGap((gone = true));
      await new Promise((wake) => setTimeout(wake, PAUSE));
    }
  }
}
