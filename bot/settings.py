"""The only reader of the environment. A wrong value stops the start with a sentence."""

import os
import re
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

os.environ.setdefault("PTB_TIMEDELTA", "1")  # PTB warns at every 429 until it is told so

TOKEN_FORM = re.compile(r"\d+:[A-Za-z0-9_-]{20,}")
SECRET_FORM = re.compile(r"[A-Za-z0-9_-]{16,256}")

HOW_TO_GET_A_TOKEN = (
    "缺少 TELEGRAM_BOT_TOKEN：请在 Telegram 里向 @BotFather 发送 /newbot 领取令牌，再设置 TELEGRAM_BOT_TOKEN"
    "（或 TELEGRAM_BOT_TOKEN_FILE 指向存放令牌的文件）；只想试用请运行 make try，不需要令牌。\n"
    "TELEGRAM_BOT_TOKEN is missing: ask @BotFather for one with /newbot; `make try` needs none."
)


class Settings(BaseSettings):
    """What the environment (or .env) says. Times of day are hours in `timezone`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True)

    telegram_bot_token: SecretStr | None = None
    telegram_bot_token_file: Path | None = None
    telegram_api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite:///measures.db"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    port: int = 8080
    host: str = "127.0.0.1"
    timezone: str = "Asia/Shanghai"
    digest_hour: int = Field(9, ge=0, le=23)
    summary_hour: int = Field(16, ge=0, le=23)
    operator_chat: int | None = None
    lanes: int = Field(64, ge=1, le=256)
    chat_seconds: float = Field(1.05, ge=0)  # Telegram takes about one message a second to a chat
    messages_per_minute: int = Field(40, ge=0)  # of one person; 0: no limit
    tick_seconds: float = Field(30, gt=0)
    health_port: int | None = Field(None, ge=1, le=65535)  # none: nobody is told
    health_host: str = "127.0.0.1"
    heartbeat_url: SecretStr | None = None  # addresses of watchdogs hold their secret
    heartbeat_minutes: float = Field(5, gt=0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (OSError, ValueError, LookupError):
            raise ValueError("没有这个时区，应形如 Asia/Shanghai") from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def token(self) -> str:
        """The bot token, from the environment or its file.

        Raises SettingsError when there is none or when it does not look like one.
        """
        token = self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""
        if not token and self.telegram_bot_token_file:
            try:
                token = self.telegram_bot_token_file.read_text().strip()
            except OSError as error:
                raise SettingsError(f"读不到令牌文件 TELEGRAM_BOT_TOKEN_FILE：{error.strerror}") from None
        if not token:
            raise SettingsError(HOW_TO_GET_A_TOKEN)
        if not TOKEN_FORM.fullmatch(token):
            raise SettingsError("TELEGRAM_BOT_TOKEN 不像令牌：应形如 123456789:字母数字，请从 @BotFather 处完整复制。")
        return token

    def secret(self) -> str:
        """The webhook's secret. Raises SettingsError when it is missing, short or has other signs than A-Za-z0-9_-."""
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if not SECRET_FORM.fullmatch(secret):
            raise SettingsError("使用 WEBHOOK_URL 时须设置 WEBHOOK_SECRET：16 到 256 个字母、数字、_ 或 -。")
        return secret


def load() -> Settings:
    """The settings. Raises SettingsError naming the first wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"设置 {name} 不对：{first['msg']}") from None
