"""Reads of the portal, all of what is public: verified classes, endorsed activities, no person."""
