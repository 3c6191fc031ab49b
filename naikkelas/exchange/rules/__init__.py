"""How files become rows: reading, typing, rules and comparison, in columns. Pure: no Django."""
