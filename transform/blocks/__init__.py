"""The blocks of a print, one reader each: relay, telegram, card, attributes, stamp."""
