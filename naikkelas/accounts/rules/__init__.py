"""Pure rules about people: which post may do what."""
