"""The spreadsheet of a plan (台账): the same layout out and in, so that only an editor's changes are changes."""

from bot.documents.ledger.bad import write_bad_rows
from bot.documents.ledger.reading import Ledger, read_book, read_ledger
from bot.documents.ledger.writing import plan_sheets, write_plan

__all__ = ["Ledger", "plan_sheets", "read_book", "read_ledger", "write_bad_rows", "write_plan"]
