"""Rules of this room: curricula, drawing and marking, seats, completion, effect. Pure."""
