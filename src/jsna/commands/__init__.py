"""One module per command. Each has NAME, HELP, add_arguments(parser) and run(args, console).

The modules are imported to build the command line, so they import what is heavy inside `run`.
"""
