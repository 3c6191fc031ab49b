"""Pages and answers for apps of others."""
