"""The Bot API, method by method: METHODS is the one list of what the stand-in answers, by name in small letters."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.sandbox.files import MEDIA
from bot.sandbox.methods import editing, places, profile, sending
from bot.sandbox.refusals import Json
from bot.sandbox.world import World

Method = Callable[[World, Json], Any]
ABOUT = {"name": "name", "description": "description", "shortdescription": "short_description"}

METHODS: dict[str, Method] = {
    # getUpdates is missing here: it alone waits, and the server calls Updates.poll for it.
    "getme": profile.get_me,
    "setwebhook": profile.set_webhook,
    "deletewebhook": profile.delete_webhook,
    "getwebhookinfo": profile.get_webhook_info,
    "logout": profile.log_out,
    "close": profile.log_out,
    "getfile": profile.get_file,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setchatmenubutton": profile.set_chat_menu_button,
    "getchatmenubutton": profile.get_chat_menu_button,
    **{f"setmy{name}": partial(profile.set_about, what=what) for name, what in ABOUT.items()},
    **{f"getmy{name}": partial(profile.get_about, what=what) for name, what in ABOUT.items()},
    "sendmessage": sending.send_message,
    **{f"send{kind}": partial(sending.send_media, kind=kind) for kind in MEDIA},
    "sendmediagroup": sending.send_media_group,
    "sendlocation": sending.send_location,
    "sendchataction": sending.send_chat_action,
    "copymessage": sending.copy_message,
    "forwardmessage": sending.forward_message,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagemedia": editing.edit_message_media,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": editing.answer_callback_query,
    "setmessagereaction": editing.set_message_reaction,
    "pinchatmessage": editing.pin_chat_message,
    "unpinchatmessage": editing.unpin_chat_message,
    "unpinallchatmessages": editing.unpin_all_chat_messages,
    "getchat": places.get_chat,
    "getchatmember": places.get_chat_member,
    "getchatadministrators": places.get_chat_administrators,
    "getchatmembercount": places.get_chat_member_count,
    "leavechat": places.leave_chat,
    "createforumtopic": places.create_forum_topic,
    "editforumtopic": places.edit_forum_topic,
    "closeforumtopic": places.close_forum_topic,
    "reopenforumtopic": places.reopen_forum_topic,
}
