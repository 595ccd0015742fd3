"""How rows become a warehouse file: staged, merged, derived, indexed."""
