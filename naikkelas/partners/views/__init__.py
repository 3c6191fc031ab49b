"""HTTP of this room: by noun."""
