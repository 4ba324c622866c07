"""Areas, indicators, sources and strategies: the models and the loader.

`load_settings(paths)` in `settings/load.py` reads every YAML file and reports every
problem at once; the models stand one to a module.
"""
