"""Live lessons (直播课): announced, sent, watched, kept as a film."""
