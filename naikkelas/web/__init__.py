"""What the pages of all rooms share: who may open an address."""
