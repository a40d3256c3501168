"""Tables as they are published: regions and units, rounding, disclosure control."""
