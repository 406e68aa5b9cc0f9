"""The trained models of Sayso. The files beside this one are the model; `sayso` finds them by this package's name."""
from pathlib import Path

FOLDER = Path(__file__).parent
