"""The numbered history: it goes up, comes down and goes up again, and ends where the models are."""

from datetime import UTC, date, datetime

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot.store import plans
from bot.store.database import Database
from bot.store.migrate import migrate, newest
from models import Base


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_up_and_down_and_up_again_leaves_every_table(empty: Database) -> None:
    assert migrate(empty)
    first = tables(empty)
    assert first == set(Base.metadata.tables)
    migrate(empty, "base")
    assert tables(empty) == set()
    migrate(empty)
    assert tables(empty) == first


def test_migrating_twice_changes_nothing(empty: Database) -> None:
    assert migrate(empty)
    assert not migrate(empty)


def test_models_match_the_migrations(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_newest_migration_is_read_from_its_file_name(empty: Database) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == newest()


def test_both_databases_take_the_shipped_plans(empty: Database) -> None:
    migrate(empty)
    loaded = empty.now(plans.load_shipped, datetime(2016, 2, 1, 1, tzinfo=UTC), date(2016, 2, 1))
    assert {one.plan.code: len(one.changes.added) for one in loaded} == {
        "yichun-2016": 34,
        "jiangxi-2015": 35,
        "gaoan-2016": 2,
    }
