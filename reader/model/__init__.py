"""The nouns every layer speaks of. Frozen values; they know no library, no store and no clock."""
