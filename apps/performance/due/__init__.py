"""The live due list: built over an extract, brought up to date by events, told to calendars and by e-mail."""
