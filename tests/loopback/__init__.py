"""A real server on this machine that answers as the services do, with their faults."""
