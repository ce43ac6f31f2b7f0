"""Starts and stops one copy of Cierre on this machine. Read in this order: problem, settings, keys, processes,
mongod, nginx, copy; dev/run.py is the command."""
