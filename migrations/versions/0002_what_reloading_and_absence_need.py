"""Documents sent and rolled back, units renamed and merged, stand-ins and leaders, pauses, swapped days, policies."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_day_person_id")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "policy_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_policy_change_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_change")),
    )
    op.create_table(
        "stand_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("away_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["away_id"], ["person.id"], name=op.f("fk_stand_in_away_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_stand_in_made_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    with op.batch_alter_table("stand_in") as batch_op:
        batch_op.create_index(batch_op.f("ix_stand_in_away_id"), ["away_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stand_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=16), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_subscription_person_id")),
        sa.PrimaryKeyConstraint("person_id", "period", name=op.f("pk_subscription")),
    )
    op.create_table(
        "pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_pause_measure_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pause_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    with op.batch_alter_table("pause") as batch_op:
        batch_op.create_index(batch_op.f("ix_pause_measure_id"), ["measure_id"], unique=False)

    op.create_table(
        "plan_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["plan_load.id"], name=op.f("fk_plan_file_load_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_file_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_file")),
    )
    with op.batch_alter_table("plan_file") as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_file_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("contact") as batch_op:
        batch_op.add_column(sa.Column("is_leader", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("evidence") as batch_op:
        batch_op.add_column(sa.Column("album", sa.String(length=64), nullable=True))

    with op.batch_alter_table("measure") as batch_op:
        batch_op.add_column(sa.Column("deadlines", sa.JSON(), nullable=True))

    with op.batch_alter_table("nudge") as batch_op:
        batch_op.add_column(sa.Column("capacity", sa.String(length=16), server_default="contact", nullable=False))
        batch_op.add_column(sa.Column("for_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_nudge_for_id"), "person", ["for_id"], ["id"])

    with op.batch_alter_table("plan_load") as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_plan_load_undoes_id"), "plan_load", ["undoes_id"], ["id"])

    with op.batch_alter_table("report") as batch_op:
        batch_op.add_column(sa.Column("no_change_why", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("reading", sa.JSON(), nullable=True))

    with op.batch_alter_table("unit") as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_unit_merged_into_id"), "unit", ["merged_into_id"], ["id"])

    with op.batch_alter_table("unit_alias") as batch_op:
        batch_op.add_column(sa.Column("until_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("unit_alias") as batch_op:
        batch_op.drop_column("until_on")

    with op.batch_alter_table("unit") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_unit_merged_into_id"), type_="foreignkey")
        batch_op.drop_column("ended_on")
        batch_op.drop_column("merged_into_id")

    with op.batch_alter_table("report") as batch_op:
        batch_op.drop_column("reading")
        batch_op.drop_column("no_change_why")

    with op.batch_alter_table("plan_load") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_plan_load_undoes_id"), type_="foreignkey")
        batch_op.drop_column("undoes_id")
        batch_op.drop_column("name")

    with op.batch_alter_table("nudge") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_nudge_for_id"), type_="foreignkey")
        batch_op.drop_column("for_id")
        batch_op.drop_column("capacity")

    with op.batch_alter_table("measure") as batch_op:
        batch_op.drop_column("deadlines")

    with op.batch_alter_table("evidence") as batch_op:
        batch_op.drop_column("album")

    with op.batch_alter_table("contact") as batch_op:
        batch_op.drop_column("is_leader")

    with op.batch_alter_table("plan_file") as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_file_person_id"))

    op.drop_table("plan_file")
    with op.batch_alter_table("pause") as batch_op:
        batch_op.drop_index(batch_op.f("ix_pause_measure_id"))

    op.drop_table("pause")
    op.drop_table("subscription")
    with op.batch_alter_table("stand_in") as batch_op:
        batch_op.drop_index(batch_op.f("ix_stand_in_person_id"))
        batch_op.drop_index(batch_op.f("ix_stand_in_away_id"))

    op.drop_table("stand_in")
    op.drop_table("policy_change")
    op.drop_table("calendar_day")
