"""Online platforms: called for, handed in, reviewed, published in batches, listed by day, and what they report each month."""
