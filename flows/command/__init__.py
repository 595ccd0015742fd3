"""What the subcommands of `cablehouse` do, and what they say. `flows/cli.py` lists them."""
