"""One module per command: NAME, HELP, add_arguments(parser) and run(args, console).

Others stand in `cli.NOT_COMMANDS`. Commands are imported to build the command line, so they import
what is heavy inside `run`.
"""
