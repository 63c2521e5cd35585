"""Brings a database to the newest numbered migration."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.database import Database

ROOT = Path(__file__).resolve().parents[2]


def newest() -> str:
    """The number of the last migration, read from the file names: cheaper at start than loading Alembic."""
    return max(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def is_current(connection: Connection) -> bool:
    """Whether the database stands at the newest migration."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest()


def migrate(database: Database, revision: str = "head") -> bool:
    """Whether anything had to be done; afterwards the database stands at `revision`."""
    with database.engine.begin() as connection:
        if revision == "head" and is_current(connection):
            return False
        from alembic import command
        from alembic.config import Config

        config = Config(str(ROOT / "alembic.ini"))
        config.attributes["connection"] = connection
        if revision == "head":
            command.upgrade(config, revision)
        else:
            command.downgrade(config, revision)
        return True
