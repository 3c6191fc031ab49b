"""The house met from outside: by clients and checkers that others wrote (docs/development.md)."""
