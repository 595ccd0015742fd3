"""What stands around the pipeline: set-up, deployments, bundled samples."""
