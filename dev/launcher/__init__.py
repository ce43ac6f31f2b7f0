"""Starts and stops one copy of Cierre on this machine. Read in this order: problem, settings, keys, ports,
processes, mongod, nginx, copy, people; dev/run.py is the command."""
