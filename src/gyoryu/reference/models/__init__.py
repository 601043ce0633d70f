"""What the data files say, as frozen things in memory. No tables: other rooms store the codes as plain strings."""
