"""Taking edits from phones and giving them what is new: the server's side of the sync protocol."""
