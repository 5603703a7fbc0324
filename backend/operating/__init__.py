"""What an operator does beside serving and backing up: changing keys, migrating, looking whether all is well."""
