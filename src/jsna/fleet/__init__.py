"""Many areas' packs at once.

`members` says which areas, `done` which need nothing, `run` hands the others to workers (`crew`),
`task` is what a worker does, `content` what travels where workers share no disk, `memory` what
bounds them, `status` and `status_page` what came of it all.
"""
