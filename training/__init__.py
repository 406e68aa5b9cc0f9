"""What trains the models: `python -m training.train`."""
