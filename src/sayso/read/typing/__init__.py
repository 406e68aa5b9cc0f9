"""Typing by a trained model, behind the same function as the rules: (sentence, trigger, actors, recipients) ► type.

`candidates` says which words the model is asked about, `network` runs it, `decide` holds its probabilities against what
the rules say. The weights are the package `sayso-models` (models/ in the repository); without it the rules stand alone.
"""
