"""Cases for `benches/hygiene.py`."""
