ONE_ROW = "bench_one_row"
"""The table into which the bare view of the deadline inserts."""
