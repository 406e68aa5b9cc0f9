"""Names of populated places and administrative areas ► GeoNames entries, looked up in a file that is built once."""
from sayso.gazetteer.builder import build, ensure
from sayso.gazetteer.index import Candidate, Gazetteer, default_path
from sayso.gazetteer.names import key

__all__ = ["Candidate", "Gazetteer", "build", "default_path", "ensure", "key"]
