"""Runs migrations on the connection it is given, or on DATABASE_URL when Alembic is called by hand."""

from alembic import context
from sqlalchemy import Connection

from models import Base


def _migrate(connection: Connection) -> None:
    # SQLite cannot alter most things in place: Alembic copies the table
    batch = connection.dialect.name == "sqlite"
    context.configure(connection, target_metadata=Base.metadata, render_as_batch=batch, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    from bot.settings import load
    from bot.store.database import Database

    with Database(load().database_url).engine.begin() as connection:
        _migrate(connection)
