"""The bare bot that ours is measured beside: python-telegram-bot as it comes, one handler that says the same again."""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None and update.message.text is not None
    await update.message.reply_text(update.message.text)


api = os.environ["TELEGRAM_API_URL"]
builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(f"{api}/bot")
application = builder.base_file_url(f"{api}/file/bot").build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
