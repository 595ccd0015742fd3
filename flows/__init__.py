"""Orders the work of the other rooms: flows, tasks, the command. The only room that knows Prefect.

Nothing here knows what a page, a cable or a table is: each task is one call into a layer.
"""
