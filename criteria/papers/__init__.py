"""Papers of this app: Mẫu 1 on screen and in Word, and all pledges of a unit in one file."""
