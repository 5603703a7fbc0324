"""Everything of an account as files that need no Casebook to be read: JSON, tables, a page, and a ZIP of them.

Pure: what is in them is handed in. Nothing here reads a database, and only `archive` awaits anything.
"""
