"""Keyboards under messages: which ones Telegram takes."""

from bot.sandbox.params import structure
from bot.sandbox.refusals import Json, bad

BUTTON_LIMIT = 100
ROW_LIMIT = 8
DATA_LIMIT = 64  # bytes
ACTIONS = (
    *("callback_data", "url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat"),
    *("switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay"),
)
STYLES = ("primary", "success", "danger")


def read_markup(params: Json, private: bool) -> tuple[Json | None, Json | None]:
    """The inline keyboard of a call and the other kind (reply keyboard, its removal, forced reply), or None."""
    markup = structure(params, "reply_markup", "reply keyboard markup")
    if not markup:
        return None, None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        _count(markup.get("keyboard", []))
        return None, markup
    _count(rows)
    kept = [[_button(button, private) for button in row] for row in rows if row]
    return ({"inline_keyboard": kept} if kept else None), None


def _count(rows: object) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse reply keyboard markup: expected an Array of Array of buttons")
    # The documented limits; the server's own words for a row too wide are unpublished, so both get these.
    if sum(len(row) for row in rows) > BUTTON_LIMIT or any(len(row) > ROW_LIMIT for row in rows):
        raise bad("reply markup is too long")


def _button(button: object, private: bool) -> Json:
    wrong = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(wrong + "expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad(wrong + 'Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
    if not any(button.get(action) is not None for action in ACTIONS):
        raise bad(wrong + "Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_LIMIT:
        raise bad("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not ("." in url or url.startswith("tg://")):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if button.get("web_app") and not private:
        raise bad("BUTTON_TYPE_INVALID")
    copied = button.get("copy_text")
    if copied and not 1 <= len(str(copied.get("text", ""))) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if button.get("style") not in (None, *STYLES):
        raise bad("BUTTON_STYLE_INVALID")
    return button
