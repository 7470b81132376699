"""Gain models: cross sections and decay of every exciton state; one file a model, rivals side by side."""
