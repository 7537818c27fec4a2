"""What everything stands on: paths, errors, atomic writes, opening the database. Imports nothing of ours."""
