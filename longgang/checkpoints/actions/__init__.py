"""Every write of the checkpoints, one function a verb."""
