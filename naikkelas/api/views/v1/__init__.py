"""The REST API v1. Only `door` is imported at the start of a process; ninja and the schemas are
loaded by the first request."""
