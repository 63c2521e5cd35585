"""Files in: a plan's folder or its document becomes drafts of measures; nothing is stored here."""
